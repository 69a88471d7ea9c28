#include "ctoml.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>

#include "DocumentBuilder.hpp"
#include "KeyDepth.hpp"
#include "LineIndex.hpp"
#include "tomlplusplus.hpp"

namespace {

ctoml_result fail(ctoml_error *error, ctoml_result result, std::string_view message, ctoml_position position = {}) {
  const std::size_t length = std::min(message.size(), sizeof error->message - 1);
  std::memcpy(error->message, message.data(), length);
  error->message[length] = 0;
  error->position = position;
  return result;
}

}  // namespace

extern "C" ctoml_result ctoml_parse(const char *bytes, size_t count, size_t max_bytes, size_t max_nodes,
                                    ctoml_document **document, ctoml_error *error) try {
  *document = nullptr;
  if (count > max_bytes) return fail(error, CTOML_LIMIT, "the document is too long");
  ctoml::LineIndex lines(bytes, count);
  // toml++ takes a null byte for the end of the text.
  if (const void *null = std::memchr(bytes, 0, count)) {
    const auto offset = static_cast<std::size_t>(static_cast<const char *>(null) - bytes);
    return fail(error, CTOML_SYNTAX, "a null byte is not allowed", lines.position_of_offset(offset));
  }
  if (const auto dot = ctoml::KeyDepth(bytes, count).first_beyond(TOML_MAX_NESTED_VALUES)) {
    return fail(error, CTOML_LIMIT, "a key has more than 64 parts", lines.position_of_offset(*dot));
  }
  const toml::parse_result parsed = toml::parse(std::string_view(bytes, count));
  if (!parsed) {
    return fail(error, CTOML_SYNTAX, parsed.error().description(), lines.position(parsed.error().source().begin));
  }
  auto built = std::make_unique<ctoml_document>();
  if (!ctoml::DocumentBuilder(*built, lines, max_nodes).add_root(parsed.table())) {
    return fail(error, CTOML_LIMIT, "the document has too many values");
  }
  *document = built.release();
  return CTOML_OK;
} catch (const std::bad_alloc &) {
  return fail(error, CTOML_INTERNAL, "out of memory");
} catch (...) {
  return fail(error, CTOML_INTERNAL, "the parser failed");
}

extern "C" void ctoml_free(ctoml_document *document) { delete document; }

extern "C" const ctoml_node *ctoml_nodes(const ctoml_document *document, size_t *count) {
  *count = document->nodes.size();
  return document->nodes.data();
}
