#define _GNU_SOURCE
#include "include/processes.h"

#include <malloc.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#ifdef __linux__
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#endif

static int answer(int result) { return result < 0 ? -errno : result; }

int cs_spawn_session(const char *path, char *const *arguments, char *const *environment, const int *descriptors,
                     size_t count) {
  enum { most = 8 };
  int copies[most];
  if (count > most) return -EINVAL;
  // Copies above the targets, so that no dup2 can overwrite a source that is still to come.
  for (size_t i = 0; i < count; i++) copies[i] = -1;
  int result = 0;
  for (size_t i = 0; i < count && result == 0; i++) {
    copies[i] = descriptors[i] < 0 ? open("/dev/null", O_RDWR | O_CLOEXEC)
                                   : fcntl(descriptors[i], F_DUPFD_CLOEXEC, most);
    if (copies[i] < 0) result = errno;
    else if (copies[i] < most) {
      int higher = fcntl(copies[i], F_DUPFD_CLOEXEC, most);
      if (higher < 0) result = errno;
      else {
        close(copies[i]);
        copies[i] = higher;
      }
    }
  }
  pid_t pid = 0;
  if (result == 0) {
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    for (size_t i = 0; i < count && result == 0; i++)
      result = posix_spawn_file_actions_adddup2(&actions, copies[i], (int)i);
#ifdef __linux__
    if (result == 0) result = posix_spawn_file_actions_addclosefrom_np(&actions, (int)count);
#endif
    if (result == 0) result = posix_spawn(&pid, path, &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  for (size_t i = 0; i < count; i++)
    if (copies[i] >= 0) close(copies[i]);
  return result == 0 ? pid : -result;
}

#ifdef __linux__
extern char **environ;

// Reports where and why the child gave up, in one write that the parent reads whole.
static void give_up(int report, int step) {
  int found[2] = {step, errno};
  (void)!write(report, found, sizeof found);
  _exit(127);
}

// When memory runs out the kernel ends the agent, or what it has started, rather than its shim or the daemon: a process
// may always make itself a likelier choice. Where it cannot be said the program runs all the same.
static void volunteer_for_oom(void) {
  enum { above_parent = 500, most = 1000 };
  char text[16] = {0};
  int file = open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  if (read(file, text, sizeof text - 1) > 0) {
    int score = atoi(text) + above_parent;
    int length = snprintf(text, sizeof text, "%d", score > most ? most : score);
    (void)!write(file, text, (size_t)length);
  }
  close(file);
}

static void become(char *const *arguments, char *const *environment, const char *directory, int in, int out, int err,
                   int report, pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  volunteer_for_oom();
  if (chdir(directory) < 0) give_up(report, CS_START_DIRECTORY);
  int sources[3] = {in, out, err};
  for (int i = 0; i < 3; i++)
    if ((sources[i] = fcntl(sources[i], F_DUPFD_CLOEXEC, 3)) < 0) give_up(report, CS_START_EXECUTE);
  for (int i = 0; i < 3; i++)
    if (dup2(sources[i], i) < 0) give_up(report, CS_START_EXECUTE);
  syscall(SYS_close_range, 3, ~0U, CLOSE_RANGE_CLOEXEC);
  for (int i = 1; i < NSIG; i++) signal(i, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  environ = (char **)environment;
  execvp(arguments[0], arguments);
  give_up(report, CS_START_EXECUTE);
}

int cs_start_group(char *const *arguments, char *const *environment, const char *directory, int in, int out, int err,
                   int *step) {
  int report[2];
  *step = CS_START_FORK;
  if (pipe2(report, O_CLOEXEC) < 0) return -errno;
  pid_t parent = getpid();
  pid_t child = fork();
  if (child == 0) become(arguments, environment, directory, in, out, err, report[1], parent);
  int failure = child < 0 ? errno : 0;
  close(report[1]);
  if (child > 0) {
    // Both sides set the group, so that it exists whoever runs first.
    setpgid(child, child);
    int found[2];
    ssize_t got;
    do got = read(report[0], found, sizeof found);
    while (got < 0 && errno == EINTR);
    if (got == (ssize_t)sizeof found) {
      *step = found[0];
      failure = found[1];
      while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
      }
    }
  }
  close(report[0]);
  return failure ? -failure : child;
}
#endif

static int ended(pid_t pid, int status, struct cs_exit *out) {
  if (pid > 0) {
    out->code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    out->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  }
  return answer(pid);
}

int cs_wait_any(struct cs_exit *out) {
  int status = 0;
  pid_t pid = waitpid(-1, &status, WNOHANG);
  return ended(pid, status, out);
}

int cs_wait(int child, int wait, struct cs_exit *out) {
  int status = 0;
  pid_t pid;
  do pid = waitpid(child, &status, wait ? 0 : WNOHANG);
  while (pid < 0 && errno == EINTR);
  return ended(pid, status, out);
}

int cs_wait_zombie(int child) {
  siginfo_t found;
  int result;
  do result = waitid(P_PID, (id_t)child, &found, WEXITED | WNOWAIT);
  while (result < 0 && errno == EINTR);
  return answer(result);
}

int cs_kill(int pid, int signal) { return answer(kill(pid, signal)); }
int cs_kill_group(int group, int signal) { return answer(kill(-group, signal)); }

#ifdef __linux__
int cs_pidfd_open(int pid) { return answer((int)syscall(SYS_pidfd_open, pid, 0)); }
int cs_pidfd_signal(int fd, int signal) { return answer((int)syscall(SYS_pidfd_send_signal, fd, signal, NULL, 0)); }
int cs_become_subreaper(void) { return answer(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)); }

int cs_children(int32_t *pids, size_t capacity) {
  char path[64], text[4096];
  snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return -errno;
  ssize_t length = read(fd, text, sizeof text - 1);
  int failure = length < 0 ? errno : 0;
  close(fd);
  if (failure) return -failure;
  text[length] = 0;
  // A number cut by the end of the buffer is left for the next call.
  if (length == (ssize_t)sizeof text - 1)
    while (length > 0 && text[length - 1] != ' ') text[--length] = 0;
  size_t found = 0;
  for (char *at = text, *end; found < capacity; at = end) {
    long pid = strtol(at, &end, 10);
    if (end == at) break;
    pids[found++] = (int32_t)pid;
  }
  return (int)found;
}

int cs_signals_make(void) {
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGCHLD);
  sigaddset(&wanted, SIGTERM);
  sigaddset(&wanted, SIGINT);
  sigaddset(&wanted, SIGHUP);
  if (sigprocmask(SIG_SETMASK, &wanted, NULL) < 0) return -errno;
  signal(SIGPIPE, SIG_IGN);
  // A file that may not grow any more is to show as an error of the write.
  signal(SIGXFSZ, SIG_IGN);
  signal(SIGCHLD, SIG_DFL);
  return answer(signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC));
}

