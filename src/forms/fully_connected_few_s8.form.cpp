// SPDX-License-Identifier: Apache-2.0
#include "forms/byte_rows.h"
#include "forms/form.h"
#include "forms/quads.h"
#include "ops/operands.h"

namespace mote {
namespace {

// Measured on a Cortex-M0: cycles of a row, of a product, and of what comes with quads.
bool is_few(int64_t rows, int64_t columns) {
  const int64_t plain = rows * (45 + 11 * columns);
  const int64_t quads = 300 + (rows + 3) / 4 * (170 + 11 * columns);
  return plain < quads;
}

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs& proofs) {
  const auto product = fully_connected_product(graph, node);
  if (!product) return std::nullopt;
  const int64_t rows = product->rows, columns = product->columns;
  if (input(graph, node, 0).shape[0] != 1 || !is_few(rows, columns)) return std::nullopt;
  const auto scaled = scale_product(proofs, *product);
  if (!scaled || scaled->scales.rows.size() != 1) return std::nullopt;
  // Sums of int8 as it is, not + 128.
  KernelData starts{"starts", DType::s32, scaled->starts};
  for (int64_t row = 0; row < rows; row++) {
    for (int64_t i = 0; i < columns; i++) {
      starts.elements[static_cast<size_t>(row)] +=
          128 * product->weights[static_cast<size_t>(row * columns + i)];
    }
  }
  const ByteScale& by = scaled->scales.rows[0];
  Lowered lowered{{"fully_connected_few_s8", {}}};
  lowered.scales.exact = shares_of(scaled->scales).exact;
  lowered.call.arguments = {node.inputs[0],
                            KernelData{"weights", DType::s8, product->weights},
                            starts,
                            rows,
                            columns,
                            int64_t{by.v},
                            int64_t{by.w},
                            int64_t{scaled->scales.first_shift + 32 * scaled->scales.second_shift},
                            scalar(DType::s8, product->clamp.low),
                            scalar(DType::s8, product->clamp.high),
                            node.outputs[0]};
  return lowered;
}

}  // namespace

extern const FormDef form_fully_connected_few_s8 = {
    .name = "fully_connected_few_s8",
    .ops = "fully_connected",
    .folders = "thumb1",
    .lower = lower,
};

}  // namespace mote
