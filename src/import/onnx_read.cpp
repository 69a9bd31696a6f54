// SPDX-License-Identifier: Apache-2.0
#include "import/onnx_read.h"

#include <fmt/format.h>

#include <unordered_map>
#include <unordered_set>

#include "base/error.h"
#include "import/limits.h"
#include "import/node_order.h"
#include "import/onnx_functions.h"
#include "import/onnx_node.h"
#include "import/onnx_tensor.h"
#include "import/onnx_types.h"
#include "import/uses.h"
#include "ops/op.h"

namespace mote {
namespace {

class GraphReader {
 public:
  GraphReader(const onnx::GraphProto& proto, const ModelOrigin& origin,
              const ImportOptions& options, const std::filesystem::path& folder)
      : proto_(proto), origin_(origin), options_(options), folder_(folder) {}

  Graph read() {
    check_size();
    read_initializers();
    for (const onnx::ValueInfoProto& input : proto_.input()) read_input(input);
    define_outputs();
    for (int i = 0; i < proto_.node_size(); i++) read_node_at(i);
    read_outputs();
    drop_unread_outputs();
    return std::move(graph_);
  }

 private:
  void check_size() const {
    const auto nodes = static_cast<size_t>(proto_.node_size());
    const auto tensors = static_cast<size_t>(proto_.initializer_size());
    if (nodes < kMaxNodes && tensors < kMaxValues) return;
    throw Error(ErrorCode::bad_model, origin_.place,
                fmt::format("has {} nodes and {} tensors, expected fewer than {} and {}", nodes,
                            tensors, kMaxNodes, kMaxValues));
  }

  void read_initializers() {
    for (const onnx::TensorProto& tensor : proto_.initializer()) {
      types_[tensor.name()] = tensor.data_type();
      define(read_tensor(tensor, origin_.at("tensor", tensor.name()), folder_));
    }
    for (const onnx::SparseTensorProto& sparse : proto_.sparse_initializer()) {
      define(read_sparse_tensor(sparse, origin_.at("tensor", sparse.values().name()), folder_));
    }
  }

  void read_input(const onnx::ValueInfoProto& info) {
    const auto known = ids_.find(info.name());
    if (known != ids_.end() && graph_[known->second].is_constant) return;  // a default: constant
    const std::string place = origin_.at("input", info.name());
    types_[info.name()] = info.type().tensor_type().elem_type();
    const auto given = options_.constants.find(info.name());
    if (given != options_.constants.end()) {
      Value value = given->second;
      value.name = info.name();
      value.is_constant = true;
      define(std::move(value));
      return;
    }
    if (!info.type().has_tensor_type() || !info.type().tensor_type().has_shape()) {
      throw Error(ErrorCode::unsupported_type, place, "is no tensor of a known number of axes",
                  "export the model with fixed input shapes");
    }
    const onnx::TypeProto::Tensor& type = info.type().tensor_type();
    const OnnxType* known_type = find_onnx_type(type.elem_type());
    if (known_type == nullptr) {
      throw Error(ErrorCode::unsupported_type, place,
                  fmt::format("is {}, which mote cannot read", onnx_type_name(type.elem_type())));
    }
    graph_.inputs.push_back(define({info.name(), known_type->dtype, read_shape(info, place)}));
  }

  // The first axis is the batch: one sample at a time unless the file says otherwise.
  Shape read_shape(const onnx::ValueInfoProto& info, const std::string& place) const {
    const auto whole = options_.shapes.find(info.name());
    Shape shape;
    if (whole != options_.shapes.end()) {
      shape = whole->second;
    } else {
      const onnx::TensorShapeProto& proto = info.type().tensor_type().shape();
      for (int i = 0; i < proto.dim_size(); i++) shape.push_back(read_extent(proto, i, place));
    }
    if (!checked_count(shape)) {
      throw Error(ErrorCode::bad_model, place,
                  fmt::format("has {} axes or too many elements, expected at most {} and {}",
                              shape.size(), kMaxRank, kMaxElements));
    }
    return shape;
  }

  int64_t read_extent(const onnx::TensorShapeProto& proto, int i, const std::string& place) const {
    const onnx::TensorShapeProto::Dimension& dim = proto.dim(i);
    if (dim.has_dim_value() && dim.dim_value() >= 0) return dim.dim_value();
    const auto named = options_.shapes.find(dim.dim_param());
    if (named != options_.shapes.end() && named->second.size() == 1) return named->second[0];
    if (i == 0) return 1;
    const bool has_name = dim.has_dim_param() && !dim.dim_param().empty();
    throw Error(ErrorCode::bad_model, place,
                fmt::format("axis {} has no fixed extent but '{}'", i,
                            has_name ? dim.dim_param() : std::to_string(dim.dim_value())),
                fmt::format("say how long it is: mote import --shape {}",
                            has_name ? dim.dim_param() + "=N" : "INPUT=AxBxC"));
  }

  // Before nodes are read, so that they may stand in any order in the file.
  void define_outputs() {
    for (const onnx::NodeProto& node : proto_.node()) {
      for (const std::string& name : node.output()) {
        if (!name.empty()) define({name, DType::f32});
      }
    }
  }

