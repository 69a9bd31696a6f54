// SPDX-License-Identifier: Apache-2.0
#include "import/onnx_write.h"

#include <fmt/format.h>
#include <onnx/defs/parser.h>

#include <algorithm>
#include <cassert>
#include <map>
#include <set>
#include <stdexcept>
#include <unordered_set>

#include "base/error.h"
#include "import/onnx_attributes.h"
#include "import/onnx_functions.h"
#include "import/onnx_tensor.h"
#include "import/onnx_types.h"
#include "import/states.h"
#include "ops/op.h"

namespace mote {
namespace {

// The version that brought QuantizeLinear of 16 bits.
constexpr int64_t kOpset16Bit = 21;

// The file format that goes with a version of the operators.
int64_t ir_version_of(int64_t opset) {
  if (opset < 19) return 8;
  if (opset < 21) return 9;
  return opset < 23 ? 10 : 11;
}

class GraphWriter {
 public:
  explicit GraphWriter(const Graph& graph) : graph_(graph) {
    for (const Value& value : graph.values) value_names_.insert(value.name);
    for (const Node& node : graph.nodes) node_names_.insert(node.name);
  }

  onnx::GraphProto write() {
    proto_.set_name("mote");
    for (ValueId id : graph_.inputs) write_info(graph_[id], *proto_.add_input());
    for (const State& state : graph_.states) write_info(graph_[state.before], *proto_.add_input());
    write_constants();
    for (const Node& node : graph_.nodes) write_node(node);
    for (ValueId id : graph_.outputs) write_info(graph_[id], *proto_.add_output());
    for (const State& state : graph_.states) write_info(graph_[state.after], *proto_.add_output());
    return std::move(proto_);
  }

  // The nodes written as calls of functions of mote's domain, by their operator.
  std::map<std::string_view, std::vector<const Node*>> calls;

 private:
  // The value's quantization as names of initializers.
  struct Parameters {
    std::string scale, zero_point;
  };

  void write_info(const Value& value, onnx::ValueInfoProto& info) {
    info.set_name(value.name);
    onnx::TypeProto::Tensor& type = *info.mutable_type()->mutable_tensor_type();
    type.set_elem_type(onnx_type_of(value.dtype));
    type.mutable_shape();  // a scalar has a shape without axes
    for (int64_t extent : value.shape) type.mutable_shape()->add_dim()->set_dim_value(extent);
  }

  void write_constants() {
    for (const Value& value : graph_.values) {
      if (value.is_constant) *proto_.add_initializer() = write_tensor(value);
    }
  }

  void write_node(const Node& node) {
    if (node.op == "quantize") return write_quantize(node);
    if (node.op == "requantize") return write_requantize(node);
    if (node.op == "dequantize")
      return write_dequantize(node.inputs[0], node.name, graph_[node.outputs[0]].name);
    const OpDef& op = op_of(node);
    if (op.onnx_name.empty() && op.onnx_function.empty()) {
      throw Error(ErrorCode::unsupported_operator, "node '" + node.name + "'",
                  fmt::format("operator {} has no form in ONNX", node.op));
    }
    write_operator(node, op);
  }

  // The operator, then its activation, then a quantizer for each integer output.
  void write_operator(const Node& node, const OpDef& op) {
    std::vector<std::string> inputs, outputs;
    for (ValueId id : node.inputs) inputs.push_back(id == kNoValue ? "" : real_name(id));
    for (ValueId id : node.outputs) {
      const Value& y = graph_[id];
      outputs.push_back(is_quantized(y) ? fresh_value(y.name + "_float") : y.name);
    }
    std::vector<std::string> results = outputs;
    const std::string activation = node.text("activation", "none");
    const bool is_activated = activation != "none";
    if (is_activated) insert_activation(node.outputs[0], outputs[0], results[0]);
    onnx::NodeProto& proto = add_node(op.onnx_name, node.name, inputs, outputs);
    if (needs_function(node, op)) call_function(node, proto);
    write_attributes(node, op, proto);
    if (is_activated) write_activation(node, activation, outputs[0], results[0]);
    for (size_t i = 0; i < node.outputs.size(); i++) {
      if (!is_quantized(graph_[node.outputs[i]])) continue;
      write_quantize_linear(fresh_node(node.name + "_quantize"), results[i],
                            parameters_of(node.outputs[i]), node.outputs[i]);
    }
  }

