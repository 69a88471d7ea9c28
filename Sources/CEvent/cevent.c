#define _GNU_SOURCE
#include "cevent.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

static struct timeval interval(int64_t microseconds) {
  if (microseconds < 0) microseconds = 0;
  return (struct timeval){.tv_sec = microseconds / 1000000, .tv_usec = microseconds % 1000000};
}

// MARK: Loop

// libevent ends the process when it has no descriptors for pipes of its own, so that they are looked for before.
static int has_descriptors(void) {
  int spare[8], count = 0;
  while (count < 8 && (spare[count] = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0) count++;
  for (int i = 0; i < count; i++) close(spare[i]);
  return count == 8;
}

struct event_base *cevent_base_new(void) {
  if (!has_descriptors()) return NULL;
  struct event_config *config = event_config_new();
  if (config == NULL) return NULL;
  event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_IGNORE_ENV);
  struct event_base *base = event_base_new_with_config(config);
  event_config_free(config);
  return base;
}

void cevent_base_free(struct event_base *base) { event_base_free(base); }

void cevent_base_run(struct event_base *base) { event_base_dispatch(base); }

void cevent_base_stop(struct event_base *base) { event_base_loopbreak(base); }

// MARK: Timers and descriptors

struct cevent_source {
  struct event *event;
  cevent_action action;
  void *context;
};

static void act(evutil_socket_t fd, short what, void *argument) {
  (void)fd;
  (void)what;
  struct cevent_source *source = argument;
  source->action(source->context);
}

static struct cevent_source *new_source(
    struct event_base *base, int fd, short what, cevent_action action, void *context) {
  struct cevent_source *source = malloc(sizeof *source);
  if (source == NULL) return NULL;
  source->event = event_new(base, fd, what, act, source);
  source->action = action;
  source->context = context;
  if (source->event != NULL) return source;
  free(source);
  return NULL;
}

struct cevent_source *cevent_timer_new(struct event_base *base, cevent_action fired, void *context) {
  return new_source(base, -1, 0, fired, context);
}

void cevent_timer_start(struct cevent_source *timer, int64_t microseconds) {
  struct timeval after = interval(microseconds);
  event_add(timer->event, &after);
}

void cevent_timer_stop(struct cevent_source *timer) { event_del(timer->event); }

struct cevent_source *cevent_watch_new(struct event_base *base, int fd, cevent_action readable, void *context) {
  struct cevent_source *watch = new_source(base, fd, EV_READ | EV_PERSIST, readable, context);
  if (watch != NULL) event_add(watch->event, NULL);
  return watch;
}

void cevent_source_free(struct cevent_source *source) {
  event_free(source->event);
  free(source);
}

int cevent_pair(int ends[2]) {
  if (evutil_socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return -errno;
  for (int i = 0; i < 2; i++) {
    evutil_make_socket_nonblocking(ends[i]);
    evutil_make_socket_closeonexec(ends[i]);
  }
  return 0;
}

// MARK: Buffered sockets

struct cevent_socket {
  struct bufferevent *buffers;
  struct cevent_socket_actions actions;
  void *context;
};

static void did_read(struct bufferevent *buffers, void *argument) {
  (void)buffers;
  struct cevent_socket *socket = argument;
  socket->actions.did_read(socket->context);
}

static void did_write(struct bufferevent *buffers, void *argument) {
  (void)buffers;
  struct cevent_socket *socket = argument;
  socket->actions.did_drain(socket->context);
}

static void did_happen(struct bufferevent *buffers, short what, void *argument) {
  (void)buffers;
  struct cevent_socket *socket = argument;
  if (what & BEV_EVENT_TIMEOUT) socket->actions.did_stall(socket->context);
  else if ((what & BEV_EVENT_EOF) && !(what & BEV_EVENT_ERROR)) socket->actions.did_reach_end(socket->context);
  else socket->actions.did_fail(socket->context);
}

struct cevent_socket *cevent_socket_new(struct event_base *base, int fd) {
  struct cevent_socket *socket = calloc(1, sizeof *socket);
  if (socket != NULL) socket->buffers = bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE);
  if (socket != NULL && socket->buffers != NULL) return socket;
  free(socket);
  close(fd);
  return NULL;
}

