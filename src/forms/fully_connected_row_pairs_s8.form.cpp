// SPDX-License-Identifier: Apache-2.0
// Weights of 2 to 4 bits times one vector, as device/kernels/portable/row_pairs.h reads them.
// Counts: pair_inputs and pair_products (of blocks of rows, for each input and for each product),
// pair_blocks, pair_rows, pair_rests (inputs behind the last four).
#include "forms/packed_rows.h"

namespace mote {
namespace {

// The rows of each word.
struct Block {
  int bits = 2;
  int64_t pairs() const { return 16 / bits; }

  // Where the code of the block's row j is: the last pair has the lowest bits.
  int shift(int64_t j) const {
    const auto pair = static_cast<int>(j / 2), half = static_cast<int>(j % 2);
    return 16 * half + (pair + 1 == pairs() ? 0 : bits * (pair + 1));
  }
};

void append_starts(const Tensor& starts, size_t first, const Block& block, Tensor& stream) {
  uint32_t last = 0;
  for (int64_t k = 0; k < block.pairs(); k++) {
    const auto start = [&](int64_t half) {
      const size_t row = first + static_cast<size_t>(2 * k + half);
      return row < starts.size() ? static_cast<uint32_t>(static_cast<int64_t>(starts[row])) : 0u;
    };
    const uint32_t pair = start(0) + (start(1) << 16);
    last += pair << block.shift(2 * k);
    stream.push_back(k + 1 < block.pairs() ? pair : last);
  }
}

KernelData stream_of(const ByteProduct& p, const Block& block, const Tensor& starts) {
  KernelData words{"stream", DType::u32, {}};
  for (int64_t first = 0; first < p.rows; first += 2 * block.pairs()) {
    append_starts(starts, static_cast<size_t>(first), block, words.elements);
    for (int64_t i = 0; i < p.columns; i++) {
      uint32_t word = 0;
      for (int64_t j = 0; j < 2 * block.pairs() && first + j < p.rows; j++) {
        const double w = p.weights[static_cast<size_t>((first + j) * p.columns + i)];
        word |= static_cast<uint32_t>(static_cast<int>(w) + (1 << (block.bits - 1)))
                << block.shift(j);
      }
      words.elements.push_back(word);
    }
  }
  return words;
}

// By pair_bytes.h; moves the starts.
std::optional<KernelData> scales_of(RowKinds& kinds) {
  KernelData words{"scales", DType::u32, {}};
  Tensor moves;
  for (const ByteRow& kind : kinds.kinds) {
    const auto scale = pair_scale(kind);
    if (!scale) return std::nullopt;
    words.elements.insert(words.elements.end(),
                          {static_cast<double>(scale->v), static_cast<double>(scale->w)});
    moves.push_back(static_cast<double>(scale->start));
  }
  for (size_t row = 0; row < kinds.starts.size(); row++) {
    kinds.starts[row] += moves[kinds.kind_of[row]];
  }
  return words;
}

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs&) {
  const auto p = fully_connected_product(graph, node);
  if (!p || p->columns > 65535 || input(graph, node, 0).shape[0] != 1) return std::nullopt;
  Block block;
  while (block.bits <= 4 && !fits_bits(*p, block.bits)) block.bits++;
  if (block.bits > 4) return std::nullopt;
  RowKinds kinds = row_kinds(*p);
  const auto scales = scales_of(kinds);
  if (!scales) return std::nullopt;
  const int64_t blocks = (p->rows + 2 * block.pairs() - 1) / (2 * block.pairs());
  const auto inputs = static_cast<double>(blocks * p->columns);
  Lowered lowered{{"fully_connected_row_pairs_s8", {}}};
  lowered.scales = {kinds.kinds.size() > 1 ? 1.0 : 0.0, 1};
  lowered.counts = {{"pair_inputs", inputs},
                    {"pair_products", inputs * static_cast<double>(block.pairs())},
                    {"pair_blocks", static_cast<double>(blocks)},
                    {"pair_rows", static_cast<double>(p->rows)},
                    {"pair_rests", static_cast<double>(p->columns % 4)}};
  lowered.rough_cycles = rough_cycles(lowered.counts);
  lowered.call.arguments = {node.inputs[0],
                            p->columns,
                            stream_of(*p, block, kinds.starts),
                            int64_t{block.bits},
                            *scales,
                            kinds.argument(),
                            int64_t{kinds.is_own ? 8 : 0},
                            p->rows,
                            scalar(DType::s8, p->clamp.low),
                            scalar(DType::s8, p->clamp.high),
                            KernelScratch{(p->columns + 3) / 4 * 4, node.inputs[0]},
                            node.outputs[0]};
  return lowered;
}

}  // namespace

extern const FormDef form_fully_connected_row_pairs_s8 = {
    .name = "fully_connected_row_pairs_s8",
    .ops = "fully_connected",
    .folders = "thumb1 thumb2",
    .is_compact = true,
    .lower = lower,
};

}  // namespace mote
