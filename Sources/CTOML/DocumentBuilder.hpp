// Flattens a toml++ tree into the nodes of the C header.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "LineIndex.hpp"
#include "ctoml.h"
#include "tomlplusplus.hpp"

struct ctoml_document {
  std::vector<ctoml_node> nodes;
  // A deque, because its elements stay where they are while it grows: nodes point into them.
  std::deque<std::string> texts;
};

namespace ctoml {

class DocumentBuilder {
 public:
  DocumentBuilder(ctoml_document &document, LineIndex &lines, std::size_t max_nodes)
      : document(document), lines(lines), max_nodes(max_nodes) {}

  /// False when the document has more nodes than allowed.
  bool add_root(const toml::table &root) { return add(root, nullptr); }

 private:
  ctoml_document &document;
  LineIndex &lines;
  std::size_t max_nodes;

  bool add(const toml::node &value, const toml::key *key) {
    const std::size_t self = document.nodes.size();
    if (self >= max_nodes) return false;
    ctoml_node node{};
    if (key) {
      node.key = keep(std::string(key->str()));
      node.key_span = lines.span(key->source());
    }
    node.span = lines.span(value.source());
    document.nodes.push_back(node);
    if (!fill(node, value)) return false;
    node.end = document.nodes.size();
    document.nodes[self] = node;
    return true;
  }

  bool fill(ctoml_node &node, const toml::node &value) {
    switch (value.type()) {
      case toml::node_type::table:
        node.kind = CTOML_TABLE;
        return add_children(node, *value.as_table());
      case toml::node_type::array:
        node.kind = CTOML_ARRAY;
        return add_children(node, *value.as_array());
      case toml::node_type::string:
        node.kind = CTOML_STRING;
        node.text = keep(value.as_string()->get());
        return true;
      case toml::node_type::integer:
        node.kind = CTOML_INTEGER;
        node.integer = value.as_integer()->get();
        return true;
      case toml::node_type::floating_point:
        node.kind = CTOML_FLOAT;
        node.floating = value.as_floating_point()->get();
        return true;
      case toml::node_type::boolean:
        node.kind = CTOML_BOOLEAN;
        node.integer = value.as_boolean()->get() ? 1 : 0;
        return true;
      case toml::node_type::date:
        node.kind = CTOML_DATE;
        node.text = keep(rfc3339(value.as_date()->get()));
        return true;
      case toml::node_type::time:
        node.kind = CTOML_TIME;
        node.text = keep(rfc3339(value.as_time()->get()));
        return true;
      case toml::node_type::date_time:
        node.kind = CTOML_DATE_TIME;
        node.text = keep(rfc3339(value.as_date_time()->get()));
        return true;
      case toml::node_type::none:
        break;
    }
    return false;
  }

  // toml++ iterates by name; readers want the order of the text.
  bool add_children(ctoml_node &node, const toml::table &table) {
    std::vector<std::pair<const toml::key *, const toml::node *>> children;
    for (auto &&[key, value] : table) children.push_back({&key, &value});
    std::sort(children.begin(), children.end(), [](const auto &left, const auto &right) {
      const auto a = left.first->source().begin;
      const auto b = right.first->source().begin;
      return a.line != b.line ? a.line < b.line : a.column < b.column;
    });
    node.child_count = children.size();
    for (const auto &[key, value] : children) {
      if (!add(*value, key)) return false;
    }
    return true;
  }

  bool add_children(ctoml_node &node, const toml::array &array) {
    node.child_count = array.size();
    for (const toml::node &element : array) {
      if (!add(element, nullptr)) return false;
    }
    return true;
  }

  ctoml_text keep(std::string text) {
    document.texts.push_back(std::move(text));
    return {document.texts.back().data(), document.texts.back().size()};
  }

  static std::string rfc3339(const toml::date &date) {
    char text[16];
    std::snprintf(text, sizeof text, "%04u-%02u-%02u", unsigned{date.year}, unsigned{date.month}, unsigned{date.day});
    return text;
  }

  static std::string rfc3339(const toml::time &time) {
    char text[32];
    std::snprintf(text, sizeof text, "%02u:%02u:%02u", unsigned{time.hour}, unsigned{time.minute},
                  unsigned{time.second});
    std::string result = text;
    if (time.nanosecond) {
      std::snprintf(text, sizeof text, ".%09u", unsigned{time.nanosecond});
      result += text;
      result.erase(result.find_last_not_of('0') + 1);
    }
    return result;
  }

  static std::string rfc3339(const toml::date_time &moment) {
    std::string result = rfc3339(moment.date) + "T" + rfc3339(moment.time);
    if (!moment.offset) return result;
    const int minutes = moment.offset->minutes;
    if (minutes == 0) return result + "Z";
    char text[16];
    std::snprintf(text, sizeof text, "%c%02d:%02d", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                  std::abs(minutes) % 60);
    return result + text;
  }
};

}  // namespace ctoml
