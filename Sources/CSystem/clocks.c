#define _GNU_SOURCE
#include "include/clocks.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#ifdef __linux__
#include <sys/random.h>
#include <sys/timerfd.h>
#define BOOT_CLOCK CLOCK_BOOTTIME
#else
#define BOOT_CLOCK CLOCK_MONOTONIC
#endif

static int64_t nanoseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t cs_wall_ns(void) { return nanoseconds(CLOCK_REALTIME); }
int64_t cs_boot_ns(void) { return nanoseconds(BOOT_CLOCK); }

int cs_timer_make(void) {
#ifdef __linux__
  int fd = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  return fd < 0 ? -errno : fd;
#else
  return -ENOSYS;
#endif
}

int cs_timer_set(int fd, int64_t after_ns) {
#ifdef __linux__
  struct itimerspec value = {0};
  if (after_ns >= 0) {
    // Zero would switch the timer off.
    if (after_ns == 0) after_ns = 1;
    value.it_value.tv_sec = after_ns / 1000000000;
    value.it_value.tv_nsec = after_ns % 1000000000;
  }
  return timerfd_settime(fd, 0, &value, NULL) < 0 ? -errno : 0;
#else
  return (void)fd, (void)after_ns, -ENOSYS;
#endif
}

int cs_random(void *buffer, size_t count) {
#ifdef __linux__
  unsigned char *at = buffer;
  while (count > 0) {
    ssize_t got = getrandom(at, count, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -errno;
    at += got;
    count -= (size_t)got;
  }
#else
  arc4random_buf(buffer, count);
#endif
  return 0;
}