  // Names what the operator computes and what its activation makes of it, so that the pass that
  // fuses them again, which keeps the operator's output, finds the value's name there.
  void insert_activation(ValueId id, std::string& computed, std::string& activated) {
    const std::string& name = graph_[id].name;
    const bool is_output =
        std::find(graph_.outputs.begin(), graph_.outputs.end(), id) != graph_.outputs.end();
    if (is_output || is_quantized(graph_[id])) {
      computed = fresh_value(name + "_linear");
    } else {
      activated = real_names_[id] = fresh_value(name + "_activated");
    }
  }

  void write_activation(const Node& node, const std::string& activation, const std::string& from,
                        const std::string& to) {
    const std::string name = fresh_node(node.name + "_activation");
    if (activation == "relu") {
      add_node("Relu", name, {from}, {to});
      return;
    }
    const bool is_six = activation == "relu6";
    assert((is_six || activation == "relu_n1_to_1") && "the operators know no other activation");
    const std::string low = add_scalar(name + "_low", is_six ? 0 : -1);
    const std::string high = add_scalar(name + "_high", is_six ? 6 : 1);
    add_node("Clip", name, {from, low, high}, {to});
  }

  // With offset and gain: a normalization, then steps of 1; what a step is worth stands in the
  // DequantizeLinear of y.
  void write_quantize(const Node& node) {
    const ValueId y = node.outputs[0];
    std::string x = real_name(node.inputs[0]);
    Parameters parameters = parameters_of(y);
    const bool is_affine = node.inputs.size() > 1;
    if (is_affine) {
      assert(node.inputs.size() == 3 && "offset and gain come together");
      const std::string& stem = graph_[y].name;
      const std::string centered = fresh_value(stem + "_centered");
      const std::string scaled = fresh_value(stem + "_scaled");
      add_node("Sub", fresh_node(node.name + "_offset"), {x, graph_[node.inputs[1]].name},
               {centered});
      add_node("Mul", fresh_node(node.name + "_gain"), {centered, graph_[node.inputs[2]].name},
               {scaled});
      x = scaled;
      parameters.scale = add_scalar(stem + "_unit", 1);
    }
    write_quantize_linear(node.name, x, parameters, y);
    if (is_affine) real_name(y);
  }

  // Integers of one scale -> integers of another one.
  void write_requantize(const Node& node) {
    const ValueId y = node.outputs[0];
    const std::string x = real_name(node.inputs[0]);
    const Parameters parameters = parameters_of(y);
    if (graph_[y].dtype != DType::s32) return write_quantize_linear(node.name, x, parameters, y);
    const std::string zero =
        add_scalar(graph_[y].name + "_zero_point", graph_[y].quant.zero_point[0]);
    const std::vector<std::string> operands{x, parameters.scale, zero};
    call_function(node, add_node(op_of(node).onnx_name, node.name, operands, {graph_[y].name}));
  }

  void call_function(const Node& node, onnx::NodeProto& proto) {
    proto.set_domain(kMoteDomain);
    calls[op_of(node).name].push_back(&node);
  }

  void write_quantize_linear(const std::string& name, const std::string& x,
                             const Parameters& parameters, ValueId y) {
    std::vector<std::string> inputs{x, parameters.scale};
    if (!parameters.zero_point.empty()) inputs.push_back(parameters.zero_point);
    write_axis(graph_[y].quant, add_node("QuantizeLinear", name, inputs, {graph_[y].name}));
  }

  void write_dequantize(ValueId x, const std::string& name, const std::string& y) {
    const Parameters parameters = parameters_of(x);
    std::vector<std::string> inputs{graph_[x].name, parameters.scale};
    if (!parameters.zero_point.empty()) inputs.push_back(parameters.zero_point);
    write_axis(graph_[x].quant, add_node("DequantizeLinear", name, inputs, {y}));
  }

  static bool is_quantized(const Value& value) {
    return value.dtype != DType::f32 && !value.quant.empty();
  }

  // The name under which an operator reads a value: integers are dequantized
  // once for all.
  std::string real_name(ValueId id) {
    const Value& value = graph_[id];
    const auto known = real_names_.find(id);
    if (known != real_names_.end()) return known->second;
    if (!is_quantized(value)) return value.name;
    const std::string name = fresh_value(value.name + "_real");
    write_dequantize(id, fresh_node(value.name + "_dequantize"), name);
    real_names_[id] = name;
    return name;
  }

