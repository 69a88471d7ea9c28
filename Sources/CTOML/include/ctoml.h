// A TOML document as plain C data, parsed by toml++ 3.3 (header-only, Debian: libtomlplusplus-dev).
//
// Guarantees: no C++ exception, assertion or undefined behaviour of toml++ leaves this header, whatever the input;
// every key and every value carries the exact place where it stands.
#ifndef CTOML_H
#define CTOML_H

#include <stddef.h>
#include <stdint.h>

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif
#ifdef __cplusplus
extern "C" {
#endif

typedef struct ctoml_document ctoml_document;

typedef enum ctoml_kind {
  CTOML_TABLE = 1,
  CTOML_ARRAY = 2,
  CTOML_STRING = 3,
  CTOML_INTEGER = 4,
  CTOML_FLOAT = 5,
  CTOML_BOOLEAN = 6,
  CTOML_DATE = 7,
  CTOML_TIME = 8,
  CTOML_DATE_TIME = 9
} ctoml_kind;

/// Where something stands: line and column count from 1, columns in code points; offset counts bytes from 0.
typedef struct ctoml_position {
  uint32_t line;
  uint32_t column;
  size_t offset;
} ctoml_position;

/// From the first byte of something to the byte after its last.
typedef struct ctoml_span {
  ctoml_position begin;
  ctoml_position end;
} ctoml_span;

/// UTF-8 bytes that live as long as their document; `bytes` is null where there is no text.
typedef struct ctoml_text {
  const char *_Nullable bytes;
  size_t count;
} ctoml_text;

typedef struct ctoml_node {
  ctoml_kind kind;
  /// The index of the node after this one's last descendant, so the first child is the node that follows and the
  /// next child is where the one before says.
  size_t end;
  /// Children, for tables and arrays.
  size_t child_count;
  /// The key as it is meant (unquoted, unescaped); absent for the root and for elements of arrays.
  ctoml_text key;
  ctoml_span key_span;
  /// The value; for a table made by a header, the header.
  ctoml_span span;
  /// The unescaped string, or a date or time as RFC 3339 writes it.
  ctoml_text text;
  /// The integer, or 0 or 1 for a boolean.
  int64_t integer;
  double floating;
} ctoml_node;

typedef enum ctoml_result {
  CTOML_OK = 0,
  /// The text is no TOML 1.0.
  CTOML_SYNTAX = 1,
  /// Longer, deeper or with more nodes than allowed.
  CTOML_LIMIT = 2,
  /// Out of memory, or a fault inside the parser.
  CTOML_INTERNAL = 3
} ctoml_result;

typedef struct ctoml_error {
  /// One line of English without the position, ended by a null byte.
  char message[256];
  /// Line 0 means that the error has no place.
  ctoml_position position;
} ctoml_error;

/// Parses `count` bytes of UTF-8. On CTOML_OK `*document` is the caller's, to be freed; otherwise it is null and
/// `*error` says why. At most `max_bytes` bytes and `max_nodes` nodes; at most 64 levels and 64 parts of a key.
ctoml_result ctoml_parse(const char *bytes, size_t count, size_t max_bytes, size_t max_nodes,
                         ctoml_document *_Nullable *_Nonnull document, ctoml_error *error);

void ctoml_free(ctoml_document *_Nullable document);

/// The nodes in preorder, children in the order of the text; the first is the root table.
const ctoml_node *ctoml_nodes(const ctoml_document *document, size_t *count);

#ifdef __cplusplus
}
#endif
#ifdef __clang__
#pragma clang assume_nonnull end
#endif
#endif
