#include "CTasks.h"

#include <stddef.h>
#include <stdint.h>

#define SWIFT_CALL __attribute__((swiftcall))

// The runtime's reference to a serial executor; all zero is the one that any thread serves.
struct executor {
  void *identity;
  uintptr_t implementation;
};

typedef SWIFT_CALL void (*original_enqueue)(void *job);
typedef SWIFT_CALL void (*enqueue_hook)(void *job, original_enqueue original);

extern enqueue_hook swift_task_enqueueGlobal_hook;
extern SWIFT_CALL void swift_job_run(void *job, struct executor executor);

static void (*taker)(void *piece);

static SWIFT_CALL void enqueue(void *job, original_enqueue original) {
  (void)original;
  taker(job);
}

void ct_give_tasks_to(void (*take)(void *piece)) {
  taker = take;
  swift_task_enqueueGlobal_hook = enqueue;
}

void ct_run(void *piece) {
  struct executor any = {NULL, 0};
  swift_job_run(piece, any);
}
