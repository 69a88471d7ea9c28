// The threads that Swift's tasks run on.
//
// Swift's runtime asks a hook, when there is one, to find a thread for each piece of a task that belongs to no executor of
// its own. The names are those of the runtime's own binary interface (ConcurrencyHooks, `swift_job_run`).
#ifndef CTASKS_H
#define CTASKS_H

#pragma clang assume_nonnull begin

// From now on `take` gets every such piece, from any thread, and has to have it run by `ct_run` soon, once. Call it before
// the first task of the process starts.
void ct_give_tasks_to(void (*take)(void *piece));
// Runs a piece on the calling thread, which must not be one that blocks.
void ct_run(void *piece);

#pragma clang assume_nonnull end
#endif
