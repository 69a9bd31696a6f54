// SPDX-License-Identifier: Apache-2.0
// Layers of compact weights: what their forms have in common, whatever stores the weights.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forms/byte_product.h"
#include "forms/form.h"

namespace mote {

// Weights as a kernel takes them.
struct CompactWeights {
  std::vector<KernelArgument> arguments;
  LoopCounts counts;        // of one vector x
  int64_t read_behind = 0;  // bytes behind x that may be read, or written
  int64_t first_row = 0;    // of those that take row data
  ScaleShares shares = {};  // of the outputs of those before it
  int64_t at_once = 1;      // vectors that are computed together
  int sum_bits = 24;        // that a row's sums, with its start, may have
};
// Null when the weights are of another kind.
using PackWeights = std::optional<CompactWeights> (*)(Proofs& proofs, const ByteProduct& product);

// A call of `kernel` for a fully connected layer, or for a convolution of one group. Null when
// `pack` gives null, or a row's sums or multiplier leave no room.
std::optional<Lowered> lower_compact_rows(Proofs& proofs, const std::string& kernel,
                                          const Graph& graph, const Node& node, PackWeights pack);
std::optional<Lowered> lower_compact_conv(Proofs& proofs, const std::string& kernel,
                                          const Graph& graph, const Node& node, PackWeights pack);

// Rows that are scaled alike are one kind, which has all their sums, unless that saves nothing.
struct RowKinds {
  std::vector<ByteRow> kinds;
  std::vector<size_t> kind_of;  // each row
  Tensor starts;                // of rows, when x is read as bytes + 128
  bool is_own = false;          // each row is a kind

  KernelArgument argument() const;  // the array `kinds` of row_data.h; 0 when there is none
};
RowKinds row_kinds(const ByteProduct& product, int64_t first = 0);

// What counts of compact forms take on a Cortex-M0, for choosing between them.
double rough_cycles(const LoopCounts& counts);

// The arguments starts, scales, kinds and layout of device/kernels/portable/row_data.h for rows
// from `first` on; zeros when there are none. `first_shift`: see byte_scales.
struct RowData {
  std::vector<KernelArgument> arguments;
  ScaleShares shares;
};
std::optional<RowData> row_data(Proofs& proofs, const ByteProduct& product, int64_t first = 0,
                                int first_shift = 0);

// What a convolution's window says, from kernel_height to out_width.
std::vector<KernelArgument> window_arguments(const Window& window);

}  // namespace mote
