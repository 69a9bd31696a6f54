// SPDX-License-Identifier: Apache-2.0
#include "forms/byte_rows.h"
#include "forms/form.h"
#include "forms/quads.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights, kBias };

// Measured on a Cortex-M0: cycles of a row, of a product, and of what comes with quads.
bool is_few(int64_t rows, int64_t columns) {
  const int64_t plain = rows * (45 + 11 * columns);
  const int64_t quads = 300 + (rows + 3) / 4 * (170 + 11 * columns);
  return plain < quads;
}

std::optional<Lowered> lower(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  const Value& w = input(graph, node, kWeights);
  const Value& y = output(graph, node);
  if (x.dtype != DType::s8 || !w.is_constant || x.shape[0] != 1) return std::nullopt;
  const int64_t rows = w.shape[0], columns = w.shape[1];
  if (!is_few(rows, columns)) return std::nullopt;
  ByteProduct product{rows,
                      columns,
                      w.constant,
                      bias_data(graph, node, kBias, rows).elements,
                      row_multipliers(x, w, y, rows),
                      x.quant.zero_point[0],
                      y.quant.zero_point[0],
                      output_clamp(node, y)};
  const auto scaled = scale_product(product);
  if (!scaled || scaled->scales.rows.size() != 1) return std::nullopt;
  // Sums of int8 as it is, not + 128.
  KernelData starts{"starts", DType::s32, scaled->starts};
  for (int64_t row = 0; row < rows; row++) {
    for (int64_t i = 0; i < columns; i++) {
      starts.elements[static_cast<size_t>(row)] +=
          128 * w.constant[static_cast<size_t>(row * columns + i)];
    }
  }
  const ByteScale& by = scaled->scales.rows[0];
  Lowered lowered{{"fully_connected_few_s8", {}}};
  lowered.call.arguments = {node.inputs[kX],
                            KernelData{"weights", DType::s8, w.constant},
                            starts,
                            rows,
                            columns,
                            int64_t{by.v},
                            int64_t{by.w},
                            int64_t{scaled->scales.first_shift + 32 * scaled->scales.second_shift},
                            scalar(y.dtype, product.clamp.low),
                            scalar(y.dtype, product.clamp.high),
                            node.outputs[0]};
  return lowered;
}

}  // namespace

extern const FormDef form_fully_connected_few_s8 = {
    .name = "fully_connected_few_s8",
    .op = "fully_connected",
    .folders = "thumb1",
    .lower = lower,
};

}  // namespace mote
