// Turns toml++'s lines and columns (code points) into byte offsets.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <vector>

#include "ctoml.h"
#include "tomlplusplus.hpp"

namespace ctoml {

class LineIndex {
 public:
  LineIndex(const char *bytes, std::size_t count) : bytes(bytes), count(count) {
    const bool mark = count >= 3 && std::memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    starts.push_back(mark ? 3 : 0);
    for (std::size_t i = starts[0]; i < count; i++) {
      if (bytes[i] == '\n') starts.push_back(i + 1);
    }
  }

  ctoml_position position(toml::source_position at) {
    return {at.line, at.column, offset(at)};
  }

  ctoml_span span(const toml::source_region &region) {
    return {position(region.begin), position(region.end)};
  }

  ctoml_position position_of_offset(std::size_t at) const {
    const auto line = std::upper_bound(starts.begin(), starts.end(), at) - starts.begin();
    uint32_t column = 1;
    for (std::size_t i = starts[line - 1]; i < at; i++) {
      if (!continues(i)) column++;
    }
    return {static_cast<uint32_t>(line), column, at};
  }

 private:
  const char *bytes;
  std::size_t count;
  std::vector<std::size_t> starts;

  // The last answer: keeps a document of one long line linear.
  uint32_t last_line = 0;
  uint32_t last_column = 1;
  std::size_t last_offset = 0;

  bool continues(std::size_t at) const { return (static_cast<unsigned char>(bytes[at]) & 0xC0) == 0x80; }

  std::size_t offset(toml::source_position at) {
    if (at.line == 0) return 0;
    if (at.line > starts.size()) return count;
    uint32_t column = 1;
    std::size_t offset = starts[at.line - 1];
    if (last_line == at.line && last_column <= at.column) {
      column = last_column;
      offset = last_offset;
    }
    for (; column < at.column && offset < count; column++) {
      offset++;
      while (offset < count && continues(offset)) offset++;
    }
    last_line = at.line;
    last_column = column;
    last_offset = offset;
    return offset;
  }
};

}  // namespace ctoml
