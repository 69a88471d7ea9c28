// Finds a key of too many parts before toml++ does: it recurses once for each part, without a limit.
#pragma once

#include <cstddef>
#include <optional>

namespace ctoml {

/// Walks over the text once, skipping comments and strings, and counts the dots of each key or bare value.
class KeyDepth {
 public:
  KeyDepth(const char *bytes, std::size_t count) : bytes(bytes), count(count) {}

  /// The offset of the first dot too many.
  std::optional<std::size_t> first_beyond(unsigned max_parts) {
    unsigned dots = 0;
    for (index = 0; index < count; index++) {
      switch (bytes[index]) {
        case '.':
          if (++dots >= max_parts) return index;
          break;
        case '#':
          skip_line();
          dots = 0;
          break;
        case '"':
        case '\'':
          skip_string();
          break;
        case '\n': case '=': case ',': case '[': case ']': case '{': case '}':
          dots = 0;
          break;
        default:
          break;
      }
    }
    return std::nullopt;
  }

 private:
  const char *bytes;
  std::size_t count;
  std::size_t index = 0;

  bool quotes_at(std::size_t at, char quote, std::size_t wanted) const {
    if (at + wanted > count) return false;
    for (std::size_t i = 0; i < wanted; i++) {
      if (bytes[at + i] != quote) return false;
    }
    return true;
  }

  void skip_line() {
    while (index < count && bytes[index] != '\n') index++;
  }

  // Leaves `index` on the last byte of the string.
  void skip_string() {
    const char quote = bytes[index];
    const bool escapes = quote == '"';
    const bool multiline = quotes_at(index, quote, 3);
    index += multiline ? 3 : 1;
    while (index < count) {
      if (escapes && bytes[index] == '\\') {
        index += 2;
      } else if (multiline && quotes_at(index, quote, 3)) {
        index += 2;
        while (quotes_at(index + 1, quote, 1)) index++;
        return;
      } else if (!multiline && (bytes[index] == quote || bytes[index] == '\n')) {
        return;
      } else {
        index++;
      }
    }
  }
};

}  // namespace ctoml