  Parameters parameters_of(ValueId id) {
    const auto known = parameters_.find(id);
    if (known != parameters_.end()) return known->second;
    const Value& value = graph_[id];
    const Quant& quant = value.quant;
    Value scale{fresh_value(value.name + "_scale"), DType::f32, parameter_shape(quant)};
    scale.constant.assign(quant.scale.begin(), quant.scale.end());
    scale.is_constant = true;
    *proto_.add_initializer() = write_tensor(scale);
    Parameters parameters{scale.name, ""};
    if (value.dtype != DType::s32) {  // 32 bits have no zero point in ONNX
      Value zero{fresh_value(value.name + "_zero_point"), value.dtype, scale.shape};
      zero.constant.assign(quant.zero_point.begin(), quant.zero_point.end());
      zero.is_constant = true;
      *proto_.add_initializer() = write_tensor(zero);
      parameters.zero_point = zero.name;
    }
    parameters_[id] = parameters;
    return parameters;
  }

  static Shape parameter_shape(const Quant& quant) {
    if (quant.scale.size() == 1 && quant.axis == 0) return {};
    return {static_cast<int64_t>(quant.scale.size())};
  }

  static void write_axis(const Quant& quant, onnx::NodeProto& proto) {
    if (!parameter_shape(quant).empty()) write_attribute("axis", int64_t{quant.axis}, proto);
  }

  std::string add_scalar(const std::string& stem, double number) {
    const Value value{fresh_value(stem), DType::f32, {}, {}, {number}, true};
    *proto_.add_initializer() = write_tensor(value);
    return value.name;
  }

  onnx::NodeProto& add_node(std::string_view op, const std::string& name,
                            const std::vector<std::string>& inputs,
                            const std::vector<std::string>& outputs) {
    onnx::NodeProto& node = *proto_.add_node();
    node.set_op_type(std::string(op));
    node.set_name(name);
    for (const std::string& input : inputs) node.add_input(input);
    for (const std::string& output : outputs) node.add_output(output);
    return node;
  }

  static std::string fresh(std::unordered_set<std::string>& taken, const std::string& stem) {
    std::string name = stem;
    for (int i = 2; !taken.insert(name).second; i++) name = fmt::format("{}_{}", stem, i);
    return name;
  }
  std::string fresh_value(const std::string& stem) { return fresh(value_names_, stem); }
  std::string fresh_node(const std::string& stem) { return fresh(node_names_, stem); }

  const Graph& graph_;
  onnx::GraphProto proto_;
  std::unordered_set<std::string> value_names_, node_names_;
  std::map<ValueId, std::string> real_names_;
  std::map<ValueId, Parameters> parameters_;
};

onnx::FunctionProto parse_function(const OpDef& op) {
  onnx::FunctionProto function;
  const std::string text(op.onnx_function);
  const auto status = onnx::OnnxParser::Parse(function, text.c_str());
  if (!status.IsOK()) {
    throw std::logic_error(std::string(op.name) + ": its ONNX function: " + status.ErrorMessage());
  }
  return function;
}

// The functions that say what mote's own operators, and operators with details of mote's own, mean.
void add_functions(const GraphWriter& writer, int64_t opset, onnx::ModelProto& model) {
  for (const auto& [name, nodes] : writer.calls) {
    const OpDef& op = *find_op(name);
    onnx::FunctionProto& function = *model.add_functions();
    function = op.onnx_function.empty() ? write_function(op, nodes) : parse_function(op);
    function.set_domain(kMoteDomain);
    function.clear_opset_import();
    function.add_opset_import()->set_version(opset);
  }
  if (writer.calls.empty()) return;
  onnx::OperatorSetIdProto& domain = *model.add_opset_import();
  domain.set_domain(kMoteDomain);
  domain.set_version(1);
}

}  // namespace

onnx::ModelProto write_model(const Graph& graph) {
  int64_t opset = 13;
  for (const Value& value : graph.values) {
    if (value.dtype == DType::s16 && !value.quant.empty()) opset = kOpset16Bit;
  }
  for (const Node& node : graph.nodes) opset = std::max(opset, needed_opset(node, op_of(node)));
  onnx::ModelProto model;
  model.set_ir_version(ir_version_of(opset));
  model.set_producer_name("mote");
  model.add_opset_import()->set_version(opset);
  GraphWriter writer(graph);
  *model.mutable_graph() = writer.write();
  add_functions(writer, opset, model);
  auto meta = graph.meta;
  if (!graph.states.empty()) meta[kStatesKey] = states_text(graph);
  for (const auto& [key, value] : meta) {
    onnx::StringStringEntryProto& entry = *model.add_metadata_props();
    entry.set_key(key);
    entry.set_value(value);
  }
  return model;
}

}  // namespace mote
