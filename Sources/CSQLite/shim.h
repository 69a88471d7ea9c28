#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H

#include <sqlite3.h>

// Swift imports neither variadic functions nor the destructor constants.

// Once per process, before anything else: no global statistics, and no mutexes of its own, because every connection
// here belongs to one thread at a time.
static inline int csqlite_configure(void) {
  int rc = sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
  if (rc == SQLITE_OK) rc = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  return rc == SQLITE_OK ? sqlite3_initialize() : rc;
}

static inline int csqlite_set_checkpoint_on_close(sqlite3 *database, int enabled) {
  return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, enabled ? 0 : 1, (int *)0);
}

// The library copies the bytes. A null pointer would bind NULL, so an empty value gets an address.
static inline int csqlite_bind_text(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_text64(
      statement, index, bytes ? (const char *)bytes : "", count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, index, bytes ? bytes : "", count, SQLITE_TRANSIENT);
}

#endif
