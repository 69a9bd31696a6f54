// SPDX-License-Identifier: Apache-2.0
// Layers in bands of rows: less memory, and nothing lost in it.
#include "plan/bands.h"

#include <gtest/gtest.h>

#include <map>

#include "ops/evaluate.h"
#include "ops/infer.h"
#include "ops/op.h"
#include "passes/roll_rows.h"
#include "plan/plan.h"

namespace mote {
namespace {

// Convolutions and sums one after the other, of real numbers or of int8.
class Builder {
 public:
  explicit Builder(DType dtype)
      : dtype_(dtype), quant_(dtype == DType::s8 ? Quant{{0.1f}, {3}, 0} : Quant{}) {}

  ValueId input(const Shape& shape) {
    graph_.inputs = {graph_.add({"x", dtype_, shape, quant_})};
    return graph_.inputs[0];
  }

  ValueId conv(ValueId x, int64_t inputs, int64_t filters, int64_t taps, int64_t stride = 1) {
    Tensor weights;
    for (int64_t i = 0; i < filters * taps * taps * inputs; i++)
      weights.push_back(static_cast<double>(i * 37 % 91 - 45));  // of 7 bits
    const auto count = static_cast<size_t>(filters);
    const Quant scales = dtype_ == DType::s8 ? Quant{std::vector<float>(count, 0.01f),
                                                     std::vector<int32_t>(count, 0)}
                                             : Quant{};
    const ValueId w = graph_.add_constant(graph_.fresh_name("w"), dtype_,
                                          {filters, taps, taps, inputs}, weights, scales);
    const int64_t pad = taps / 2, after = taps == 1 || stride == 2 ? 0 : pad;
    return add("conv", {x, w},
               {{"channels_last", int64_t{1}},
                {"strides", std::vector<int64_t>{stride, stride}},
                {"dilations", std::vector<int64_t>{1, 1}},
                {"pads", std::vector<int64_t>{pad, pad, after, after}},
                {"group", int64_t{1}}});
  }

  ValueId sum(ValueId a, ValueId b) { return add("add", {a, b}); }

  // Ends in the mean of x.
  Graph mean(ValueId x) {
    graph_.outputs = {add("global_average_pool", {x}, {{"channels_last", int64_t{1}}})};
    infer(graph_);
    verify(graph_);
    return std::move(graph_);
  }

 private:
  ValueId add(const std::string& op, const std::vector<ValueId>& inputs,
              const std::map<std::string, Attr>& attrs = {}) {
    const ValueId y = graph_.add({graph_.fresh_name("v"), dtype_, {}, quant_});
    graph_.nodes.push_back({graph_[y].name + "_" + op, op, inputs, {y}, attrs});
    return y;
  }

  const DType dtype_;
  const Quant quant_;
  Graph graph_;
};

// A residual block on an image of that size, then one that halves it, as in MLPerf's ResNet.
Graph residual(int64_t extent, DType dtype) {
  Builder net(dtype);
  const ValueId a = net.conv(net.input({1, extent, extent, 3}), 3, 8, 3);
  const ValueId b = net.sum(a, net.conv(net.conv(a, 8, 8, 3), 8, 8, 3));
  const ValueId c = net.conv(net.conv(b, 8, 16, 3, 2), 16, 16, 3);
  return net.mean(net.sum(net.conv(b, 8, 16, 1, 2), c));
}

// A residual block with few channels within, as in ResNet-50: `wide` channels without.
Graph bottleneck(int64_t extent, int64_t wide, int64_t narrow) {
  Builder net(DType::s8);
  const ValueId a = net.conv(net.input({1, extent, extent, 3}), 3, wide, 3);
  const ValueId b = net.conv(net.conv(a, wide, narrow, 1), narrow, narrow, 3);
  return net.mean(net.sum(a, net.conv(b, narrow, wide, 1)));
}

// Follows a plan byte by byte: every byte that a kernel writes is marked.
class Memory {
 public:
  explicit Memory(Plan plan)
      : plan_(std::move(plan)), bytes_(static_cast<size_t>(plan_.arena_bytes), 0) {}

