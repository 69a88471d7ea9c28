#define _GNU_SOURCE
#include "include/threads.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct start {
  void (*body)(void *);
  void *context;
  char name[16];
};

static void *begin(void *argument) {
  struct start start = *(struct start *)argument;
  free(argument);
#ifdef __linux__
  pthread_setname_np(pthread_self(), start.name);
#else
  pthread_setname_np(start.name);
#endif
  start.body(start.context);
  return NULL;
}

int cs_thread_start(void (*body)(void *), void *context, const char *name, uint64_t *thread) {
  struct start *start = calloc(1, sizeof *start);
  if (!start) return -ENOMEM;
  start->body = body;
  start->context = context;
  strncpy(start->name, name, sizeof start->name - 1);
  sigset_t blocked, before;
  sigfillset(&blocked);
  // A fault must still reach the handler that prints where it was.
  int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGQUIT};
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) sigdelset(&blocked, faults[i]);
  pthread_sigmask(SIG_SETMASK, &blocked, &before);
  pthread_t id;
  int error = pthread_create(&id, NULL, begin, start);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (error) free(start);
  else *thread = (uint64_t)id;
  return -error;
}

int cs_thread_join(uint64_t thread) { return -pthread_join((pthread_t)thread, NULL); }

int cs_thread_detach(uint64_t thread) { return -pthread_detach((pthread_t)thread); }

uintptr_t cs_thread_token(void) {
  static __thread char token;
  return (uintptr_t)&token;
}

struct cs_semaphore {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  size_t count;
};

struct cs_semaphore *cs_semaphore_make(void) {
  struct cs_semaphore *made = calloc(1, sizeof *made);
  if (!made) return NULL;
  pthread_mutex_init(&made->mutex, NULL);
  pthread_cond_init(&made->changed, NULL);
  return made;
}

void cs_semaphore_post(struct cs_semaphore *semaphore) {
  pthread_mutex_lock(&semaphore->mutex);
  semaphore->count++;
  pthread_mutex_unlock(&semaphore->mutex);
  // After the unlock: who wakes up would only have to wait for the mutex again.
  pthread_cond_signal(&semaphore->changed);
}

void cs_semaphore_wait(struct cs_semaphore *semaphore) {
  pthread_mutex_lock(&semaphore->mutex);
  while (semaphore->count == 0) pthread_cond_wait(&semaphore->changed, &semaphore->mutex);
  semaphore->count--;
  pthread_mutex_unlock(&semaphore->mutex);
}

void cs_semaphore_free(struct cs_semaphore *semaphore) {
  pthread_cond_destroy(&semaphore->changed);
  pthread_mutex_destroy(&semaphore->mutex);
  free(semaphore);
}

_Noreturn void cs_die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}
