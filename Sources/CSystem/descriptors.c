#define _GNU_SOURCE
#include "include/descriptors.h"

#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/openat2.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#endif

#define RETRY(result, call) \
  do { \
    result = (call); \
  } while (result < 0 && errno == EINTR)

static int answer(int result) { return result < 0 ? -errno : result; }

int cs_open(const char *path, int flags, unsigned mode) { return cs_openat(AT_FDCWD, path, flags, mode); }

int cs_openat(int directory, const char *path, int flags, unsigned mode) {
  int result;
  RETRY(result, openat(directory, path, flags | O_CLOEXEC, (mode_t)mode));
  return answer(result);
}

int cs_open_beneath(int directory, const char *path, int flags, unsigned mode) {
#ifdef __linux__
  struct open_how how = {
      .flags = (unsigned)flags | O_CLOEXEC,
      .mode = (flags & O_CREAT) ? mode : 0,
      .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
  };
  long result;
  RETRY(result, syscall(SYS_openat2, directory, path, &how, sizeof how));
  return answer((int)result);
#else
  (void)directory, (void)path, (void)flags, (void)mode;
  return -ENOSYS;
#endif
}

// Not repeated: after EINTR the descriptor is gone on Linux.
int cs_close(int fd) { return answer(close(fd)); }

int cs_duplicate(int fd, int lowest) { return answer(fcntl(fd, F_DUPFD_CLOEXEC, lowest)); }

int cs_replace(int fd, int target) {
  int result;
  RETRY(result, dup2(fd, target));
  return answer(result);
}

ssize_t cs_read(int fd, void *buffer, size_t count) {
  ssize_t result;
  RETRY(result, read(fd, buffer, count));
  return result < 0 ? -errno : result;
}

ssize_t cs_write(int fd, const void *buffer, size_t count) {
  ssize_t result;
  RETRY(result, write(fd, buffer, count));
  return result < 0 ? -errno : result;
}

ssize_t cs_pread(int fd, void *buffer, size_t count, int64_t offset) {
  ssize_t result;
  RETRY(result, pread(fd, buffer, count, offset));
  return result < 0 ? -errno : result;
}

ssize_t cs_pwrite(int fd, const void *buffer, size_t count, int64_t offset) {
  ssize_t result;
  RETRY(result, pwrite(fd, buffer, count, offset));
  return result < 0 ? -errno : result;
}

int cs_set_nonblocking(int fd, int on) {
  int flags = fcntl(fd, F_GETFL);
  if (flags < 0) return -errno;
  return answer(fcntl(fd, F_SETFL, on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK));
}

int cs_set_close_on_exec(int fd, int on) { return answer(fcntl(fd, F_SETFD, on ? FD_CLOEXEC : 0)); }

int cs_pipe(int ends[2]) {
#ifdef __linux__
  return answer(pipe2(ends, O_CLOEXEC));
#else
  if (pipe(ends) < 0) return -errno;
  cs_set_close_on_exec(ends[0], 1);
  return cs_set_close_on_exec(ends[1], 1);
#endif
}

#ifdef __linux__
int cs_wake_make(void) { return answer(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)); }

int cs_wake_post(int fd) {
  uint64_t one = 1;
  ssize_t result = cs_write(fd, &one, sizeof one);
  return result == -EAGAIN ? 0 : (int)result;
}

int cs_wake_clear(int fd) {
  uint64_t count;
  ssize_t result = cs_read(fd, &count, sizeof count);
  return result == -EAGAIN ? 0 : (int)result;
}
#endif

int cs_fsync(int fd) {
  int result;
  RETRY(result, fsync(fd));
  return answer(result);
}

int cs_truncate(int fd, int64_t length) {
  int result;
  RETRY(result, ftruncate(fd, length));
  return answer(result);
}

static void fill(struct cs_status *status, const struct stat *from) {
  *status = (struct cs_status){
      .device = (uint64_t)from->st_dev,
      .inode = from->st_ino,
      .links = from->st_nlink,
      .size = from->st_size,
#ifdef __linux__
      .modified_ns = (int64_t)from->st_mtim.tv_sec * 1000000000 + from->st_mtim.tv_nsec,
#else
      .modified_ns = (int64_t)from->st_mtimespec.tv_sec * 1000000000 + from->st_mtimespec.tv_nsec,
#endif
      .mode = from->st_mode,
      .user = from->st_uid,
      .group = from->st_gid,
  };
}

