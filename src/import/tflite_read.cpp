// SPDX-License-Identifier: Apache-2.0
#include "import/tflite_read.h"

#include <fmt/format.h>

#include <unordered_map>

#include "base/error.h"
#include "import/limits.h"
#include "import/tflite_options.h"
#include "import/tflite_tensor.h"
#include "ops/op.h"

namespace mote {
namespace {

using Indices = flatbuffers::Vector<int32_t>;

class NetworkReader {
 public:
  NetworkReader(const TfliteModel& model, const ModelOrigin& origin)
      : model_(model), origin_(origin) {}

  Graph read() {
    const tflite::SubGraph& network = model_.network();
    check_size(network);
    if (network.tensors() != nullptr) {
      for (const tflite::Tensor* tensor : *network.tensors()) read_tensor(*tensor);
    }
    is_written_.resize(graph_.values.size(), false);
    graph_.inputs = ids_of(network.inputs(), origin_.place + ": graph input", false);
    for (ValueId id : graph_.inputs) define(id, origin_.place + ": graph input");
    if (network.operators() != nullptr) {
      for (const tflite::Operator* table : *network.operators()) read_operator(*table);
    }
    graph_.outputs = ids_of(network.outputs(), origin_.place + ": graph output", false);
    check_all_written();
    return std::move(graph_);
  }

 private:
  void check_size(const tflite::SubGraph& network) const {
    const size_t nodes = network.operators() == nullptr ? 0 : network.operators()->size();
    const size_t tensors = network.tensors() == nullptr ? 0 : network.tensors()->size();
    if (nodes < kMaxNodes && tensors < kMaxValues) return;
    throw Error(ErrorCode::bad_model, origin_.place,
                fmt::format("has {} nodes and {} tensors, expected fewer than {} and {}", nodes,
                            tensors, kMaxNodes, kMaxValues));
  }

  void read_tensor(const tflite::Tensor& tensor) {
    const std::string stated = tensor.name() == nullptr ? "" : tensor.name()->str();
    const size_t index = graph_.values.size();
    std::string name = stated.empty() ? fmt::format("tensor_{}", index) : stated;
    while (!taken_.emplace(name, index).second) name += fmt::format("_{}", index);
    const ValueId id = graph_.add(read_tflite_tensor(model_, tensor, name, origin_));
    constants_.add(graph_[id], origin_.place);
    // Until an operator says what the next run finds there, it stays.
    if (tensor.is_variable()) graph_.states.push_back({id, id});
  }

  void read_operator(const tflite::Operator& table) {
    const size_t index = graph_.nodes.size();
    const std::string place = fmt::format("{}: node {}", origin_.place, index);
    const std::string name = model_.operator_name(table.opcode_index(), place);
    Node node{fmt::format("{}_{}", name, index), op_name_of_tflite(name), {}, {}};
    node.inputs = ids_of(table.inputs(), origin_.at(node), true);
    node.outputs = ids_of(table.outputs(), origin_.at(node), false);
    if (node.outputs.empty()) fail_malformed(origin_.at(node), "has no output");
    for (ValueId id : node.outputs) define(id, origin_.at(node));
    node.attrs = read_options(table, origin_.at(node));
    node.attrs["tflite"] = name;
    graph_.nodes.push_back(std::move(node));
  }

  std::vector<ValueId> ids_of(const Indices* indices, const std::string& place, bool optional) {
    std::vector<ValueId> ids;
    if (indices == nullptr) return ids;
    const auto count = static_cast<int32_t>(graph_.values.size());
    for (int32_t index : *indices) {
      if (index >= count || index < (optional ? -1 : 0)) {
        fail_malformed(place, fmt::format("names tensor {}, but there are {}", index, count));
      }
      ids.push_back(ValueId(index));
    }
    return ids;
  }

  void define(ValueId id, const std::string& place) {
    const Value& value = graph_[id];
    auto written = is_written_[static_cast<size_t>(id)];
    if (written || value.is_constant || is_state(id)) {
      throw Error(ErrorCode::bad_model, place,
                  fmt::format("writes '{}', which has a value already", value.name));
    }
    written = true;
  }

  bool is_state(ValueId id) const {
    for (const State& state : graph_.states) {
      if (state.before == id) return true;
    }
    return false;
  }

  void check_all_written() const {
    const auto check = [&](ValueId id, const std::string& place) {
      if (id == kNoValue || graph_[id].is_constant || is_state(id)) return;
      if (is_written_[static_cast<size_t>(id)]) return;
      throw Error(ErrorCode::bad_model, place,
                  fmt::format("'{}' is computed by no node", graph_[id].name));
    };
    for (const Node& node : graph_.nodes) {
      for (ValueId id : node.inputs) check(id, origin_.at(node));
    }
    for (ValueId id : graph_.outputs) check(id, origin_.place + ": graph output");
  }

  const TfliteModel& model_;
  const ModelOrigin& origin_;
  Graph graph_;
  ElementCount constants_;
  std::vector<bool> is_written_;
  std::unordered_map<std::string, size_t> taken_;  // names
};

}  // namespace

Graph read_tflite(const TfliteModel& model, const ModelOrigin& origin) {
  return NetworkReader(model, origin).read();
}

}  // namespace mote
