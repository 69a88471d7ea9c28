// libevent's core for one thread: loop, timers, buffered sockets, listeners. Nothing of its HTTP layer is used.
//
// No system header stands here and libevent's own ones do not either: what they declare would belong to this module as
// well as to Swift's module of the C library, and then to neither.
#ifndef CEVENT_H
#define CEVENT_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef void (*cevent_action)(void *context);

// MARK: Loop

struct event_base;

// A loop without locks that takes no settings from the environment. NULL when memory or descriptors run out.
struct event_base *_Nullable cevent_base_new(void);
// Frees the loop; whatever was made with it must be freed before.
void cevent_base_free(struct event_base *base);
// Handles events on the calling thread until cevent_base_stop.
void cevent_base_run(struct event_base *base);
void cevent_base_stop(struct event_base *base);

// MARK: Timers and descriptors

struct cevent_source;

struct cevent_source *_Nullable cevent_timer_new(struct event_base *base, cevent_action fired, void *context);
// Starts the timer, or starts it anew.
void cevent_timer_start(struct cevent_source *timer, int64_t microseconds);
void cevent_timer_stop(struct cevent_source *timer);
// Calls `readable` whenever there is something to read, until it is freed.
struct cevent_source *_Nullable cevent_watch_new(
    struct event_base *base, int fd, cevent_action readable, void *context);
void cevent_source_free(struct cevent_source *source);

// A connected pair that does not block.
int cevent_pair(int ends[_Nonnull 2]);

// MARK: Buffered sockets

struct cevent_socket;

struct cevent_socket_actions {
  cevent_action did_read;
  cevent_action did_drain;
  cevent_action did_reach_end;
  cevent_action did_stall;
  cevent_action did_fail;
};

// Takes over a descriptor that does not block; it is closed with the socket. NULL when memory runs out.
struct cevent_socket *_Nullable cevent_socket_new(struct event_base *base, int fd);
// Begins to read and to report. Reading pauses at `input_limit` bytes.
void cevent_socket_start(
    struct cevent_socket *socket, struct cevent_socket_actions actions, void *context, size_t input_limit,
    int64_t stall_microseconds);
void cevent_socket_free(struct cevent_socket *socket);
size_t cevent_socket_input_count(struct cevent_socket *socket);
size_t cevent_socket_output_count(struct cevent_socket *socket);
// Moves at most `count` bytes of the input to `buffer` and returns how many.
size_t cevent_socket_take(struct cevent_socket *socket, void *_Nullable buffer, size_t count);
void cevent_socket_discard_input(struct cevent_socket *socket);
void cevent_socket_write(struct cevent_socket *socket, const void *bytes, size_t count);

// MARK: Listeners

struct cevent_listener;

typedef void (*cevent_accepted)(int fd, void *context);

// Accepts the connections of a listening descriptor, which stays the caller's. Accepted descriptors do not block, are
// closed on exec and belong to the callback.
struct cevent_listener *_Nullable cevent_listener_new(
    struct event_base *base, int fd, cevent_accepted accepted, cevent_action failed, void *context);
void cevent_listener_enable(struct cevent_listener *listener, int on);
void cevent_listener_free(struct cevent_listener *listener);

// MARK: Peers

// Who is at the other end of a connected Unix socket, as the kernel recorded it at connect time. Returns 0, or -errno
// with nothing stored.
int cevent_peer_credentials(int fd, uint32_t *uid, int32_t *pid);

#pragma clang assume_nonnull end

#endif