int cs_fstat(int fd, struct cs_status *status) {
  struct stat found;
  if (fstat(fd, &found) < 0) return -errno;
  fill(status, &found);
  return 0;
}

int cs_statat(int directory, const char *path, int follow, struct cs_status *status) {
  struct stat found;
  if (fstatat(directory, path, &found, follow ? 0 : AT_SYMLINK_NOFOLLOW) < 0) return -errno;
  fill(status, &found);
  return 0;
}

int cs_is_executable(const char *path) { return faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0; }

int cs_chmod(const char *path, unsigned mode) { return answer(chmod(path, (mode_t)mode)); }
int cs_fchmod(int fd, unsigned mode) { return answer(fchmod(fd, (mode_t)mode)); }
int cs_mkdirat(int directory, const char *path, unsigned mode) {
  return answer(mkdirat(directory, path, (mode_t)mode));
}
int cs_renameat(int from_directory, const char *from, int to_directory, const char *to) {
  return answer(renameat(from_directory, from, to_directory, to));
}
int cs_unlinkat(int parent, const char *path, int directory) {
  return answer(unlinkat(parent, path, directory ? AT_REMOVEDIR : 0));
}
int cs_real_path(const char *path, char *buffer, size_t count) {
  char *found = realpath(path, NULL);
  if (!found) return -errno;
  size_t length = strlen(found) + 1;
  int result = length <= count ? 0 : -ENAMETOOLONG;
  if (result == 0) memcpy(buffer, found, length);
  free(found);
  return result;
}

ssize_t cs_readlinkat(int directory, const char *path, char *buffer, size_t count) {
  ssize_t result = readlinkat(directory, path, buffer, count);
  return result < 0 ? -errno : result;
}
int cs_fifo(const char *path) { return answer(mkfifo(path, 0600)); }
int cs_symlinkat(const char *target, int directory, const char *path) {
  return answer(symlinkat(target, directory, path));
}
int cs_working_directory(void) { return AT_FDCWD; }
int cs_change_directory(const char *path) { return answer(chdir(path)); }

struct cs_directory *cs_directory_open(int fd, int *error) {
  DIR *stream = fdopendir(fd);
  *error = stream ? 0 : -errno;
  if (!stream) close(fd);
  return (struct cs_directory *)stream;
}

int cs_directory_next(struct cs_directory *directory, char *name) {
  for (;;) {
    errno = 0;
    struct dirent *entry = readdir((DIR *)directory);
    if (!entry) return -errno;
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    strncpy(name, entry->d_name, 255);
    name[255] = 0;
    return 1;
  }
}

void cs_directory_close(struct cs_directory *directory) { closedir((DIR *)directory); }

int cs_flock(int fd) {
  int result;
  RETRY(result, flock(fd, LOCK_EX | LOCK_NB));
  return answer(result);
}

#ifdef F_OFD_SETLK
int cs_description_lock(int fd) {
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  return answer(fcntl(fd, F_OFD_SETLK, &whole));
}

int cs_description_locked(int fd) {
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (fcntl(fd, F_OFD_GETLK, &whole) < 0) return -errno;
  return whole.l_type == F_UNLCK ? 0 : 1;
}
#endif

_Static_assert(sizeof(struct cs_poll) == sizeof(struct pollfd), "cs_poll has the layout of pollfd");
_Static_assert(CS_POLL_READ == POLLIN && CS_POLL_WRITE == POLLOUT, "cs_poll has the constants of pollfd");
_Static_assert(CS_POLL_ERROR == POLLERR && CS_POLL_HANGUP == POLLHUP, "cs_poll has the constants of pollfd");

int cs_poll(struct cs_poll *entries, size_t count, int milliseconds) {
  int result = poll((struct pollfd *)entries, (nfds_t)count, milliseconds);
  if (result < 0) return errno == EINTR ? 0 : -errno;
  return result;
}
