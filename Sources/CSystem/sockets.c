#define _GNU_SOURCE
#include "include/sockets.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int address(const char *path, struct sockaddr_un *out) {
  memset(out, 0, sizeof *out);
  out->sun_family = AF_UNIX;
  if (strlen(path) >= sizeof out->sun_path) return -ENAMETOOLONG;
  strcpy(out->sun_path, path);
  return 0;
}

static int stream(void) {
#ifdef __linux__
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  return fd < 0 ? -errno : fd;
#else
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (fd < 0) return -errno;
  fcntl(fd, F_SETFD, FD_CLOEXEC);
  fcntl(fd, F_SETFL, O_NONBLOCK);
  return fd;
#endif
}

static int fail(int fd) {
  int error = errno;
  close(fd);
  return -error;
}

int cs_unix_listen(const char *path, int backlog) {
  struct sockaddr_un where;
  int error = address(path, &where);
  if (error) return error;
  int fd = stream();
  if (fd < 0) return fd;
  // On Linux the mode of the descriptor becomes the mode of the file.
  if (fchmod(fd, 0600) < 0 || bind(fd, (struct sockaddr *)&where, sizeof where) < 0 || chmod(path, 0600) < 0 ||
      listen(fd, backlog) < 0)
    return fail(fd);
  return fd;
}

int cs_unix_connect(const char *path) {
  struct sockaddr_un where;
  int error = address(path, &where);
  if (error) return error;
  int fd = stream();
  if (fd < 0) return fd;
  int result;
  do result = connect(fd, (struct sockaddr *)&where, sizeof where);
  while (result < 0 && errno == EINTR);
  return result < 0 ? fail(fd) : fd;
}

int cs_accept(int fd) {
#ifdef __linux__
  int connection = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
#else
  int connection = accept(fd, NULL, NULL);
  if (connection >= 0) fcntl(connection, F_SETFD, FD_CLOEXEC), fcntl(connection, F_SETFL, O_NONBLOCK);
#endif
  return connection < 0 ? -errno : connection;
}

int cs_peer(int fd, struct cs_peer *peer) {
#ifdef __linux__
  struct ucred found;
  socklen_t length = sizeof found;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &found, &length) < 0) return -errno;
  peer->user = found.uid;
  peer->pid = found.pid;
  return 0;
#else
  gid_t group;
  peer->pid = 0;
  return getpeereid(fd, &peer->user, &group) < 0 ? -errno : 0;
#endif
}

ssize_t cs_send(int fd, const void *buffer, size_t count) {
  ssize_t result;
  do result = send(fd, buffer, count, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (result < 0 && errno == EINTR);
  return result < 0 ? -errno : result;
}
