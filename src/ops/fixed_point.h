// SPDX-License-Identifier: Apache-2.0
// How integer operators scale accumulators: TFLite's double-rounding fixed point.
//
// TFLite int8 specification: real multiplier = multiplier * 2^(shift - 31), multiplier in
// [2^30, 2^31). The product is rounded to 32 bits, then shifted right with rounding away from 0.
#pragma once

#include <cstdint>
#include <vector>

#include "ops/op.h"
#include "ops/operands.h"

namespace mote {

struct FixedPoint {
  int32_t multiplier = 0;
  int shift = 0;  // > 0: left

  bool operator==(const FixedPoint&) const = default;
};

// REQUIRES: real >= 0 and finite. Throws bad_model when it needs a left shift beyond 30.
FixedPoint fixed_point(double real);

// round(accumulator * real) in that arithmetic.
int32_t rescale(int64_t accumulator, FixedPoint by);

// The same for sums of type `sums` (see sums_dtype). s64, for -2^47 <= sum < 2^47: the multiplier
// is rounded to 16 bits, and the one rounding moves halves up.
int64_t rescale_sum(int64_t sum, FixedPoint by, DType sums);

// The same for int16 `y`, whose numbers leave no room for a left shift. Throws unsupported_type.
FixedPoint fixed_point_for(const Value& y, double real);

// The multiplier of each output channel of a product: x.scale * w.scale[o] / y.scale.
std::vector<FixedPoint> channel_multipliers(const Value& x, const Value& w, const Value& y,
                                            int64_t channels);

// The same for the rows of a fully connected layer, where TFLite multiplies one scale for all
// weights with that of x in float.
std::vector<FixedPoint> row_multipliers(const Value& x, const Value& w, const Value& y,
                                        int64_t rows);

// Throws bad_model unless a product of quantized x and w has one scale for x and y each, and for w
// one or one for each of `channels` along axis 0. Products of real numbers need no more than that
// packed weights have theirs.
void check_scales(const Value& x, const Value& w, const Value& y, int64_t channels);

// Whether real numbers x meet weights that are stored as int8.
bool has_packed_weights(const Value& x, const Value& w);

// What sums of products have to be multiplied with, channel by channel: the scale of packed
// weights, else 1.
Tensor weight_scales(const Value& x, const Value& w, int64_t channels);

// In what a product of quantized x and w is summed up: s32 for int8; for int16 as TFLite does, the
// type of the bias, and s64 without one or when 32 bits might not hold the sums. `bias` may be
// null. Throws bad_model when no sum is wide enough.
DType sums_dtype(const Value& x, const Value& w, const Value* bias, int64_t filters);

// Throws unless weights (and the bias, when it is there) have the types that go with x: those of x,
// or int8 beside int16 and real x.
void check_weights(const Graph& graph, const Node& node, size_t x, size_t w, size_t bias);

// What the name of a product's kernel ends with: "_f32", "_f32_s8", "_s8", "_s16_s32", "_s16_s64".
std::string product_suffix(const Value& x, const Value& w, DType sums);

// The kernel's arguments that bring sums to y: multipliers, zero points of int8, scales of packed
// weights, the range of y.
void append_scaling(const Value& x, const Value& w, const Value& y,
                    const std::vector<FixedPoint>& multipliers, Clamp clamp, KernelCall& call);

// Proves that no sum of int8 inputs leaves 32 bits. `bias` may be null. Throws bad_model.
void check_accumulators(const Value& w, const Value* bias, int64_t filters);

// The same as two arrays for a kernel.
KernelData multiplier_data(const std::vector<FixedPoint>& by);
KernelData shift_data(const std::vector<FixedPoint>& by);

}  // namespace mote