void cevent_socket_start(
    struct cevent_socket *socket, struct cevent_socket_actions actions, void *context, size_t input_limit,
    int64_t stall_microseconds) {
  socket->actions = actions;
  socket->context = context;
  bufferevent_setcb(socket->buffers, did_read, did_write, did_happen, socket);
  bufferevent_setwatermark(socket->buffers, EV_READ, 0, input_limit);
  struct timeval stall = interval(stall_microseconds);
  bufferevent_set_timeouts(socket->buffers, NULL, &stall);
  bufferevent_enable(socket->buffers, EV_READ | EV_WRITE);
}

void cevent_socket_free(struct cevent_socket *socket) {
  bufferevent_free(socket->buffers);
  free(socket);
}

size_t cevent_socket_input_count(struct cevent_socket *socket) {
  return evbuffer_get_length(bufferevent_get_input(socket->buffers));
}

size_t cevent_socket_output_count(struct cevent_socket *socket) {
  return evbuffer_get_length(bufferevent_get_output(socket->buffers));
}

size_t cevent_socket_take(struct cevent_socket *socket, void *buffer, size_t count) {
  int taken = evbuffer_remove(bufferevent_get_input(socket->buffers), buffer, count);
  return taken > 0 ? (size_t)taken : 0;
}

void cevent_socket_discard_input(struct cevent_socket *socket) {
  struct evbuffer *input = bufferevent_get_input(socket->buffers);
  evbuffer_drain(input, evbuffer_get_length(input));
}

void cevent_socket_write(struct cevent_socket *socket, const void *bytes, size_t count) {
  // What the kernel takes at once needs neither a copy nor a round of the loop.
  if (cevent_socket_output_count(socket) == 0) {
    ssize_t sent = send(bufferevent_getfd(socket->buffers), bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent == (ssize_t)count) return;
    if (sent > 0) {
      bytes = (const char *)bytes + sent;
      count -= (size_t)sent;
    }
  }
  bufferevent_write(socket->buffers, bytes, count);
}

// MARK: Listeners

struct cevent_listener {
  struct evconnlistener *listener;
  cevent_accepted accepted;
  cevent_action failed;
  void *context;
};

static void did_accept(
    struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *address, int length, void *argument) {
  (void)listener;
  (void)address;
  (void)length;
  struct cevent_listener *self = argument;
  self->accepted(fd, self->context);
}

static void did_fail_to_accept(struct evconnlistener *listener, void *argument) {
  (void)listener;
  struct cevent_listener *self = argument;
  self->failed(self->context);
}

struct cevent_listener *cevent_listener_new(
    struct event_base *base, int fd, cevent_accepted accepted, cevent_action failed, void *context) {
  struct cevent_listener *self = malloc(sizeof *self);
  if (self == NULL) return NULL;
  self->accepted = accepted;
  self->failed = failed;
  self->context = context;
  self->listener = evconnlistener_new(base, did_accept, self, LEV_OPT_CLOSE_ON_EXEC, 0, fd);
  if (self->listener == NULL) {
    free(self);
    return NULL;
  }
  evconnlistener_set_error_cb(self->listener, did_fail_to_accept);
  return self;
}

void cevent_listener_enable(struct cevent_listener *self, int on) {
  if (on) evconnlistener_enable(self->listener);
  else evconnlistener_disable(self->listener);
}

void cevent_listener_free(struct cevent_listener *self) {
  evconnlistener_free(self->listener);
  free(self);
}

// MARK: Peers

int cevent_peer_credentials(int fd, uint32_t *uid, int32_t *pid) {
#ifdef SO_PEERCRED
  struct ucred credentials;
  socklen_t length = sizeof credentials;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) return -errno;
  *uid = credentials.uid;
  *pid = credentials.pid;
#else
  uid_t peer_uid;
  gid_t peer_gid;
  if (getpeereid(fd, &peer_uid, &peer_gid) != 0) return -errno;
  *uid = peer_uid;
  *pid = -1;
#endif
  return 0;
}
