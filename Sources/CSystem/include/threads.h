// Threads of our own.
#ifndef CSYSTEM_THREADS_H
#define CSYSTEM_THREADS_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Starts a thread that runs `body(context)`. It receives no signals but those that its own faults raise.
int cs_thread_start(void (*body)(void *), void *context, const char *name, uint64_t *thread);
int cs_thread_join(uint64_t thread);
int cs_thread_detach(uint64_t thread);
// A number that no other running thread has.
uintptr_t cs_thread_token(void);

// A count that a thread can wait for.
struct cs_semaphore;
struct cs_semaphore *_Nullable cs_semaphore_make(void);
void cs_semaphore_post(struct cs_semaphore *semaphore);
void cs_semaphore_wait(struct cs_semaphore *semaphore);
void cs_semaphore_free(struct cs_semaphore *semaphore);

// Ends the process at once, as an unexpected SIGKILL does.
_Noreturn void cs_die(void);

#pragma clang assume_nonnull end
#endif
