// Stream sockets of the Unix domain.
#ifndef CSYSTEM_SOCKETS_H
#define CSYSTEM_SOCKETS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#pragma clang assume_nonnull begin

// Binds and listens at `path`, which may be relative, with mode 0600. A file in the way is -EADDRINUSE. The descriptor
// does not block.
int cs_unix_listen(const char *path, int backlog);
// Connects to `path`; -ENAMETOOLONG past the 107 bytes of an address. The descriptor does not block.
int cs_unix_connect(const char *path);
// The next connection, not blocking; -EAGAIN when there is none.
int cs_accept(int fd);
struct cs_peer {
  unsigned user;
  int pid;
};
int cs_peer(int fd, struct cs_peer *peer);

// Sends without SIGPIPE and without waiting.
ssize_t cs_send(int fd, const void *buffer, size_t count);

#pragma clang assume_nonnull end
#endif
