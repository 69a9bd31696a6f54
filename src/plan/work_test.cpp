// SPDX-License-Identifier: Apache-2.0
#include "plan/work.h"

#include <gtest/gtest.h>

#include <cmath>

#include "ops/operands.h"
#include "plan/cost.h"

namespace mote {
namespace {

Work first_work(const Graph& graph, const std::string& target) {
  const Plan planned = plan(graph, find_target(target));
  return work_of(planned, planned.steps.at(0));
}

Graph one_conv(const Shape& x, const Shape& w, const std::vector<int64_t>& pads, int64_t group) {
  return Sample("conv")
      .input(DType::f32, x)
      .constant(DType::f32, w, -1, 1)
      .attr("channels_last", int64_t{1})
      .attr("strides", std::vector<int64_t>{1, 1})
      .attr("dilations", std::vector<int64_t>{1, 1})
      .attr("pads", pads)
      .attr("group", group)
      .output();
}

TEST(Work, IsPositiveForEverySampleOfEveryOperatorOnEveryTarget) {
  int steps = 0;
  for (const OpDef* op : all_ops()) {
    if (op->samples == nullptr || op->call == nullptr) continue;
    for (const Graph& graph : op->samples()) {
      for (const char* target : {"host", "cortex-m0"}) {
        const Plan planned = plan(graph, find_target(target));
        for (const Step& step : planned.steps) {
          steps++;
          for (const auto& [name, count] : work_of(planned, step)) {
            ASSERT_TRUE(std::isfinite(count) && count > 0)
                << op->name << " " << name << " " << count;
          }
          const Cost cost = predicted_cost(planned, step, find_target(target));
          ASSERT_TRUE(std::isfinite(cost.cycles) && cost.cycles >= 0) << op->name;
        }
      }
    }
  }
  EXPECT_GT(steps, 1000);
}

TEST(Work, OfAConvolutionSeparatesTapsInTheImageFromThoseOutside) {
  const Work work = first_work(one_conv({1, 3, 3, 2}, {4, 3, 3, 2}, {1, 1, 1, 1}, 1), "host");
  EXPECT_EQ(work.at("inside_taps"), 49 * 4);  // 7 x 7 pairs of a tap and a position
  EXPECT_EQ(work.at("inside_macs"), 49 * 4 * 2);
  EXPECT_EQ(work.at("outside_taps"), (81 - 49) * 4);
  EXPECT_EQ(work.at("positions"), 9);
  EXPECT_EQ(work.count("copied_bytes"), 0u);
}

Graph one_byte_conv() {
  const Quant x = quant_of(0.1f, 3), y = quant_of(0.2f, -5);
  return Sample("conv")
      .input(DType::s8, {1, 3, 3, 4}, x)
      .constant(DType::s8, {6, 3, 3, 4}, -100, 100, channel_quant(6, 0.01f))
      .attr("channels_last", int64_t{1})
      .attr("strides", std::vector<int64_t>{1, 1})
      .attr("dilations", std::vector<int64_t>{1, 1})
      .attr("pads", std::vector<int64_t>{1, 1, 1, 1})
      .attr("group", int64_t{1})
      .output(y);
}

TEST(Work, OfACopiedWindowCountsPaddingAndHowBytesMayBeCopied) {
  const Work work = first_work(one_byte_conv(), "cortex-m0");
  EXPECT_EQ(work.at("copied_words"), 49 * 4);
  EXPECT_EQ(work.count("copied_bytes"), 0u);
  EXPECT_EQ(work.at("outside"), (81 - 49) * 4);
  EXPECT_EQ(work.at("runs"), 27);
  EXPECT_EQ(work.at("block_macs"), 9 * 36 * 8);  // six rows fill a block
  EXPECT_EQ(work.at("rest_outputs"), 9 * 6);
  EXPECT_EQ(work.at("spare_outputs"), 9 * 2);
  EXPECT_EQ(work.count("inside_macs"), 0u);
}

TEST(Work, OfAFormIsHowOftenItsKernelsLoopsRun) {
  const Work two_positions = first_work(one_byte_conv(), "cortex-m4");
  EXPECT_EQ(two_positions.at("twos"), 5);
  EXPECT_EQ(two_positions.at("blocks"), 5 * 2);            // of four rows
  EXPECT_EQ(two_positions.at("block_steps"), 5 * 2 * 18);  // pairs of inputs
  EXPECT_EQ(two_positions.at("patches"), 9);               // no two neighbours are inside
  EXPECT_EQ(two_positions.at("single_runs") + two_positions.at("clipped_runs"), 27 - 6);
  EXPECT_EQ(two_positions.count("block_macs"), 0u);
  const Work vectors = first_work(one_byte_conv(), "cortex-m55");
  EXPECT_EQ(vectors.at("two_steps"), 4 * 2 * 3);  // two positions, three rows, 36 columns
  EXPECT_EQ(vectors.at("edge_patches"), 8);
  EXPECT_EQ(vectors.at("inside_patches"), 1);
}

Work of_average(const Shape& x, const std::vector<int64_t>& kernel) {
  return first_work(Sample("average_pool")
                        .input(DType::s8, x, quant_of(0.1f, 3))
                        .attr("channels_last", int64_t{1})
                        .attr("kernel_shape", kernel)
                        .output(quant_of(0.1f, 3)),
                    "cortex-m0");
}

TEST(Work, OfAnAverageCountsRowsOfTapsThatFollowEachOtherOnce) {
  const Work parts = of_average({1, 4, 5, 3}, {2, 2});
  EXPECT_EQ(parts.at("positions"), 3 * 4);
  EXPECT_EQ(parts.at("taps"), 3 * 12 * 4);
  EXPECT_EQ(parts.at("tap_runs"), 3 * 12 * 2);
  const Work whole = of_average({1, 4, 5, 3}, {4, 5});
  EXPECT_EQ(whole.at("taps"), 3 * 20);
  EXPECT_EQ(whole.at("tap_runs"), 3);
}

TEST(Work, OfACopySaysHowManyBytesMoveInWords) {
  Plan planned;
  for (const int64_t offset : {0, 16, 34}) planned.locations.push_back({Place::arena, 0, offset});
  const auto copied = [&](int to) {
    return work_of(planned, {0, {"copy", {ValueId{0}, int64_t{14}, ValueId{to}}}});
  };
  EXPECT_EQ(copied(1).at("copied_words"), 12);
  EXPECT_EQ(copied(1).at("copied_bytes"), 2);
  EXPECT_EQ(copied(2).at("copied_bytes"), 14);
  EXPECT_EQ(copied(2).count("copied_words"), 0u);
}

TEST(Cost, IsNothingWhereATargetHasNoFile) {
  const Plan planned =
      plan(one_conv({1, 3, 3, 2}, {4, 3, 3, 2}, {1, 1, 1, 1}, 1), find_target("host"));
  EXPECT_FALSE(has_costs(find_target("host")));
  EXPECT_EQ(predicted_cost(planned, planned.steps.at(0), find_target("host")).cycles, 0);
}

TEST(Cost, IsThatOfACoreWithTheSameKernelsWhereATargetHasNoFile) {
  const Graph graph = one_byte_conv();
  const Plan m4 = plan(graph, find_target("cortex-m4"));
  const Plan m33 = plan(graph, find_target("cortex-m33"));
  const Cost cost = predicted_cost(m33, m33.steps.at(0), find_target("cortex-m33"));
  EXPECT_TRUE(cost.is_fitted);
  EXPECT_EQ(cost.cycles, predicted_cost(m4, m4.steps.at(0), find_target("cortex-m4")).cycles);
}

TEST(Cost, GrowsWithTheLayer) {
  const Target& target = find_target("cortex-m0");
  double last = 0;
  for (int64_t size : {4, 8, 16}) {
    const Plan planned = plan(one_conv({1, size, size, 4}, {8, 3, 3, 4}, {1, 1, 1, 1}, 1), target);
    const Cost cost = predicted_cost(planned, planned.steps.at(0), target);
    EXPECT_TRUE(cost.is_fitted);
    EXPECT_GT(cost.cycles, 3 * last);
    EXPECT_GT(cost.cycles, cost.instructions);
    last = cost.cycles;
  }
}

}  // namespace
}  // namespace mote