  void read_node_at(int i) {
    const onnx::NodeProto& proto = proto_.node(i);
    const bool is_standard = proto.domain().empty() || proto.domain() == "ai.onnx" ||
                             (proto.domain() == kMoteDomain && find_onnx_op(proto.op_type()));
    Node node{node_name(proto, i),
              is_standard ? op_name_of(proto.op_type())
                          : fmt::format("{}:{}", proto.domain(), proto.op_type()),
              {},
              {},
              {}};
    const std::string place = origin_.at(node);
    for (const std::string& name : proto.output()) node.outputs.push_back(id_of(name, place));
    if (node.outputs.empty()) throw Error(ErrorCode::bad_model, place, "has no output");
    if (is_standard && proto.op_type() == "Constant") return set_constant(proto, node, place);
    for (const std::string& name : proto.input()) node.inputs.push_back(id_of(name, place));
    if (is_standard) read_content(proto, node, place);
    graph_.nodes.push_back(std::move(node));
  }

  void read_content(const onnx::NodeProto& proto, Node& node, const std::string& place) {
    NodeContent content = read_node(proto, origin_.opset, place);
    node.attrs = std::move(content.attrs);
    note_stored_type(proto, node);
    if (content.skipped_operand < node.inputs.size()) {
      node.inputs.insert(node.inputs.begin() + static_cast<std::ptrdiff_t>(content.skipped_operand),
                         kNoValue);
    }
    for (MovedOperand& operand : content.moved) {
      operand.value.name = fresh(fmt::format("{}_{}", proto.output(0), operand.attribute));
      if (node.inputs.size() <= operand.index) node.inputs.resize(operand.index + 1, kNoValue);
      node.inputs[operand.index] = define(std::move(operand.value));
    }
  }

  // The type of the zero point says what a quantizer stores; a Graph keeps 4-bit integers in 8
  // bits.
  void note_stored_type(const onnx::NodeProto& proto, Node& node) const {
    if (proto.op_type() != "QuantizeLinear" || proto.input_size() < 3) return;
    const auto stored = types_.find(proto.input(2));
    if (stored != types_.end()) node.attrs["output_dtype"] = int64_t{stored->second};
  }

  void set_constant(const onnx::NodeProto& proto, const Node& node, const std::string& place) {
    if (node.outputs.size() != 1 || node.outputs[0] == kNoValue) {
      throw Error(ErrorCode::bad_model, place, "Constant must have one output");
    }
    if (proto.attribute_size() == 1) types_[proto.output(0)] = proto.attribute(0).t().data_type();
    Value value = read_constant_node(proto, place);
    value.name = proto.output(0);
    constants_.add(value, origin_.place);
    graph_[node.outputs[0]] = std::move(value);
  }

  void read_outputs() {
    std::vector<std::string> names = options_.outputs;
    if (names.empty()) {
      for (const onnx::ValueInfoProto& output : proto_.output()) names.push_back(output.name());
    }
    for (const std::string& name : names) {
      const ValueId id = id_of(name, origin_.place + ": graph output");
      if (id == kNoValue) {
        throw Error(ErrorCode::malformed_file, origin_.place, "has a graph output without a name");
      }
      graph_.outputs.push_back(id);
    }
  }

  // Optional results that nobody wants (the mask of Dropout).
  void drop_unread_outputs() {
    std::unordered_set<int32_t> read;
    const auto mark = [&](ValueId id) { read.insert(static_cast<int32_t>(id)); };
    for (const Node& node : graph_.nodes)
      std::for_each(node.inputs.begin(), node.inputs.end(), mark);
    std::for_each(graph_.outputs.begin(), graph_.outputs.end(), mark);
    for (Node& node : graph_.nodes) {
      while (node.outputs.size() > 1 && !read.contains(static_cast<int32_t>(node.outputs.back()))) {
        node.outputs.pop_back();
      }
    }
  }

  ValueId define(Value value) {
    if (value.name.empty()) {
      throw Error(ErrorCode::malformed_file, origin_.place,
                  "holds a tensor or input without a name");
    }
    constants_.add(value, origin_.place);
    const std::string name = value.name;
    const ValueId id = graph_.add(std::move(value));
    if (!ids_.emplace(name, id).second) {
      throw Error(ErrorCode::bad_model, origin_.at("value", name), "is defined twice");
    }
    return id;
  }

  ValueId id_of(const std::string& name, const std::string& place) const {
    if (name.empty()) return kNoValue;
    const auto found = ids_.find(name);
    if (found != ids_.end()) return found->second;
    throw Error(ErrorCode::bad_model, place, fmt::format("'{}' is computed by no node", name));
  }

  std::string fresh(const std::string& stem) const {
    std::string name = stem;
    for (int i = 2; ids_.contains(name); i++) name = fmt::format("{}_{}", stem, i);
    return name;
  }

  // Nodes without a name, or with one that an earlier node has, are named after
  // their place.
  std::string node_name(const onnx::NodeProto& proto, int i) {
    std::string name = proto.name();
    if (name.empty()) name = fmt::format("{}_{}", proto.op_type(), i);
    while (!node_names_.insert(name).second) name += fmt::format("_{}", i);
    return name;
  }

  const onnx::GraphProto& proto_;
  const ModelOrigin& origin_;
  const ImportOptions& options_;
  const std::filesystem::path& folder_;
  Graph graph_;
  ElementCount constants_;
  std::unordered_map<std::string, ValueId> ids_;
  std::unordered_map<std::string, int32_t> types_;  // ONNX types of inputs and constants
  std::unordered_set<std::string> node_names_;
};

}  // namespace

Graph read_graph(const onnx::GraphProto& proto, const ModelOrigin& origin,
                 const ImportOptions& options, const std::filesystem::path& folder) {
  Graph graph = GraphReader(proto, origin, options, folder).read();
  if (!options.outputs.empty()) drop_unread_nodes(graph);
  sort_nodes(graph, origin);
  return graph;
}

}  // namespace mote
