#ifndef CEVENT_H
#define CEVENT_H

// libevent's configuration header defines _GNU_SOURCE, which would give system types another shape here than they have
// in Swift's own module of the C library. What has been included before is not touched by it.
#include <netinet/in.h>
#include <stdint.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>

// libevent's core: event loop, buffered sockets, listeners. Nothing of its HTTP layer is used.
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <event2/util.h>

#pragma clang assume_nonnull begin

/// Who is at the other end of a connected Unix socket, as the kernel recorded it at connect time.
/// Returns 0, or -errno with nothing stored.
int cevent_peer_credentials(int fd, uint32_t *uid, int32_t *pid);

/// A base for one thread: no locks, and no settings taken from the environment. NULL when memory or descriptors
/// run out.
struct event_base *_Nullable cevent_base_new(void);

#pragma clang assume_nonnull end

#endif
