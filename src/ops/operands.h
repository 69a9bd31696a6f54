// SPDX-License-Identifier: Apache-2.0
// What operator files share: checks of operands, integer clamps, one-node sample graphs.
#pragma once

#include <string>
#include <vector>

#include "ops/op.h"

namespace mote {

// Throws bad_model when the number of operands is out of range.
void check_input_count(const Node& node, size_t least, size_t most);

// Throws unsupported_type unless operand i has one of these types.
void check_dtype(const Graph& graph, const Node& node, size_t i, std::vector<DType> allowed);

// Throws bad_model unless the operand is known before running.
void check_constant(const Graph& graph, const Node& node, size_t i);

// The operand's value.
const Value& input(const Graph& graph, const Node& node, size_t i);
const Value& output(const Graph& graph, const Node& node, size_t i = 0);

// Sets dtype and shape of output i.
void set_output(Graph& graph, const Node& node, DType dtype, Shape shape, size_t i = 0);

// An axis counted from the end when negative. Throws bad_model when out of range.
size_t normal_axis(const Node& node, int64_t axis, size_t rank);

// Throws bad_model: operand i must be `wanted`, and what it is.
[[noreturn]] void fail_operand(const Graph& graph, const Node& node, size_t i,
                               const std::string& wanted);

// Whether this value is computed with integers that stand for real numbers.
bool is_quantized(const Value& value);

struct Clamp {
  double low, high;
};
// What a type can hold; for 64 bits what a double can say.
Clamp dtype_range(DType dtype);

// The range that attribute "activation" ("none", "relu", "relu6", "relu_n1_to_1") and the type
// leave to `y`, in stored numbers for integers, real ones for floats.
Clamp output_clamp(const Node& node, const Value& y);

// A number as a kernel's argument: float or integer.
KernelArgument scalar(DType dtype, double number);

// The bias of output channel o, or 0 when operand i is absent.
double bias_at(std::span<const Tensor* const> in, size_t i, size_t o);

// A KernelData of bias, with zeros when operand i is absent. s32 or f32.
KernelData bias_data(const Graph& graph, const Node& node, size_t i, int64_t count);

// Builds one-node graphs for OpDef::samples.
class Sample {
 public:
  explicit Sample(std::string op) { node_.op = node_.name = std::move(op); }

  // An operand that varies; int8 ones need a scale.
  Sample& input(DType dtype, Shape shape, Quant quant = {});
  // A constant of pseudo-random elements in [low, high].
  Sample& constant(DType dtype, Shape shape, double low, double high, Quant quant = {});
  Sample& constant(DType dtype, Shape shape, Tensor elements, Quant quant = {});
  Sample& absent();
  Sample& attr(const std::string& key, Attr value);
  // The last input is tried on numbers from low to high only (floats: -4 to 4, integers: all that
  // int8 can hold, unless told).
  Sample& range(double low, double high);
  // Finishes with one output; infer() has run.
  Graph output(Quant quant = {});
  // The same with several outputs.
  Graph outputs(const std::vector<Quant>& quants);

 private:
  Graph graph_;
  Node node_;
};

// A per-tensor Quant.
Quant quant_of(float scale, int32_t zero_point);
// Symmetric Quant with one scale for each of `count` channels along axis 0.
Quant channel_quant(int64_t count, float scale);

}  // namespace mote
