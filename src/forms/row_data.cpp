// SPDX-License-Identifier: Apache-2.0
#include "forms/row_data.h"

#include <algorithm>
#include <cmath>

#include "forms/patch_counts.h"
#include "forms/quads.h"
#include "ops/operands.h"

namespace mote {
namespace {

constexpr int kSumBits = 24;
constexpr size_t kMostKinds = 256;
constexpr int64_t kLongStarts = 1024, kOwnScales = 2048;

// Rows with the same multiplier are one that has all their sums; `kind_of` says which.
std::vector<ByteRow> kinds_of(const std::vector<ByteRow>& rows, std::vector<size_t>& kind_of) {
  std::vector<ByteRow> kinds;
  for (const ByteRow& row : rows) {
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const ByteRow& one) {
      return one.by.multiplier == row.by.multiplier && one.by.shift == row.by.shift;
    });
    kind_of.push_back(static_cast<size_t>(kind - kinds.begin()));
    if (kind == kinds.end()) {
      kinds.push_back(row);
      continue;
    }
    kind->least = std::min(kind->least, row.least);
    kind->most = std::max(kind->most, row.most);
  }
  return kinds;
}

KernelData starts_data(const Tensor& starts) {
  const bool is_short =
      std::all_of(starts.begin(), starts.end(), [](double s) { return s >= -32768 && s <= 32767; });
  return {"starts", is_short ? DType::s16 : DType::s32, starts};
}

// Whether the sums of rows that start at `starts` have so many bits.
bool have_bits(const ByteProduct& p, const Tensor& starts, int bits) {
  const int64_t end = int64_t{1} << (bits - 1);
  for (int64_t row = 0; row < p.rows; row++) {
    const ByteRow own = row_of(p, row);
    const auto start = static_cast<int64_t>(starts[static_cast<size_t>(row)]);
    const int64_t moved = start - start_of(p, row);
    if (own.least + moved < -end || own.most + moved >= end) return false;
  }
  return true;
}

std::optional<Lowered> lowered_from(Proofs& proofs, const std::string& kernel,
                                    const ByteProduct& product,
                                    std::optional<CompactWeights>& weights,
                                    std::optional<RowData>& data, PackWeights pack) {
  if (product.columns > 65535) return std::nullopt;
  weights = pack(proofs, product);
  if (!weights) return std::nullopt;
  data = row_data(proofs, product, weights->first_row);
  if (!data) return std::nullopt;
  if (weights->sum_bits < kSumBits) {
    const Tensor& starts = std::get<KernelData>(data->arguments[0]).elements;
    if (!have_bits(product, starts, weights->sum_bits)) return std::nullopt;
  }
  Lowered lowered{{kernel, {}}};
  const double before = static_cast<double>(weights->first_row) / static_cast<double>(product.rows);
  const auto mean = [&](double first, double then) { return before * first + (1 - before) * then; };
  lowered.scales = {mean(weights->shares.own, data->shares.own),
                    mean(weights->shares.exact, data->shares.exact)};
  return lowered;
}

// What `vectors` take.
void count_vectors(Lowered& lowered, const CompactWeights& weights, int64_t vectors) {
  const int64_t at_once = weights.at_once;
  const auto walked = static_cast<double>((vectors + at_once - 1) / at_once * at_once);
  lowered.rough_cycles = walked * rough_cycles(weights.counts);
  for (const auto& [name, count] : weights.counts) lowered.counts[name] = walked * count;
}

}  // namespace

double rough_cycles(const LoopCounts& counts) {
  static const std::map<std::string, double> cycles = {
      {"entries", 11.5},     {"places", 6.6},       {"half_places", 7.6},   {"codes", 7.2},
      {"wide_codes", 8.9},   {"rest_codes", 20},    {"rest_across", 5},     {"rest_walks", 20},
      {"words_2", 58},       {"words_3", 41},       {"words_4", 34},        {"alone_words_2", 58},
      {"alone_words_3", 41}, {"alone_words_4", 34}, {"nibble_macs", 2.5},   {"nibble_outputs", 40},
      {"walks", 100},        {"lists", 95},         {"block_places", 17.3}, {"blocks", 360},
      {"twin_macs", 1.8},    {"twin_macs_3", 2},    {"twin_walks", 96},     {"part_walks", 220},
      {"twin_rows", 35},     {"part_rows", 54},     {"pair_inputs", 3.5},   {"pair_products", 4},
      {"pair_blocks", 48},   {"pair_rows", 38},     {"pair_rests", 10},
  };
  double sum = 0;
  for (const auto& [name, count] : counts) sum += cycles.at(name) * count;
  return sum;
}

