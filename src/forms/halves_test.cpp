// SPDX-License-Identifier: Apache-2.0
#include "forms/halves.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "forms/form.h"
#include "ops/operands.h"

namespace mote {
namespace {

TEST(HalvesLanes, HoldEachColumnOnce) {
  for (int64_t runs : {1, 2, 5}) {
    for (int64_t length = 1; length <= 13; length++) {
      std::vector<int64_t> lanes = halves_lanes(runs, length);
      EXPECT_EQ(lanes.size(), static_cast<size_t>((length + 1) / 2 * 2 * runs));
      std::erase(lanes, -1);
      std::sort(lanes.begin(), lanes.end());
      for (int64_t i = 0; i < runs * length; i++) EXPECT_EQ(lanes[static_cast<size_t>(i)], i);
    }
  }
}

ByteProduct product_of(Tensor weights, int shift) {
  const auto columns = static_cast<int64_t>(weights.size()) / 2;
  return {2, columns, std::move(weights), {0, 0}, {{1 << 30, shift}, {1 << 30, shift}},
          0, 0,       {-128, 127}};
}

std::optional<Halves> packed(const ByteProduct& product) {
  return pack_halves(product, halves_lanes(1, product.columns));
}

TEST(PackHalves, PutsTwoRowsInAHalf) {
  const auto halves = packed(product_of({3, -4, 5, 6}, -7));
  ASSERT_TRUE(halves.has_value());
  const Tensor words(halves->stream.elements.begin() + 4, halves->stream.elements.end());
  EXPECT_EQ(words, (Tensor{static_cast<double>((6u * 256 - 4) << 16 | (5 * 256 + 3)), 0}));
}

TEST(PackHalves, RefusesWhatDoesNotFit) {
  EXPECT_TRUE(packed(product_of({-1, 127, -127, 127}, -7)));
  EXPECT_FALSE(packed(product_of({-1, 127, -128, 127}, -7))) << "a half of -32769";
  EXPECT_TRUE(packed(product_of({0, 127, -128, 127}, -7)));
  EXPECT_FALSE(packed(product_of({1, 1, 1, 1}, 0))) << "no right shift";
  Tensor wide(2 * 600, 127);
  EXPECT_FALSE(packed(product_of(wide, -7))) << "sums of the high row beyond 24 bits";
  std::fill(wide.begin() + 600, wide.end(), 100);
  EXPECT_TRUE(packed(product_of(wide, -7)));
}

struct Geometry {
  int64_t height, width, channels, kernel, stride, pad, filters;
};

Graph conv_of(const Geometry& g) {
  Sample sample("conv");
  sample.input(DType::s8, {1, g.height, g.width, g.channels}, quant_of(0.05f, 3));
  sample.constant(DType::s8, {g.filters, g.kernel, g.kernel, g.channels}, -127, 127,
                  quant_of(0.01f, 0));
  return sample.attr("channels_last", int64_t{1})
      .attr("strides", std::vector<int64_t>{g.stride, g.stride})
      .attr("pads", std::vector<int64_t>(4, g.pad))
      .output(quant_of(0.9f, -7));
}

// The first element of x that any output position from `position` on reads.
int64_t first_read_from(const Window& v, int64_t position) {
  int64_t first = v.height * v.width * v.channels;
  for (int64_t p = position; p < v.out_height * v.out_width; p++) {
    for (int64_t tap = 0; tap < v.kernel_height * v.kernel_width; tap++) {
      const int64_t y = p / v.out_width * v.stride_y + tap / v.kernel_width - v.pad_top;
      const int64_t x = p % v.out_width * v.stride_x + tap % v.kernel_width - v.pad_left;
      if (y < 0 || y >= v.height || x < 0 || x >= v.width) continue;
      first = std::min(first, (y * v.width + x) * v.channels);
    }
  }
  return first;
}

TEST(ConvHalves, OverwritesNothingThatALaterPairOfPositionsReads) {
  const Geometry geometries[] = {{5, 5, 4, 1, 1, 0, 4},  {5, 5, 4, 1, 1, 0, 12},
                                 {6, 7, 3, 3, 1, 1, 16}, {8, 8, 8, 3, 2, 1, 16},
                                 {7, 6, 2, 3, 1, 2, 5},  {4, 9, 16, 2, 2, 0, 8}};
  for (const Geometry& geometry : geometries) {
    const Graph graph = conv_of(geometry);
    const Node& node = graph.nodes[0];
    Proofs proofs;
    const Lowered lowered = lower(graph, node, find_target("cortex-m4"), proofs);
    ASSERT_EQ(lowered.call.kernel, "conv_halves_s8");
    ASSERT_EQ(lowered.sharing, Sharing::overwrite);
    const ConvGeometry g = conv_geometry(graph, node);
    const int64_t positions = g.window.out_height * g.window.out_width;
    for (int64_t p = 0; p + 2 < positions; p += 2) {
      const int64_t written = (p + 2) * g.filters - lowered.lead.value_or(0);
      EXPECT_LE(written, first_read_from(g.window, p + 2))
          << "position " << p << " of " << geometry.height << " x " << geometry.width;
    }
  }
}

}  // namespace
}  // namespace mote
