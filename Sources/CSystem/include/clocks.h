// Clocks and randomness.
#ifndef CSYSTEM_CLOCKS_H
#define CSYSTEM_CLOCKS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#pragma clang assume_nonnull begin

int64_t cs_wall_ns(void);  // since 1970
int64_t cs_boot_ns(void);  // since the machine started, time asleep included

// A descriptor that becomes readable when the time set has passed on the boot clock; -ENOSYS where there is none.
int cs_timer_make(void);
// Sets it to `after_ns` from now; a negative value switches it off. Setting clears an earlier expiry.
int cs_timer_set(int fd, int64_t after_ns);

int cs_random(void *buffer, size_t count);

#pragma clang assume_nonnull end
#endif
