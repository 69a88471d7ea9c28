#ifndef CCRASHLAYER_H
#define CCRASHLAYER_H

#include <stdint.h>

#pragma clang assume_nonnull begin

/// What a file is to SQLite.
enum ccl_kind {
  CCL_DATABASE = 0,
  CCL_LOG = 1,
  CCL_JOURNAL = 2,
};

/// What the file layer tells. A file that `opened` answers with 0 is not watched: nothing more is told of it.
struct ccl_observer {
  /// A file was opened or made; the answer is its token.
  int64_t (*opened)(const char *path, int kind);
  void (*closed)(int64_t token);
  void (*written)(int64_t token, const void *bytes, int count, int64_t offset);
  void (*truncated)(int64_t token, int64_t length);
  /// The file is synced. It was opened to be made, and this is its first sync, when `with_directory` is not 0: SQLite
  /// syncs the directory then, and ignores the result.
  void (*synced)(int64_t token, int kind, int with_directory);
  /// A checkpoint of the database begins or ends.
  void (*checkpointing)(int64_t token, int begins);
  /// A file was removed; the directory is synced when `with_directory` is not 0.
  void (*removed)(const char *path, int with_directory);
};

/// Registers the file layer `name` over the default one, once per process. It never really syncs.
int ccl_register(const char *name, const struct ccl_observer *observer);

#pragma clang assume_nonnull end

#endif
