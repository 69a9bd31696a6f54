// SPDX-License-Identifier: Apache-2.0
// y[o] = sum_i w[o][i] * x[i] + b[o]
#pragma once

#include "train/torch_op.h"

namespace mote {

inline const TorchOp torch_fully_connected{
    [](const Graph&, const Node&, const TorchOperands& in, bool) {
      return at::linear(in[0], in[1], in.size() > 2 ? in[2] : at::Tensor());
    },
    /*weights=*/{1, 2}};

}  // namespace mote
