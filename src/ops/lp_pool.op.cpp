// SPDX-License-Identifier: Apache-2.0
// y = (the sum of |x|^p under a sliding window)^(1/p).
#include "ops/lp.h"
#include "ops/operands.h"
#include "ops/pool.h"

namespace mote {
namespace {

std::vector<Graph> samples() {
  std::vector<Graph> graphs = pool_samples("lp_pool", false, {DType::f32});
  for (int64_t p : {1, 3}) {
    graphs.push_back(Sample("lp_pool")
                         .input(DType::f32, {1, 6, 5})
                         .attr("channels_last", int64_t{1})
                         .attr("kernel_shape", std::vector<int64_t>{3})
                         .attr("p", p)
                         .output());
  }
  return graphs;
}

}  // namespace

extern const OpDef op_lp_pool = {
    .name = "lp_pool",
    .onnx_name = "LpPool",
    .infer = infer_lp,
    .reference = lp_reference,
    .call = lp_call,
    .normalize = normalize_pool,
    .tolerance = 1e-5,
    .is_spatial = true,
    .window = window_of_pool,
    .samples = samples,
};

}  // namespace mote
