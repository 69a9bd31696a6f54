// SPDX-License-Identifier: Apache-2.0
#include "import/onnx_node.h"

#include <fmt/format.h>
#include <onnx/defs/schema.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "import/onnx_tensor.h"
#include "ops/op.h"

namespace mote {
namespace {

using onnx::AttributeProto;
using onnx::OpSchema;

// Attributes that became operand `index` in opset `since`.
struct Move {
  std::string_view op, attribute;
  size_t index;
  int64_t since;
};
constexpr Move moves[] = {
    {"Clip", "min", 1, 11},       {"Clip", "max", 2, 11},     {"Dropout", "ratio", 1, 12},
    {"Pad", "pads", 1, 11},       {"Pad", "value", 2, 11},    {"ReduceSum", "axes", 1, 13},
    {"Slice", "starts", 1, 10},   {"Slice", "ends", 2, 10},   {"Slice", "axes", 3, 10},
    {"Split", "split", 1, 13},    {"Squeeze", "axes", 1, 13}, {"TopK", "k", 1, 10},
    {"Unsqueeze", "axes", 1, 13},
};

// Attributes that may be dropped when they have the value that later or older
// opsets take for granted. (libonnx knows the schemas up to opset 17 only.)
struct Neutral {
  std::string_view op, attribute;
  int64_t value;
};
constexpr Neutral neutrals[] = {
    {"BatchNormalization", "spatial", 1},    {"QuantizeLinear", "saturate", 1},
    {"QuantizeLinear", "block_size", 0},     {"QuantizeLinear", "precision", 0},
    {"QuantizeLinear", "output_dtype", 0},   {"DequantizeLinear", "block_size", 0},
    {"DequantizeLinear", "output_dtype", 0}, {"DequantizeLinear", "output_dtype", 1},
};

constexpr int64_t kNewestSchema = 17;

// Beyond this an integer attribute means "to the end" or is hostile; sums of
// products of what is left cannot overflow.
constexpr int64_t kMostInteger = int64_t{1} << 31;

[[noreturn]] void bad(const std::string& place, const std::string& message) {
  throw Error(ErrorCode::bad_model, place, message);
}

const OpSchema* schema_of(const std::string& op, int64_t opset) {
  const int version = static_cast<int>(std::min(opset, kNewestSchema));
  return onnx::OpSchemaRegistry::Schema(op, version, "");
}

int64_t bounded(int64_t value) {
  return std::clamp(value, -kMostInteger, kMostInteger);
}

Attr read_attribute(const AttributeProto& attribute, const std::string& place) {
  switch (attribute.type()) {
    case AttributeProto::FLOAT:
      return double{attribute.f()};
    case AttributeProto::INT:
      return bounded(attribute.i());
    case AttributeProto::STRING:
      return attribute.s();
    case AttributeProto::FLOATS:
      return std::vector<double>(attribute.floats().begin(), attribute.floats().end());
    case AttributeProto::INTS: {
      std::vector<int64_t> values;
      for (int64_t value : attribute.ints()) values.push_back(bounded(value));
      return values;
    }
    default:
      throw Error(ErrorCode::unsupported_type, place,
                  fmt::format("attribute '{}' is neither numbers nor text", attribute.name()));
  }
}

void check_count(const std::string& place, std::string_view what, int count, int least, int most) {
  if (count >= least && count <= most) return;
  bad(place,
      fmt::format("has {} {}, expected {}", count, what,
                  least == most ? std::to_string(least) : fmt::format("{} to {}", least, most)));
}

void check_operands(const onnx::NodeProto& node, const OpSchema& schema, bool is_newer,
                    const std::string& place) {
  constexpr int any = 1 << 30;
  check_count(place, "operands", node.input_size(), schema.min_input(),
              is_newer ? any : schema.max_input());
  check_count(place, "outputs", node.output_size(), schema.min_output(),
              is_newer ? any : schema.max_output());
  for (int i = 0; i < node.input_size() && i < static_cast<int>(schema.inputs().size()); i++) {
    const auto& formal = schema.inputs()[static_cast<size_t>(i)];
    if (node.input(i).empty() && formal.GetOption() == OpSchema::Single) {
      bad(place, fmt::format("operand {} ({}) is missing", i + 1, formal.GetName()));
    }
  }
  if (node.output_size() > 0 && node.output(0).empty()) bad(place, "has no first output");
}

bool is_neutral(const onnx::NodeProto& node, const AttributeProto& attribute) {
  return std::any_of(std::begin(neutrals), std::end(neutrals), [&](const Neutral& row) {
    return row.op == node.op_type() && row.attribute == attribute.name() &&
           attribute.type() == AttributeProto::INT && row.value == attribute.i();
  });
}

// Whether the attribute is to be kept.
bool check_attribute(const onnx::NodeProto& node, const AttributeProto& attribute,
                     const OpSchema& schema, bool is_newer, const std::string& place) {
  if (is_neutral(node, attribute)) return false;
  const auto found = schema.attributes().find(attribute.name());
  if (found == schema.attributes().end()) {
    // Averages with dilations are newer than the schemas but mean what they
    // mean in MaxPool.
    if (is_newer && attribute.name() == "dilations" && attribute.type() == AttributeProto::INTS) {
      return true;
    }
    throw Error(ErrorCode::unsupported_operator, place,
                fmt::format("{} has attribute '{}', which mote does not know", node.op_type(),
                            attribute.name()),
                "export the model with opset 13");
  }
  if (attribute.type() != found->second.type) {
    bad(place, fmt::format("attribute '{}' is {}, expected {}", attribute.name(),
                           AttributeProto::AttributeType_Name(attribute.type()),
                           AttributeProto::AttributeType_Name(found->second.type)));
  }
  return true;
}

Value constant_of(const Attr& attr) {
  Value value;
  value.is_constant = true;
  if (const auto* number = std::get_if<double>(&attr)) {
    value.constant = {*number};
  } else if (const auto* integer = std::get_if<int64_t>(&attr)) {
    value.dtype = DType::s64;
    value.shape = {1};
    value.constant = {static_cast<double>(*integer)};
  } else if (const auto* integers = std::get_if<std::vector<int64_t>>(&attr)) {
    value.dtype = DType::s64;
    value.shape = {static_cast<int64_t>(integers->size())};
    value.constant.assign(integers->begin(), integers->end());
  }
  return value;
}

void move_attributes(const std::string& op, int64_t opset, NodeContent& content) {
  for (const Move& move : moves) {
    const auto found = content.attrs.find(std::string(move.attribute));
    if (move.op != op || opset >= move.since || found == content.attrs.end()) continue;
    content.moved.push_back({move.index, found->first, constant_of(found->second)});
    content.attrs.erase(found);
  }
}

}  // namespace

NodeContent read_node(const onnx::NodeProto& node, int64_t opset, const std::string& place) {
  const OpSchema* schema = schema_of(node.op_type(), opset);
  NodeContent content;
  if (schema == nullptr) {
    if (find_onnx_op(node.op_type()) == nullptr) return content;  // refused later, in context
    throw Error(ErrorCode::unsupported_operator, place,
                fmt::format("{} is no operator of opset {}", node.op_type(), opset));
  }
  const bool is_newer = opset > kNewestSchema;
  check_operands(node, *schema, is_newer, place);
  for (const AttributeProto& attribute : node.attribute()) {
    if (!check_attribute(node, attribute, *schema, is_newer, place)) continue;
    if (!content.attrs.emplace(attribute.name(), read_attribute(attribute, place)).second) {
      bad(place, fmt::format("has attribute '{}' twice", attribute.name()));
    }
  }
  for (const auto& [name, attribute] : schema->attributes()) {
    if (attribute.required && !content.attrs.contains(name)) {
      bad(place, fmt::format("{} needs attribute '{}'", node.op_type(), name));
    }
  }
  move_attributes(node.op_type(), opset, content);
  return content;
}

bool has_onnx_attribute(const std::string& onnx_name, int64_t opset, const std::string& attribute) {
  const OpSchema* schema = schema_of(onnx_name, opset);
  return schema != nullptr && schema->attributes().contains(attribute);
}

Value read_constant_node(const onnx::NodeProto& node, const std::string& place) {
  if (node.attribute_size() != 1) bad(place, "Constant must have exactly one attribute");
  const AttributeProto& attribute = node.attribute(0);
  const bool has_tensor = attribute.name() == "value" && attribute.type() == AttributeProto::TENSOR;
  Value value;
  if (has_tensor) {
    value = read_tensor(attribute.t(), place);
  } else {
    value = constant_of(read_attribute(attribute, place));
    if (attribute.name() == "value_int") value.shape = {};
    if (attribute.name() == "value_floats") {
      value.shape = {attribute.floats_size()};
      value.constant.assign(attribute.floats().begin(), attribute.floats().end());
    }
    if (static_cast<int64_t>(value.constant.size()) != element_count(value.shape)) {
      throw Error(ErrorCode::unsupported_type, place,
                  fmt::format("Constant attribute '{}' is no tensor of numbers", attribute.name()));
    }
  }
  value.name.clear();
  return value;
}

}  // namespace mote
