// Descriptors, files and directories.
//
// Every function of this module that can fail returns a negative errno value, so that no caller has to read `errno` in
// time. Calls that a signal interrupts are repeated. Every descriptor made here is closed on exec.
#ifndef CSYSTEM_DESCRIPTORS_H
#define CSYSTEM_DESCRIPTORS_H

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#pragma clang assume_nonnull begin

// What `stat` says of a file, in names that do not differ between systems.
struct cs_status {
  uint64_t device;
  uint64_t inode;
  uint64_t links;
  int64_t size;
  int64_t modified_ns;  // nanoseconds since 1970
  uint32_t mode;        // type and permissions
  uint32_t user;
  uint32_t group;
};

int cs_open(const char *path, int flags, unsigned mode);
int cs_openat(int directory, const char *path, int flags, unsigned mode);
// `openat2` with RESOLVE_BENEATH and RESOLVE_NO_MAGICLINKS; -ENOSYS where the system has no such call.
int cs_open_beneath(int directory, const char *path, int flags, unsigned mode);
int cs_close(int fd);
int cs_duplicate(int fd, int lowest);
// Makes `target` mean what `fd` means, not closed on exec.
int cs_replace(int fd, int target);

ssize_t cs_read(int fd, void *buffer, size_t count);
ssize_t cs_write(int fd, const void *buffer, size_t count);
ssize_t cs_pread(int fd, void *buffer, size_t count, int64_t offset);
ssize_t cs_pwrite(int fd, const void *buffer, size_t count, int64_t offset);

int cs_set_nonblocking(int fd, int on);
int cs_set_close_on_exec(int fd, int on);
int cs_pipe(int ends[_Nonnull 2]);
// A descriptor that is readable after `cs_wake_post` until `cs_wake_clear`.
int cs_wake_make(void);
int cs_wake_post(int fd);
int cs_wake_clear(int fd);

int cs_fsync(int fd);
int cs_truncate(int fd, int64_t length);
int cs_fstat(int fd, struct cs_status *status);
int cs_statat(int directory, const char *path, int follow, struct cs_status *status);
int cs_chmod(const char *path, unsigned mode);
// 1 when this process may execute what lies at `path`, 0 when not.
int cs_is_executable(const char *path);
int cs_fchmod(int fd, unsigned mode);
int cs_mkdirat(int directory, const char *path, unsigned mode);
int cs_renameat(int from_directory, const char *from, int to_directory, const char *to);
// `directory` is not 0 to remove an empty directory.
int cs_unlinkat(int parent, const char *path, int directory);
// The absolute path without links; -ENAMETOOLONG when it does not fit.
int cs_real_path(const char *path, char *buffer, size_t count);
ssize_t cs_readlinkat(int directory, const char *path, char *buffer, size_t count);
int cs_fifo(const char *path);
int cs_symlinkat(const char *target, int directory, const char *path);

// The descriptor that stands for the working directory in calls that take a directory.
int cs_working_directory(void);
int cs_change_directory(const char *path);

// Reads names from an open directory. `cs_directory_next` copies the next name with its NUL into `name` (at least 256
// bytes), returns 1, or 0 at the end. "." and ".." are left out. Consumes the descriptor.
struct cs_directory;
struct cs_directory *_Nullable cs_directory_open(int fd, int *error);
int cs_directory_next(struct cs_directory *directory, char *name);
void cs_directory_close(struct cs_directory *directory);

// An exclusive `flock`, not waited for: -EWOULDBLOCK when another holds it.
int cs_flock(int fd);
// An exclusive lock of the open file description, not waited for: -EAGAIN when another holds it.
int cs_description_lock(int fd);
// 1 when another open file description holds a lock, 0 when none does. Takes nothing.
int cs_description_locked(int fd);

// Same layout as `struct pollfd`, with events as plain constants below.
struct cs_poll {
  int fd;
  short events;
  short ready;
};
enum { CS_POLL_READ = 0x001, CS_POLL_WRITE = 0x004, CS_POLL_ERROR = 0x008, CS_POLL_HANGUP = 0x010 };
// Waits for at most `milliseconds`, for ever when negative. An interrupting signal ends it with 0.
int cs_poll(struct cs_poll *entries, size_t count, int milliseconds);

#pragma clang assume_nonnull end
#endif
