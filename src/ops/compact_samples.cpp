// SPDX-License-Identifier: Apache-2.0
#include "ops/compact_samples.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "ops/operands.h"

namespace mote {
namespace {

struct Layer {
  int64_t rows, columns;
  Tensor weights;
  bool has_own_scales = true;
  bool has_ties = false;  // half of all sums are halves of an output's step
};

// One of `values` at places that are 1 to 2 * gap - 1 apart.
Tensor sparse(int64_t count, int64_t gap, const Tensor& values) {
  Random random(static_cast<uint64_t>(count * gap));
  Tensor weights(static_cast<size_t>(count));
  const auto step = [&] { return 1 + random.below(2 * gap - 1); };
  for (int64_t at = step() - 1; at < count; at += step()) {
    const int64_t which = random.below(static_cast<int64_t>(values.size()));
    weights[static_cast<size_t>(at)] = values[static_cast<size_t>(which)];
  }
  return weights;
}

Tensor range(double low, double high) {
  Tensor values;
  for (double value = low; value <= high; value++) {
    if (value != 0) values.push_back(value);
  }
  return values;
}

// 1 at one place of each `size`.
Tensor choices(int64_t rows, int64_t groups, int64_t size) {
  Tensor weights(static_cast<size_t>(rows * groups * size));
  for (int64_t i = 0; i < rows * groups; i++) {
    weights[static_cast<size_t>(i * size + i * i % 97 * 37 % size)] = 1;
  }
  return weights;
}

// Any of [low, high].
Tensor dense(int64_t count, double low, double high) {
  Random random(static_cast<uint64_t>(count));
  Tensor weights;
  for (int64_t i = 0; i < count; i++) weights.push_back(std::round(random.uniform(low, high)));
  return weights;
}

// Four rows alike are not zero in the same places.
Tensor alike(int64_t rows, int64_t columns, int64_t gap) {
  Random random(static_cast<uint64_t>(rows * columns));
  Tensor weights(static_cast<size_t>(rows * columns));
  for (int64_t i = 0; i < rows * columns; i++) {
    const bool is_kept = (i / columns / 4 * 3 + i % columns) % gap == 0;
    weights[static_cast<size_t>(i)] = is_kept ? std::round(random.uniform(-127, 127)) : 0.0;
  }
  return weights;
}

const Tensor powers = {-128, -64, -32, -16, -8, -4, -2, -1, 1, 2, 4, 8, 16, 32, 64};

std::vector<Layer> layers() {
  const Tensor bytes = range(-127, 127), nibbles = range(-8, 7), signs = {-1, 1};
  return {
      {5, 3, sparse(15, 4, bytes)},
      {4, 40, sparse(160, 4, bytes)},
      {9, 17, sparse(153, 5, bytes)},
      {2, 700, sparse(1400, 299, bytes)},
      {1, 900, sparse(900, 3, bytes)},
      {7, 33, sparse(231, 5, powers)},
      {1, 257, sparse(257, 16, nibbles)},
      {3, 801, sparse(3 * 801, 3, nibbles), false},
      {9, 6, sparse(54, 4, nibbles)},
      {7, 33, sparse(231, 4, signs)},
      {3, 640, sparse(3 * 640, 60, {-3, 3})},
      {9, 64, sparse(9 * 64, 4, signs), false},
      {1, 1701, sparse(1701, 3, {5})},
      {9, 20, choices(9, 5, 4)},
      {3, 40, choices(3, 8, 5), false},
      {7, 272, choices(7, 17, 16)},
      {1, 288, choices(1, 9, 32)},
      {10, 264, choices(10, 8, 33)},
      {9, 48, alike(9, 48, 6)},
      {7, 25, alike(7, 25, 5)},
      {4, 570, alike(4, 570, 280), false},
      {3, 1100, alike(3, 1100, 4)},
      {8, 66, dense(8 * 66, -8, 7)},
      {19, 36, dense(19 * 36, -8, 7), false},
      {17, 52, dense(17 * 52, -8, 7)},
      {24, 130, dense(24 * 130, -8, 7)},
      {3, 16, dense(3 * 16, -8, 7)},
      {7, 45, dense(7 * 45, -4, 3)},
      {1, 20, dense(20, -4, 3)},
      {16, 228, dense(16 * 228, -4, 3)},
      {15, 288, dense(15 * 288, -2, 1)},
      {9, 96, dense(9 * 96, -2, 1)},
      {7, 81, dense(7 * 81, -1, 1), false},
      {3, 1, dense(3, -1, 1)},
      {41, 18, dense(41 * 18, -8, 7)},
      {33, 7, dense(33 * 7, -8, 7), false},
      {67, 13, dense(67 * 13, -4, 3)},
      {30, 4, dense(30 * 4, -4, 3), false},
      {35, 11, dense(35 * 11, -2, 1)},
      {1, 2, dense(2, -8, 7)},
      {16, 1, dense(16, -8, 7), false, true},
      {20, 3, dense(20 * 3, -4, 3), false, true},
  };
}

// Spreads the sums over the range of the output.
float output_scale(const Layer& layer) {
  double most = 1;
  for (int64_t row = 0; row < layer.rows; row++) {
    double squares = 0;
    for (int64_t i = row * layer.columns; i < (row + 1) * layer.columns; i++) {
      squares += layer.weights[static_cast<size_t>(i)] * layer.weights[static_cast<size_t>(i)];
    }
    most = std::max(most, squares);
  }
  if (layer.has_ties) return static_cast<float>(0.05 * 0.01 * 4);
  return static_cast<float>(0.05 * 0.01 * 1.5 * std::sqrt(most));
}

Quant scales(const Layer& layer, float scale) {
  return layer.has_own_scales ? channel_quant(layer.rows, scale) : quant_of(scale, 0);
}

Graph rows_sample(const Layer& layer, int64_t batch, int32_t zero) {
  return Sample("fully_connected")
      .input(DType::s8, {batch, layer.columns}, quant_of(0.05f, zero))
      .constant(DType::s8, {layer.rows, layer.columns}, layer.weights, scales(layer, 0.01f))
      .constant(DType::s32, {layer.rows}, -999, 999, scales(layer, 0.0005f))
      .output(quant_of(output_scale(layer), -5));
}

// `taps` of the columns are side by side.
Graph conv_sample(const Layer& layer, const Shape& taps, int64_t positions, int64_t pad,
                  int32_t zero) {
  const int64_t channels = layer.columns / element_count(taps);
  Shape x{1}, w{layer.rows};
  for (int64_t k : taps) {
    x.push_back(positions);
    w.push_back(k);
  }
  x.push_back(channels);
  w.push_back(channels);
  const std::vector<int64_t> ones(taps.size(), 1), pads(2 * taps.size(), pad);
  return Sample("conv")
      .input(DType::s8, x, quant_of(0.05f, zero))
      .constant(DType::s8, w, layer.weights, scales(layer, 0.01f))
      .constant(DType::s32, {layer.rows}, -999, 999, scales(layer, 0.0005f))
      .attr("channels_last", int64_t{1})
      .attr("strides", ones)
      .attr("dilations", ones)
      .attr("pads", pads)
      .attr("activation", std::string(zero == 7 ? "relu" : "none"))
      .output(quant_of(output_scale(layer), -7));
}

}  // namespace

std::vector<Graph> compact_rows_samples() {
  std::vector<Graph> graphs;
  for (const Layer& layer : layers()) {
    const int64_t batch = layer.rows == 9 ? 3 : 1;
    graphs.push_back(rows_sample(layer, batch, layer.columns % 2 == 0 ? -128 : 7));
  }
  return graphs;
}

std::vector<Graph> compact_conv_samples() {
  std::vector<Graph> graphs;
  for (const Layer& layer : layers()) {
    if (layer.columns > 300) continue;
    if (layer.columns % 3 == 0) graphs.push_back(conv_sample(layer, {3}, 7, 1, 7));
    if (layer.columns % 4 == 0) graphs.push_back(conv_sample(layer, {2, 2}, 3, 0, -128));
    if (layer.columns % 3 != 0) graphs.push_back(conv_sample(layer, {1}, 5, 0, 127));
  }
  return graphs;
}

}  // namespace mote
