// SPDX-License-Identifier: Apache-2.0
#include "import/onnx_attributes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
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

bool needs_function(const Node& node, const OpDef& op) {
  if (!op.onnx_function.empty()) return true;
  return std::any_of(node.attrs.begin(), node.attrs.end(), [&](const auto& item) {
    return !is_own(item.first) && !says_nothing(item.first, item.second) &&
           !attribute_since(std::string(op.onnx_name), item.first);
  });
}

onnx::FunctionProto write_function(const OpDef& op, const std::vector<const Node*>& nodes) {
  onnx::FunctionProto function;
  function.set_name(std::string(op.onnx_name));
  onnx::NodeProto& inner = *function.add_node();
  inner.set_op_type(std::string(op.onnx_name));
  std::map<std::string, const Attr*> attrs;
  size_t inputs = 0, outputs = 0;
  for (const Node* node : nodes) {
    inputs = std::max(inputs, node->inputs.size());
    outputs = std::max(outputs, node->outputs.size());
    for (const auto& [key, attr] : node->attrs) attrs.emplace(key, &attr);
  }
  for (size_t i = 0; i < inputs; i++) {
    function.add_input(fmt::format("x{}", i));
    inner.add_input(function.input(static_cast<int>(i)));
  }
  for (size_t i = 0; i < outputs; i++) {
    function.add_output(fmt::format("y{}", i));
    inner.add_output(function.output(static_cast<int>(i)));
  }
  for (const auto& [key, attr] : attrs) {
    if (is_own(key)) continue;
    function.add_attribute(key);
    if (!attribute_since(std::string(op.onnx_name), key)) continue;
    write_attribute(key, *attr, inner);
    onnx::AttributeProto& reference = *inner.mutable_attribute(inner.attribute_size() - 1);
    const auto type = reference.type();
    reference.Clear();
    reference.set_name(key);
    reference.set_type(type);
    reference.set_ref_attr_name(key);
  }
  return function;
}

void write_attributes(const Node& node, const OpDef& op, onnx::NodeProto& proto) {
  for (const Implied& implied : implied_attributes) {
    if (implied.op == node.op) {
      write_attribute(std::string(implied.attribute), implied.value, proto);
    }
  }
  if (node.attrs.contains("channels_last")) {
    throw Error(ErrorCode::unsupported_operator, "node '" + node.name + "'",
                fmt::format("attribute 'channels_last' of {} has no form in ONNX", op.onnx_name));
  }
  for (const auto& [key, attr] : node.attrs) {
    const auto since = attribute_since(std::string(op.onnx_name), key);
    const bool is_needless = since.value_or(14) > 13 && says_nothing(key, attr);
    if (!is_own(key) && !is_needless) write_attribute(key, attr, proto);
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
