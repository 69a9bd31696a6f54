// SPDX-License-Identifier: Apache-2.0
#include "import/onnx_attributes.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "base/error.h"
#include "import/onnx_node.h"

namespace mote {
namespace {

// What an operator's one form in mote takes for granted but ONNX has to be told.
struct Implied {
  std::string_view op, attribute;
  int64_t value;
};
constexpr Implied implied_attributes[] = {{"fully_connected", "transB", 1}};

// Dilations filled in where ONNX has none.
bool says_nothing(const std::string& key, const Attr& attr) {
  const auto* values = std::get_if<std::vector<int64_t>>(&attr);
  return key == "dilations" && values != nullptr &&
         std::all_of(values->begin(), values->end(), [](int64_t value) { return value == 1; });
}

// mote keeps a list of words as one text.
bool is_text_list(const std::string& key) {
  return key == "activations";
}

bool is_own(const std::string& key) {
  return key == "activation";
}

}  // namespace

int64_t needed_opset(const Node& node, const OpDef& op) {
  int64_t opset = op.onnx_since;
  if (!op.onnx_function.empty()) return opset;
  for (const auto& [key, attr] : node.attrs) {
    if (is_own(key) || says_nothing(key, attr)) continue;
    opset = std::max(opset, attribute_since(std::string(op.onnx_name), key).value_or(opset));
  }
  return opset;
}

void write_attributes(const Node& node, const OpDef& op, onnx::NodeProto& proto) {
  for (const Implied& implied : implied_attributes) {
    if (implied.op == node.op) {
      write_attribute(std::string(implied.attribute), implied.value, proto);
    }
  }
  for (const auto& [key, attr] : node.attrs) {
    if (is_own(key)) continue;
    const auto since = attribute_since(std::string(op.onnx_name), key);
    if (since.value_or(0) > 13 && says_nothing(key, attr)) continue;
    if (since.has_value() || !op.onnx_function.empty()) {
      write_attribute(key, attr, proto);
    } else if (!says_nothing(key, attr)) {
      throw Error(ErrorCode::unsupported_operator, "node '" + node.name + "'",
                  fmt::format("attribute '{}' of {} has no form in ONNX", key, op.onnx_name));
    }
  }
}

void write_attribute(const std::string& key, const Attr& attr, onnx::NodeProto& node) {
  onnx::AttributeProto& proto = *node.add_attribute();
  proto.set_name(key);
  if (const auto* integer = std::get_if<int64_t>(&attr)) {
    proto.set_type(onnx::AttributeProto::INT);
    proto.set_i(*integer);
  } else if (const auto* number = std::get_if<double>(&attr)) {
    proto.set_type(onnx::AttributeProto::FLOAT);
    proto.set_f(static_cast<float>(*number));
  } else if (const auto* text = std::get_if<std::string>(&attr)) {
    proto.set_type(is_text_list(key) ? onnx::AttributeProto::STRINGS
                                     : onnx::AttributeProto::STRING);
    if (!is_text_list(key)) return proto.set_s(*text);
    std::istringstream words(*text);
    for (std::string word; words >> word;) proto.add_strings(word);
  } else if (const auto* integers = std::get_if<std::vector<int64_t>>(&attr)) {
    proto.set_type(onnx::AttributeProto::INTS);
    for (int64_t value : *integers) proto.add_ints(value);
  } else {
    proto.set_type(onnx::AttributeProto::FLOATS);
    for (double value : std::get<std::vector<double>>(attr)) {
      proto.add_floats(static_cast<float>(value));
    }
  }
}

}  // namespace mote