  // The number of values that a node found changed.
  int run() {
    std::map<size_t, const Step*> steps;
    for (const Step& step : plan_.steps) steps[step.node] = &step;
    for (ValueId id : plan_.graph.inputs) write(id);
    int lost = 0;
    for (size_t i = 0; i < plan_.graph.nodes.size(); i++) {
      const Node& node = plan_.graph.nodes[i];
      const ValueId y = node.outputs[0];
      for (ValueId id : node.inputs) lost += is_lost(id) ? 1 : 0;
      if (steps.contains(i)) {
        write(y);
        continue;
      }
      // Without a kernel the bytes have to be there.
      std::vector<int> all;
      for (ValueId id : node.inputs) {
        if (id == kNoValue || plan_.graph[id].is_constant) continue;
        all.insert(all.end(), marks_[id].begin(), marks_[id].end());
      }
      const auto begin = all.begin() + (node.op == "slice" ? first_byte(node) : 0);
      marks_[y] = {begin, begin + bytes_of(y)};
      lost += is_lost(y) ? 1 : 0;
    }
    return lost;
  }

 private:
  std::ptrdiff_t bytes_of(ValueId id) const {
    const Value& value = plan_.graph[id];
    return element_count(value.shape) * dtype_bytes(value.dtype);
  }

  std::ptrdiff_t first_byte(const Node& node) const { return -op_of(node).lead(plan_.graph, node); }

  // Where the value is, null outside of the arena. Inputs are built in it.
  int* place(ValueId id) {
    const Location& at = plan_.locations[static_cast<size_t>(id)];
    if (at.place == Place::input) {
      return &bytes_.at(
          static_cast<size_t>(plan_.input_offsets[static_cast<size_t>(at.index)] + at.offset));
    }
    return at.place == Place::arena ? &bytes_.at(static_cast<size_t>(at.offset)) : nullptr;
  }

  void write(ValueId id) {
    std::vector<int>& marks = marks_[id];
    for (std::ptrdiff_t i = 0; i < bytes_of(id); i++) marks.push_back(++last_);
    if (int* to = place(id)) std::copy(marks.begin(), marks.end(), to);
  }

  bool is_lost(ValueId id) {
    if (id == kNoValue || place(id) == nullptr) return false;
    return !std::equal(marks_[id].begin(), marks_[id].end(), place(id));
  }

  const Plan plan_;
  std::vector<int> bytes_;
  std::map<ValueId, std::vector<int>> marks_;
  int last_ = 0;
};

TEST(Bands, NothingIsOverwrittenBeforeItIsRead) {
  for (const char* target : {"host", "cortex-m0"}) {
    for (int64_t count : {2, 5}) {
      Graph graph = residual(16, DType::s8);
      roll_rows(graph, {0, graph.nodes.size() - 2, count});
      EXPECT_EQ(Memory(plan(graph, find_target(target))).run(), 0) << target << " " << count;
    }
  }
}

TEST(Bands, NeedLessMemoryForTheSameOutputs) {
  for (DType dtype : {DType::f32, DType::s8}) {
    const Graph whole = residual(32, dtype);
    const Plan planned = plan(whole, find_target("cortex-m0"));
    const int64_t bytes = element_count({32, 32, 8}) * dtype_bytes(dtype);
    EXPECT_LT(planned.arena_bytes, 2 * bytes * 9 / 10);
    Tensor x;
    for (int64_t i = 0; i < element_count({32, 32, 3}); i++)
      x.push_back(static_cast<double>(i * 31 % 255 - 127));
    const std::vector<Tensor> input{x};
    EXPECT_EQ(evaluate(planned.graph, input), evaluate(whole, input));
  }
}

// The convolution before a sum is never whole in memory: its rows are added as they come.
TEST(Bands, ASumTakesTheConvolutionBeforeItRowByRow) {
  constexpr int64_t extent = 16, wide = 64, narrow = 8;
  const int64_t image = extent * extent * wide;
  for (const char* target : {"host", "cortex-m0", "cortex-m4"}) {
    const Plan planned = plan(bottleneck(extent, wide, narrow), find_target(target));
    EXPECT_LT(planned.arena_bytes, image + image / 2) << target;
    EXPECT_EQ(Memory(planned).run(), 0) << target;
  }
}

}  // namespace
}  // namespace mote
