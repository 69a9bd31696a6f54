// SPDX-License-Identifier: Apache-2.0
#include "import/onnx_node.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <onnx/defs/schema.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "import/onnx_functions.h"
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
    {"Clip", "min", 1, 11},
    {"Clip", "max", 2, 11},
    {"Dropout", "ratio", 1, 12},
    {"Pad", "pads", 1, 11},
    {"Pad", "value", 2, 11},
    {"ReduceL1", "axes", 1, 18},
    {"ReduceL2", "axes", 1, 18},
    {"ReduceLogSum", "axes", 1, 18},
    {"ReduceLogSumExp", "axes", 1, 18},
    {"ReduceMax", "axes", 1, 18},
    {"ReduceMean", "axes", 1, 18},
    {"ReduceMin", "axes", 1, 18},
    {"ReduceProd", "axes", 1, 18},
    {"ReduceSum", "axes", 1, 13},
    {"ReduceSumSquare", "axes", 1, 18},
    {"Slice", "starts", 1, 10},
    {"Slice", "ends", 2, 10},
    {"Slice", "axes", 3, 10},
    {"Split", "split", 1, 13},
    {"Squeeze", "axes", 1, 13},
    {"TopK", "k", 1, 10},
    {"Unsqueeze", "axes", 1, 13},
    {"Upsample", "scales", 1, 9},
};

// Attributes that may be dropped when they have the value that later or older
// opsets take for granted. (libonnx knows the schemas up to opset 17 only.)
struct Neutral {
  std::string_view op, attribute;
  int64_t value;
};
constexpr Neutral neutrals[] = {
    {"BatchNormalization", "spatial", 1},
    {"QuantizeLinear", "precision", 0},
    {"DequantizeLinear", "output_dtype", 0},
    {"DequantizeLinear", "output_dtype", 1},
};

// Attributes that are newer than the schemas. An operator newer than them may have any.
struct Newer {
  std::string_view op, attribute;
  int64_t since;
};
constexpr Newer newer_attributes[] = {
    {"AveragePool", "dilations", 19},
    {"Cast", "saturate", 19},
    {"CastLike", "saturate", 19},
    {"DequantizeLinear", "block_size", 21},
    {"LpPool", "ceil_mode", 18},
    {"LpPool", "dilations", 18},
    {"QuantizeLinear", "block_size", 21},
    {"QuantizeLinear", "output_dtype", 21},
    {"QuantizeLinear", "saturate", 19},
    {"Resize", "antialias", 18},
    {"Resize", "axes", 18},
    {"Resize", "keep_aspect_ratio_policy", 18},
    {"Split", "num_outputs", 18},
};

bool is_newer_reduction(const std::string& op, const std::string& attribute) {
  return op.starts_with("Reduce") && attribute == "noop_with_empty_axes";
}

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
    case AttributeProto::STRINGS:
      return fmt::format("{}", fmt::join(attribute.strings(), " "));
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
    const bool is_known = std::any_of(
        std::begin(newer_attributes), std::end(newer_attributes), [&](const Newer& row) {
          return row.op == node.op_type() && row.attribute == attribute.name();
        });
    if (is_newer && (is_known || is_newer_reduction(node.op_type(), attribute.name()))) return true;
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

void check_required(const onnx::NodeProto& node, const OpSchema& schema, const NodeContent& content,
                    const std::string& place) {
  for (const auto& [name, attribute] : schema.attributes()) {
    const bool is_moved =
        std::any_of(content.moved.begin(), content.moved.end(),
                    [&, &key = name](const MovedOperand& moved) { return moved.attribute == key; });
    if (attribute.required && !is_moved && !content.attrs.contains(name)) {
      bad(place, fmt::format("{} needs attribute '{}'", node.op_type(), name));
    }
  }
}

// Opset 10 had no region of interest, and one way to place pixels.
void modernize_resize(NodeContent& content) {
  content.skipped_operand = 1;
  content.attrs["coordinate_transformation_mode"] = std::string("asymmetric");
  content.attrs["nearest_mode"] = std::string("floor");
}

}  // namespace

NodeContent read_node(const onnx::NodeProto& node, int64_t opset, const std::string& place) {
  const bool is_ours = node.domain() == kMoteDomain;
  const OpSchema* schema = is_ours ? nullptr : schema_of(node.op_type(), opset);
  const bool is_newer = opset > kNewestSchema;
  NodeContent content;
  if (schema == nullptr) {
    if (find_onnx_op(node.op_type()) == nullptr) return content;  // refused later, in context
    if (!is_ours && !is_newer) {
      throw Error(ErrorCode::unsupported_operator, place,
                  fmt::format("{} is no operator of opset {}", node.op_type(), opset));
    }
  } else {
    check_operands(node, *schema, is_newer, place);
  }
  for (const AttributeProto& attribute : node.attribute()) {
    if (schema != nullptr && !check_attribute(node, attribute, *schema, is_newer, place)) continue;
    if (attribute.type() == AttributeProto::TENSOR) {  // ConstantOfShape: one more operand
      content.moved.push_back({static_cast<size_t>(node.input_size()), attribute.name(),
                               read_tensor(attribute.t(), place)});
      continue;
    }
    if (!content.attrs.emplace(attribute.name(), read_attribute(attribute, place)).second) {
      bad(place, fmt::format("has attribute '{}' twice", attribute.name()));
    }
  }
  if (schema != nullptr) check_required(node, *schema, content, place);
  move_attributes(node.op_type(), opset, content);
  if (node.op_type() == "Resize" && opset < 11) modernize_resize(content);
  return content;
}

std::optional<int64_t> attribute_since(const std::string& onnx_name, const std::string& attribute) {
  bool is_known = false;
  for (int64_t opset = 13; opset <= kNewestSchema; opset++) {
    const OpSchema* schema = schema_of(onnx_name, opset);
    is_known = is_known || schema != nullptr;
    if (schema != nullptr && schema->attributes().contains(attribute)) return opset;
  }
  for (const Newer& row : newer_attributes) {
    if (row.op == onnx_name && row.attribute == attribute) return row.since;
  }
  if (is_newer_reduction(onnx_name, attribute)) return 18;
  if (is_known) return std::nullopt;
  return kNewestSchema + 1;  // an operator newer than the schemas
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