RowKinds row_kinds(const ByteProduct& product, int64_t first) {
  RowKinds found;
  std::vector<ByteRow> rows;
  for (int64_t row = first; row < product.rows; row++) {
    rows.push_back(row_of(product, row));
    const int64_t moved = settle(rows.back());
    found.starts.push_back(static_cast<double>(start_of(product, row) + moved));
  }
  found.kinds = kinds_of(rows, found.kind_of);
  // A kind takes two words, naming it a byte.
  const size_t count = found.kinds.size();
  if (count > kMostKinds || (count > 1 && 8 * count + rows.size() >= 8 * rows.size())) {
    found.kinds = rows;
    for (size_t row = 0; row < rows.size(); row++) found.kind_of[row] = row;
  }
  found.is_own = found.kinds.size() == rows.size() && rows.size() > 1;
  return found;
}

KernelArgument RowKinds::argument() const {
  if (kinds.size() <= 1 || is_own) return int64_t{0};
  return KernelData{"kinds", DType::u8, Tensor(kind_of.begin(), kind_of.end())};
}

std::optional<RowData> row_data(Proofs& proofs, const ByteProduct& product, int64_t first,
                                int first_shift) {
  const KernelArgument none = int64_t{0};
  if (first == product.rows) return RowData{{none, none, none, none}, {}};
  RowKinds found = row_kinds(product, first);
  const auto& scales = byte_scales(proofs, found.kinds, kSumBits, first_shift);
  if (!scales) return std::nullopt;
  KernelData words{"scales", DType::u32, {}};
  for (const ByteScale& scale : scales->rows) {
    words.elements.insert(words.elements.end(),
                          {static_cast<double>(scale.v), static_cast<double>(scale.w)});
  }
  for (size_t row = 0; row < found.starts.size(); row++) {
    found.starts[row] += static_cast<double>(scales->rows[found.kind_of[row]].start);
  }
  const KernelData start = starts_data(found.starts);
  const int64_t layout = scales->first_shift + 32 * scales->second_shift +
                         (start.dtype == DType::s32 ? kLongStarts : 0) +
                         (found.is_own ? kOwnScales : 0);
  return RowData{{start, words, found.argument(), layout}, shares_of(*scales)};
}

std::vector<KernelArgument> window_arguments(const Window& v) {
  return {v.kernel_height, v.kernel_width, v.stride_y, v.stride_x,   v.dilation_y,
          v.dilation_x,    v.pad_top,      v.pad_left, v.out_height, v.out_width};
}

std::optional<Lowered> lower_compact_rows(Proofs& proofs, const std::string& kernel,
                                          const Graph& graph, const Node& node, PackWeights pack) {
  const auto product = fully_connected_product(graph, node);
  if (!product) return std::nullopt;
  std::optional<CompactWeights> weights;
  std::optional<RowData> data;
  auto lowered = lowered_from(proofs, kernel, *product, weights, data, pack);
  if (!lowered) return std::nullopt;
  const int64_t batch = input(graph, node, 0).shape[0];
  count_vectors(*lowered, *weights, batch);
  auto& arguments = lowered->call.arguments;
  arguments = {node.inputs[0], batch, product->columns};
  arguments.insert(arguments.end(), weights->arguments.begin(), weights->arguments.end());
  arguments.insert(arguments.end(), data->arguments.begin(), data->arguments.end());
  const bool is_apart = weights->at_once > 1;  // what the kernel makes of x
  const int64_t bytes = (product->columns + 3) / 4 * 4 + (is_apart ? weights->read_behind : 0);
  const ValueId may_be = batch == 1 && !is_apart ? node.inputs[0] : kNoValue;
  arguments.insert(arguments.end(), {product->rows, scalar(DType::s8, product->clamp.low),
                                     scalar(DType::s8, product->clamp.high),
                                     KernelScratch{bytes, may_be}, node.outputs[0]});
  return lowered;
}

std::optional<Lowered> lower_compact_conv(Proofs& proofs, const std::string& kernel,
                                          const Graph& graph, const Node& node, PackWeights pack) {
  const auto g = byte_conv(graph, node);
  if (!g || g->group_inputs != g->window.channels) return std::nullopt;
  const Window& v = g->window;
  const ByteProduct product = conv_product(graph, node, *g);
  std::optional<CompactWeights> weights;
  std::optional<RowData> data;
  auto lowered = lowered_from(proofs, kernel, product, weights, data, pack);
  if (!lowered) return std::nullopt;
  lowered->sharing = Sharing::overwrite;
  lowered->lead = conv_lead(*g, true);
  lowered->counts = patch_counts(v);
  count_vectors(*lowered, *weights, v.out_height * v.out_width);
  auto& arguments = lowered->call.arguments;
  arguments = {node.inputs[0], v.height, v.width, v.channels};
  arguments.insert(arguments.end(), weights->arguments.begin(), weights->arguments.end());
  arguments.insert(arguments.end(), data->arguments.begin(), data->arguments.end());
  const auto window = window_arguments(v);
  arguments.insert(arguments.end(), window.begin(), window.end());
  arguments.insert(
      arguments.end(),
      {g->filters, product.x_zero, scalar(DType::s8, product.clamp.low),
       scalar(DType::s8, product.clamp.high),
       KernelScratch{(product.columns + 3) / 4 * 4 + weights->read_behind}, node.outputs[0]});
  return lowered;
}

}  // namespace mote
