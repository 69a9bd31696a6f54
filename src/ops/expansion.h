// SPDX-License-Identifier: Apache-2.0
// Builds the nodes that an operator stands for (OpDef::expand, unpack, from_tflite).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ops/op.h"

namespace mote {

class Expansion {
 public:
  // Nodes are named after `node` and appended to `nodes`.
  Expansion(Graph& graph, const Node& node, std::vector<Node>& nodes)
      : graph_(graph), stem_(node.name), nodes_(nodes) {}

  // Appends a node and gives its new output.
  ValueId add(const std::string& op, std::vector<ValueId> inputs,
              std::map<std::string, Attr> attrs = {});
  // The same with an output that is there already.
  void finish(const std::string& op, std::vector<ValueId> inputs, ValueId output,
              std::map<std::string, Attr> attrs = {});

  ValueId real(double number, Shape shape = {});       // f32, all elements the same
  ValueId reals(Tensor elements, Shape shape);         // f32
  ValueId integers(const std::vector<int64_t>& list);  // s64, one axis

 private:
  std::string next_name(const std::string& op);

  Graph& graph_;
  const std::string stem_;
  std::vector<Node>& nodes_;
  int count_ = 0, finished_ = 0;
};

}  // namespace mote
