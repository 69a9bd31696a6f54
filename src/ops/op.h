// SPDX-License-Identifier: Apache-2.0
// What mote knows about one operator.
//
// Each operator is one file, <name>.op.cpp, that defines `const OpDef op_<name>`. Importers, shape
// inference, the evaluator, the emitter, the planner, the exporter and the tests all read this
// record and mention no operator by name.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ir/graph.h"

namespace mote {

// Data an operator lays out for its kernel: packed weights, multipliers, tables.
struct KernelData {
  std::string name;  // what it is ("weights"); the emitter makes it unique
  DType dtype;
  Tensor elements;
};

// One call of a device kernel: device/kernels/<folder>/<kernel>.h defines mote_<kernel>().
// The emitter decides where each value lives and prints the rest. A float is printed exactly.
struct KernelCall {
  std::string kernel;
  std::vector<std::variant<ValueId, int64_t, float, KernelData>> arguments;
};

// Whether output 0 may live where input 0 lives.
enum class Sharing {
  none,       // they must not overlap
  overwrite,  // the kernel may write over its input from the first byte on
  same,       // the bytes are the same: no kernel is called
};

struct OpDef {
  std::string_view name;
  std::string_view onnx_name;  // empty when ONNX has no such operator

  // Sets dtype and shape of the outputs; checks operands and attributes. Throws Error bad_model
  // or unsupported_type that names what was got and expected (the caller adds the node).
  void (*infer)(Graph& graph, const Node& node);

  // Computes the outputs the slow, obvious way, for float and integer values alike: the meaning
  // of the operator. `in` has null for absent operands.
  std::vector<Tensor> (*reference)(const Graph& graph, const Node& node,
                                   std::span<const Tensor* const> in);

  // How the device computes it. Null: the operator never reaches a device (passes remove it).
  KernelCall (*call)(const Graph& graph, const Node& node) = nullptr;

  Sharing (*sharing)(const Graph& graph, const Node& node) = nullptr;  // null: none

  // Multiply-accumulates of one run. Null: none.
  int64_t (*macs)(const Graph& graph, const Node& node) = nullptr;

  // ONNX lets models say the same thing in several ways: brings a node just imported from ONNX
  // into the one form that infer accepts (attributes filled in, weights turned). Null: it is.
  void (*normalize)(Graph& graph, Node& node) = nullptr;

  // What the kernels' float results may differ from the reference, relative to the largest
  // magnitude of the output.
  double tolerance = 1e-6;

  // Whether the operator may compute on int8 values directly, and, if so, whether its output has
  // to have the quantization of its input (pooling, reshaping).
  bool (*quantizable)(const Graph& graph, const Node& node) = nullptr;
  bool keeps_quant = false;

  // Which operands are the weights (one scale for each index of axis 0) and the bias; -1: none.
  int weights_operand = -1;
  int bias_operand = -1;

  // One-node graphs that cover the operator, awkward sizes included. Tests run all of them.
  std::vector<Graph> (*samples)();
};

std::span<const OpDef* const> all_ops();                // sorted by name
const OpDef* find_op(std::string_view name);            // null when there is none
const OpDef& op_of(const Node& node);                   // throws unsupported_operator
const OpDef* find_onnx_op(std::string_view onnx_name);  // null when there is none

// Lengths around powers of two, where vector kernels go wrong.
inline constexpr int64_t awkward_lengths[] = {1,  2,  3,  4,  5,  7,  8,  9,
                                              15, 16, 17, 31, 33, 64, 65, 257};

}  // namespace mote
