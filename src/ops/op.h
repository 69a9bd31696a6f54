// SPDX-License-Identifier: Apache-2.0
// What mote knows about one operator.
//
// Each operator is one file, <name>.op.cpp, that defines `const OpDef op_<name>`. Importers, shape
// inference, the evaluator, the emitter, the planner, the exporter and the tests all read this
// record and mention no operator by name.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ir/graph.h"

namespace mote {

struct Window;  // ops/window.h

// Data an operator lays out for its kernel: packed weights, multipliers, tables.
struct KernelData {
  std::string name;  // what it is ("weights"); the emitter makes it unique
  DType dtype;
  Tensor elements;
};

// Bytes of the arena that only this call uses, 4-byte aligned: the kernel gets a void pointer. They
// may be those of operand `may_be`, if nothing reads it afterwards.
struct KernelScratch {
  int64_t bytes;
  ValueId may_be = kNoValue;
};

// One call of a device kernel: device/kernels/<folder>/<kernel>.h defines mote_<kernel>().
// The emitter decides where each value lives and prints the rest. A float is printed exactly.
// A kernel <k>_<type> without a file of its own is made from <k>_any.h, in which any_t stands for
// the element's C type and _any for the type's name (copy_any -> copy_s16).
using KernelArgument = std::variant<ValueId, int64_t, float, KernelData, KernelScratch>;
struct KernelCall {
  std::string kernel;
  std::vector<KernelArgument> arguments;
};

// Whether output 0 may live where input 0 lives.
enum class Sharing {
  none,       // they must not overlap
  overwrite,  // the kernel may write over its input: from the first byte on, or from OpDef::lead on
  same,       // its bytes are there, all of them or those from -OpDef::lead on: no kernel is called
};

struct OpDef {
  std::string_view name;
  std::string_view onnx_name = {};  // empty when ONNX has no such operator
  // The version of the standard in which the operator has the operands and attributes that it has
  // here, where that is not the one mote writes anyway.
  int onnx_since = 13;
  // Names in TFLite's BuiltinOperator, separated by spaces: "ADD", "MEAN REDUCE_MEAN".
  std::string_view tflite_names = {};

  // The node said by other operators: appends them to `nodes` in execution order; the last ones
  // write node.outputs. When it appends none, the node stands for itself; an operator of which
  // that is never true needs none of the functions below. Operands' shapes and
  // types are known; the new values' are found by infer. Called after normalize.
  void (*expand)(Graph& graph, const Node& node, std::vector<Node>& nodes) = nullptr;

  // The same for operators that hold quantizers in themselves (QLinearConv): called before shapes
  // are known, so that quantizers can be read.
  void (*unpack)(Graph& graph, const Node& node, std::vector<Node>& nodes) = nullptr;

  // A node just read from TFLite (operands and attributes in TFLite's order and names, see
  // import/tflite.fbs; attribute "activation" is there already) said by mote's operators, appended
  // to `nodes`. Null: the operands are the same and no attribute but the activation matters.
  void (*from_tflite)(Graph& graph, const Node& node, std::vector<Node>& nodes) = nullptr;

  // Sets dtype and shape of the outputs; checks operands and attributes. Throws Error bad_model
  // or unsupported_type that names what was got and expected (the caller adds the node).
  void (*infer)(Graph& graph, const Node& node) = nullptr;

  // Computes the outputs the slow, obvious way, for float and integer values alike: the meaning
  // of the operator. `in` has null for absent operands.
  std::vector<Tensor> (*reference)(const Graph& graph, const Node& node,
                                   std::span<const Tensor* const> in) = nullptr;

  // How the device computes it. Null: the operator never reaches a device (passes remove it).
  KernelCall (*call)(const Graph& graph, const Node& node) = nullptr;

  Sharing (*sharing)(const Graph& graph, const Node& node) = nullptr;  // null: none

  // How many bytes before input 0 output 0 has to begin, with Sharing::overwrite; it may be longer,
  // then. With Sharing::same, minus how many behind it begins. Null: 0, and it may not be longer.
  int64_t (*lead)(const Graph& graph, const Node& node) = nullptr;

  // Multiply-accumulates of one run. Null: none.
  int64_t (*macs)(const Graph& graph, const Node& node) = nullptr;

  // What the kernel does in one run beyond what plan/work.h counts of any, by names of its own: its
  // cycles are proportional to these in parts. Null: nothing.
  std::map<std::string, double> (*counts)(const Graph& graph, const Node& node) = nullptr;

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

  // Whether the kernel clamps its output by attribute "activation" (none, relu, relu6,
  // relu_n1_to_1).
  bool takes_activation = false;

  // The name of the activation that the node computes on its first operand, "" when it does not.
  // Only constants are known when it is called.
  std::string (*as_activation)(const Graph& graph, const Node& node) = nullptr;

  // Whether element i of the output depends on elements i of the operands alone (stretched to the
  // output's shape), so that the order of the axes does not matter.
  bool elementwise = false;

  // Whether the output is the operands side by side along attribute `axis` (0 when absent).
  bool is_side_by_side = false;

  // Whether element i of the output depends on element i of operand 0 and on constants for its
  // place along the last axis.
  bool by_channels = false;

  // For operators to which axes are names (concat, pad): rewrites the node, whose operands come
  // from transposes by `perm`, so that on what was before them it computes what its output is
  // before such a transpose. False when it cannot.
  bool (*turn)(Graph& graph, Node& node, const std::vector<int64_t>& perm) = nullptr;

  // Whether the axes are batch, channels and space, in an order that attribute channels_last says.
  bool is_spatial = false;

  // The window through which each output position sees operand 0, where there is one.
  std::optional<Window> (*window)(const Graph& graph, const Node& node) = nullptr;

  // Bit i: operand i has to be known before running (shapes, axes, counts).
  uint32_t constant_operands = 0;

  // Bit i: of operand i only the shape matters.
  uint32_t shape_operands = 0;

  // Operands from this one on are states that the kernel updates in place: operand state_operand +
  // i becomes output 1 + i. The kernel gets only the output. An absent one starts as real 0; -1:
  // none.
  int state_operand = -1;

  // For operators ONNX does not have: their meaning in its text form, a function of domain mote
  // with attributes, operands and results as here ("SVDF <rank> (x, ...) => (y, next) { ... }").
  std::string_view onnx_function = {};

  // Whether the weights may be int8 (with a scale for each index of axis 0 and no zero point) while
  // everything else is real.
  bool takes_stored_weights = false;

  // Which operands are the weights (one scale for each index of axis 0) and the bias; -1: none.
  int weights_operand = -1;
  int bias_operand = -1;

  // One-node graphs that cover the operator, awkward sizes included. Tests run all of them.
  std::vector<Graph> (*samples)() = nullptr;
};

std::span<const OpDef* const> all_ops();                    // sorted by name
const OpDef* find_op(std::string_view name);                // null when there is none
const OpDef& op_of(const Node& node);                       // throws unsupported_operator
const OpDef* find_onnx_op(std::string_view onnx_name);      // null when there is none
const OpDef* find_tflite_op(std::string_view tflite_name);  // null when there is none

// Lengths around powers of two, where vector kernels go wrong.
inline constexpr int64_t awkward_lengths[] = {1,  2,  3,  4,  5,  7,  8,  9,
                                              15, 16, 17, 31, 33, 64, 65, 257};

}  // namespace mote
