// SPDX-License-Identifier: Apache-2.0
// y = (x - mean) / sqrt(variance + epsilon) * scale + bias per channel. Training normalizes with
// the batch and lets mean and variance follow by a tenth each time.
#pragma once

#include "train/torch_op.h"

namespace mote {

// Operands: x, scale, bias, mean, variance.
inline const TorchOp torch_batch_normalization{
    [](const Graph&, const Node& node, const TorchOperands& in, bool training) {
      return at::batch_norm(in[0], in[1], in[2], in[3], in[4], training, /*momentum=*/0.1,
                            node.number("epsilon", 1e-5), /*cudnn_enabled=*/false);
    },
    /*weights=*/{1, 2},
    /*statistics=*/{3, 4}};

}  // namespace mote
