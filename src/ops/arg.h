// SPDX-License-Identifier: Apache-2.0
// What arg_max and arg_min share: the place of the best element of each line,
// the first or the last of those alike.
#pragma once

#include "ops/op.h"

namespace mote {

void infer_arg(Graph& graph, const Node& node);
Tensor arg_reference(const Graph& graph, const Node& node, const Tensor& x, bool largest);
KernelCall arg_call(const Graph& graph, const Node& node, bool largest);
void arg_from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes);
std::vector<Graph> arg_samples(const std::string& op);

}  // namespace mote
