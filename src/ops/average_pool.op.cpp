// SPDX-License-Identifier: Apache-2.0
// y = the mean of the elements of a sliding window; padding does not count
// unless count_include_pad.
#include "ops/average.h"
#include "ops/operands.h"
#include "ops/pool.h"

namespace mote {
namespace {

std::vector<Graph> samples() {
  std::vector<Graph> graphs =
      pool_samples("average_pool", false, {DType::f32, DType::s8, DType::s16});
  for (int64_t ceil_mode : {0, 1}) {
    graphs.push_back(Sample("average_pool")
                         .input(DType::f32, {2, 7, 6, 3})
                         .attr("channels_last", int64_t{1})
                         .attr("kernel_shape", std::vector<int64_t>{3, 2})
                         .attr("strides", std::vector<int64_t>{2, 3})
                         .attr("pads", std::vector<int64_t>{1, 1, 2, 0})
                         .attr("dilations", std::vector<int64_t>{1 + ceil_mode, 1})
                         .attr("ceil_mode", ceil_mode)
                         .attr("count_include_pad", int64_t{1})
                         .output());
  }
  graphs.push_back(Sample("average_pool")
                       .input(DType::s8, {1, 5, 6, 2}, quant_of(0.1f, 11))
                       .attr("channels_last", int64_t{1})
                       .attr("kernel_shape", std::vector<int64_t>{2, 2})
                       .attr("activation", std::string("relu6"))
                       .output(quant_of(0.1f, 11)));
  // Whole images, channels by fours or not; those of more than 255 positions are divided.
  for (const Shape& x : {Shape{1, 5, 5, 4}, Shape{1, 25, 5, 64}, Shape{2, 8, 8, 12},
                         Shape{1, 15, 17, 3}, Shape{1, 17, 16, 3}}) {
    graphs.push_back(Sample("average_pool")
                         .input(DType::s8, x, quant_of(0.1f, -128))
                         .attr("channels_last", int64_t{1})
                         .attr("kernel_shape", std::vector<int64_t>{x[1], x[2]})
                         .output(quant_of(0.1f, -128)));
  }
  return graphs;
}

}  // namespace

extern const OpDef op_average_pool = {
    .name = "average_pool",
    .onnx_name = "AveragePool",
    .tflite_names = "AVERAGE_POOL_2D",
    .from_tflite = pool_from_tflite,
    .infer = infer_average,
    .reference = average_reference,
    .call = average_call,
    .normalize = normalize_pool,
    .tolerance = 3e-6,
    .quantizable = [](const Graph&,
                      const Node& node) { return node.integer("count_include_pad", 0) == 0; },
    .keeps_quant = true,
    .takes_activation = true,
    .is_spatial = true,
    .window = window_of_pool,
    .samples = samples,
};

}  // namespace mote
