// Starting, watching and ending processes.
#ifndef CSYSTEM_PROCESSES_H
#define CSYSTEM_PROCESSES_H

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#pragma clang assume_nonnull begin

// Spawns `path` in a session of its own with an empty signal mask and every signal at its default. `descriptors[i]`
// becomes descriptor i of the child, /dev/null where it is -1; everything from `count` on is closed. Safe to call in a
// process with threads. Returns the pid.
int cs_spawn_session(const char *path, char *_Nullable const *_Nonnull arguments,
                     char *_Nullable const *_Nonnull environment, const int *descriptors, size_t count);

// Where a started child gave up before it became its program.
enum { CS_START_FORK = 1, CS_START_DIRECTORY = 2, CS_START_EXECUTE = 3 };

// Forks and becomes `arguments[0]`, searched in the PATH of `environment`, in a process group of its own, with an empty
// signal mask and every signal at its default, standard descriptors `in`, `out`, `err`, and nothing else open. The child
// is killed when the calling thread ends. For a single-threaded caller only. Returns the pid, or a negative errno with
// `step` saying where.
int cs_start_group(char *_Nullable const *_Nonnull arguments, char *_Nullable const *_Nonnull environment,
                   const char *directory, int in, int out, int err, int *step);

// How a child ended: `code` is -1 when `signal` is not 0.
struct cs_exit {
  int code;
  int signal;
};

// The next ended child of this process: its pid, 0 when none has ended yet, -ECHILD when there is none at all.
int cs_wait_any(struct cs_exit *status);
// Waits for that child; with `wait` 0 returns 0 while it runs.
int cs_wait(int pid, int wait, struct cs_exit *status);

// Sets the size beyond which that process may not let a file grow; UINT64_MAX for none.
int cs_limit_file_size(int pid, uint64_t bytes);
// How many descriptors this process may have open; INT64_MAX for no limit.
int64_t cs_descriptor_limit(void);
// Waits until that child has ended, and leaves it to be waited for.
int cs_wait_zombie(int pid);

int cs_kill(int pid, int signal);
int cs_kill_group(int group, int signal);
// -ENOSYS where the system has no such call.
int cs_pidfd_open(int pid);
int cs_pidfd_signal(int fd, int signal);

// Orphans of this process's tree become its children.
int cs_become_subreaper(void);
// The direct children of this single-threaded process, read anew from the kernel; at most `capacity`.
int cs_children(int32_t *pids, size_t capacity);
int cs_new_session(void);
void cs_file_mode_mask(unsigned mask);
int cs_process_id(void);
unsigned cs_user_id(void);

// Blocks SIGCHLD, SIGTERM, SIGINT and SIGHUP, ignores SIGPIPE and SIGXFSZ; the descriptor becomes readable when one arrives.
int cs_signals_make(void);
// The next arrived signal, 0 when there is none.
int cs_signals_next(int fd);
// Keeps the memory of a process with many threads together: few arenas, and freed memory goes back early.
void cs_save_memory(void);
// Gives back what is free.
void cs_trim_memory(void);
// Writes to a closed pipe or socket answer EPIPE from now on, instead of ending the process.
void cs_ignore_broken_pipes(void);

// The arguments of this process, for programs without Swift's `CommandLine`.
int cs_argument_count(void);
const char *_Nullable cs_argument(int index);

#pragma clang assume_nonnull end
#endif