int cs_signals_next(int fd) {
  struct signalfd_siginfo found;
  return read(fd, &found, sizeof found) == (ssize_t)sizeof found ? (int)found.ssi_signo : 0;
}
int cs_limit_file_size(int pid, uint64_t bytes) {
  struct rlimit64 limits;
  if (prlimit64(pid, RLIMIT_FSIZE, NULL, &limits) < 0) return -errno;
  limits.rlim_cur = bytes < limits.rlim_max ? bytes : limits.rlim_max;
  return answer(prlimit64(pid, RLIMIT_FSIZE, &limits, NULL));
}

#else
int cs_limit_file_size(int pid, uint64_t bytes) { return (void)pid, (void)bytes, -ENOSYS; }
int cs_pidfd_open(int pid) { return (void)pid, -ENOSYS; }
int cs_pidfd_signal(int fd, int signal) { return (void)fd, (void)signal, -ENOSYS; }
#endif

int64_t cs_descriptor_limit(void) {
  struct rlimit limits;
  if (getrlimit(RLIMIT_NOFILE, &limits) < 0) return -errno;
  return limits.rlim_cur > INT64_MAX ? INT64_MAX : (int64_t)limits.rlim_cur;
}

int cs_new_session(void) { return answer(setsid()); }
void cs_file_mode_mask(unsigned mask) { umask((mode_t)mask); }
int cs_process_id(void) { return getpid(); }
unsigned cs_user_id(void) { return getuid(); }
void cs_ignore_broken_pipes(void) { signal(SIGPIPE, SIG_IGN); }

static int argument_count;
static char **arguments;

__attribute__((constructor)) static void keep_arguments(int count, char **values) {
  argument_count = count;
  arguments = values;
}

int cs_argument_count(void) { return argument_count; }
const char *cs_argument(int index) { return index >= 0 && index < argument_count ? arguments[index] : NULL; }

void cs_save_memory(void) {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, 2);
  mallopt(M_TRIM_THRESHOLD, 256 * 1024);
#endif
}

void cs_trim_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}
