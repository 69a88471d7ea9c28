#include "ccrashlayer.h"

#include <sqlite3.h>
#include <string.h>

// The lock of a write-ahead log that a checkpoint holds.
enum { CHECKPOINT_LOCK = 1 };

struct file {
  sqlite3_file base;
  sqlite3_file *real;
  int64_t token;
  int kind;
  // SQLite syncs the directory with the first sync of a log or journal that it was allowed to make.
  int syncs_directory;
};

static struct ccl_observer observer;
static sqlite3_vfs *real_vfs;
static sqlite3_vfs layer;

static struct file *self(sqlite3_file *file) { return (struct file *)file; }
static sqlite3_file *real(sqlite3_file *file) { return self(file)->real; }
static const sqlite3_io_methods *methods(sqlite3_file *file) { return real(file)->pMethods; }

static int file_close(sqlite3_file *file) {
  if (self(file)->token) observer.closed(self(file)->token);
  return methods(file) ? methods(file)->xClose(real(file)) : SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
  return methods(file)->xRead(real(file), bytes, count, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  int rc = methods(file)->xWrite(real(file), bytes, count, offset);
  if (rc == SQLITE_OK && self(file)->token) observer.written(self(file)->token, bytes, count, offset);
  return rc;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 length) {
  int rc = methods(file)->xTruncate(real(file), length);
  if (rc == SQLITE_OK && self(file)->token) observer.truncated(self(file)->token, length);
  return rc;
}

static int file_sync(sqlite3_file *file, int flags) {
  (void)flags;
  struct file *it = self(file);
  if (it->token) observer.synced(it->token, it->kind, it->syncs_directory);
  it->syncs_directory = 0;
  return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) { return methods(file)->xFileSize(real(file), size); }
static int file_lock(sqlite3_file *file, int level) { return methods(file)->xLock(real(file), level); }
static int file_unlock(sqlite3_file *file, int level) { return methods(file)->xUnlock(real(file), level); }

static int file_check_lock(sqlite3_file *file, int *held) {
  return methods(file)->xCheckReservedLock(real(file), held);
}

static int file_control(sqlite3_file *file, int operation, void *argument) {
  return methods(file)->xFileControl(real(file), operation, argument);
}

static int file_sector_size(sqlite3_file *file) { return methods(file)->xSectorSize(real(file)); }

static int file_characteristics(sqlite3_file *file) { return methods(file)->xDeviceCharacteristics(real(file)); }

static int shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory) {
  return methods(file)->xShmMap(real(file), page, size, extend, memory);
}

static int shm_lock(sqlite3_file *file, int first, int count, int flags) {
  int rc = methods(file)->xShmLock(real(file), first, count, flags);
  int is_checkpoint = first == CHECKPOINT_LOCK && count == 1 && (flags & SQLITE_SHM_EXCLUSIVE);
  if (rc == SQLITE_OK && is_checkpoint && self(file)->token) {
    observer.checkpointing(self(file)->token, (flags & SQLITE_SHM_LOCK) != 0);
  }
  return rc;
}

static void shm_barrier(sqlite3_file *file) { methods(file)->xShmBarrier(real(file)); }
static int shm_unmap(sqlite3_file *file, int remove) { return methods(file)->xShmUnmap(real(file), remove); }

// Version 2: without memory mapping, past which nothing could be seen.
static const sqlite3_io_methods file_methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

static int layer_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *granted) {
  (void)vfs;
  struct file *it = self(file);
  memset(it, 0, sizeof(*it));
  it->real = (sqlite3_file *)(it + 1);
  int rc = real_vfs->xOpen(real_vfs, path, it->real, flags, granted);
  it->base.pMethods = rc == SQLITE_OK ? &file_methods : 0;
  if (rc != SQLITE_OK || !path) return rc;
  if (flags & SQLITE_OPEN_MAIN_DB) {
    it->kind = CCL_DATABASE;
  } else if (flags & SQLITE_OPEN_WAL) {
    it->kind = CCL_LOG;
  } else if (flags & SQLITE_OPEN_MAIN_JOURNAL) {
    it->kind = CCL_JOURNAL;
  } else {
    return rc;
  }
  it->syncs_directory = it->kind != CCL_DATABASE && (flags & SQLITE_OPEN_CREATE);
  it->token = observer.opened(path, it->kind);
  return rc;
}

static int layer_delete(sqlite3_vfs *vfs, const char *path, int sync_directory) {
  (void)vfs;
  int rc = real_vfs->xDelete(real_vfs, path, 0);
  if (rc == SQLITE_OK) observer.removed(path, sync_directory);
  return rc;
}

int ccl_register(const char *name, const struct ccl_observer *told) {
  observer = *told;
  real_vfs = sqlite3_vfs_find(0);
  if (!real_vfs) return SQLITE_ERROR;
  layer = *real_vfs;
  layer.pNext = 0;
  layer.zName = name;
  layer.szOsFile = (int)sizeof(struct file) + real_vfs->szOsFile;
  layer.xOpen = layer_open;
  layer.xDelete = layer_delete;
  return sqlite3_vfs_register(&layer, 0);
}
