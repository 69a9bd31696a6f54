// SPDX-License-Identifier: Apache-2.0
// TFLite's LSTM: its operands -> ONNX's, and its integer arithmetic.
//
// Integers: X, h and Y are int8, c is int16 in steps of a power of two, weights int8 with one scale
// for each gate (axis 1), biases int32. A gate's input is the sum of two parts in steps of 2^-12,
// each rounded and held in int16; gates and tanh(c) are int16 in steps of 2^-15.
#pragma once

#include <span>
#include <vector>

#include "ops/op.h"

namespace mote {

std::vector<Tensor> integer_lstm(const Graph& graph, const Node& node,
                                 std::span<const Tensor* const> in);
KernelCall integer_lstm_call(const Graph& graph, const Node& node);

// UNIDIRECTIONAL_SEQUENCE_LSTM: weights of the gates i, f, c, o apart, states in variable tensors.
void lstm_from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes);

}  // namespace mote
