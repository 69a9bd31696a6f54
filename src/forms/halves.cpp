// SPDX-License-Identifier: Apache-2.0
#include "forms/halves.h"

#include <algorithm>

#include "ops/operands.h"

namespace mote {
namespace {

constexpr int kHighBits = 24, kLowBits = 31;  // of the sums of a half word's rows
constexpr int64_t kBlockRows = 4;
constexpr int kMostShift = 22;  // leaves room for any zero point

double weight_at(const ByteProduct& p, int64_t row, int64_t column) {
  if (row >= p.rows || column < 0 || column >= p.columns) return 0;
  return p.weights[static_cast<size_t>(row * p.columns + column)];
}

// What a row's sum starts at: x is read as it is.
double start_of(const ByteProduct& p, int64_t row) {
  if (row >= p.rows) return 0;
  double sum = p.bias[static_cast<size_t>(row)];
  for (int64_t i = 0; i < p.columns; i++) {
    sum -= weight_at(p, row, i) * static_cast<double>(p.x_zero);
  }
  return sum;
}

// Whether the row's sums have so many bits.
bool fits(const ByteProduct& p, int64_t row, int bits) {
  double least = start_of(p, row), most = least;
  for (int64_t i = 0; i < p.columns; i++) {
    const double w = weight_at(p, row, i);
    least += std::min(-128 * w, 127 * w);
    most += std::max(-128 * w, 127 * w);
  }
  const auto limit = static_cast<double>(int64_t{1} << (bits - 1));
  return least >= -limit && most < limit;
}

uint32_t half_of(const ByteProduct& p, int64_t row, int64_t column) {
  const double half = 256 * weight_at(p, row + 1, column) + weight_at(p, row, column);
  return static_cast<uint32_t>(static_cast<int64_t>(half)) & 0xffffu;
}

bool halves_fit(const ByteProduct& p, int64_t row) {
  for (int64_t i = 0; i < p.columns; i++) {
    if (256 * weight_at(p, row + 1, i) + weight_at(p, row, i) < -32768) return false;
  }
  return fits(p, row, kLowBits) && fits(p, row + 1, kHighBits);
}

void append_block(const ByteProduct& p, const std::vector<int64_t>& lanes, int64_t first,
                  Tensor& stream) {
  const int64_t end = first + kBlockRows;
  for (const double factor : {256.0, 0.0}) {
    for (int64_t row = first; row < end; row += 2) {
      const double start = factor * start_of(p, row + 1) + start_of(p, row);
      stream.push_back(static_cast<uint32_t>(static_cast<int64_t>(start)));
    }
  }
  for (size_t i = 0; i < lanes.size(); i += 2) {
    for (int64_t row = first; row < end; row += 2) {
      stream.push_back(half_of(p, row, lanes[i]) | half_of(p, row, lanes[i + 1]) << 16);
    }
  }
}

// Four multipliers, then their shifts in a word.
void append_scales(const ByteProduct& p, int64_t first, Tensor& scales) {
  uint32_t shifts = 0;
  for (int64_t i = 0; i < kBlockRows; i++) {
    const FixedPoint by = p.by[static_cast<size_t>(std::min(first + i, p.rows - 1))];
    scales.push_back(by.multiplier);
    shifts |= static_cast<uint32_t>(*halves_shift(by)) << (i * 8);
  }
  scales.push_back(shifts);
}

bool are_alike(const std::vector<FixedPoint>& by) {
  return std::all_of(by.begin(), by.end(), [&](const FixedPoint& one) {
    return one.multiplier == by[0].multiplier && one.shift == by[0].shift;
  });
}

// How often the loops over blocks of four rows run, two positions at once.
LoopCounts row_counts(int64_t positions, int64_t rows, int64_t pairs) {
  const auto twos = static_cast<double>((positions + 1) / 2);
  const auto blocks = static_cast<double>((rows + kBlockRows - 1) / kBlockRows);
  const auto rest = static_cast<double>(rows % kBlockRows);
  return {{"twos", twos},
          {"blocks", twos * blocks},
          {"block_steps", twos * blocks * static_cast<double>(pairs)},
          {"rests", rest > 0 ? twos : 0},
          {"rest_outputs", static_cast<double>(positions) * rest}};
}

// How often those run that copy what positions read. Taps side by side are one run: only then two
// positions are copied at once.
class PatchCounts {
 public:
  explicit PatchCounts(const Window& window)
      : v_(window),
        runs_(v_.dilation_x == 1 ? 1 : v_.kernel_width),
        length_(v_.channels * v_.kernel_width / runs_) {
    const int64_t positions = v_.out_height * v_.out_width;
    for (int64_t p = 0; p < positions; p += 2) {
      if (p + 1 < positions && is_inside(p) && is_inside(p + 1)) {
        copy("double", v_.kernel_height);
        continue;
      }
      copy_one(p);
      if (p + 1 < positions) copy_one(p + 1);
    }
  }

  LoopCounts counts;

 private:
  int64_t top(int64_t p) const { return p / v_.out_width * v_.stride_y - v_.pad_top; }
  int64_t left(int64_t p) const { return p % v_.out_width * v_.stride_x - v_.pad_left; }

  bool is_inside(int64_t p) const {
    return runs_ == 1 && top(p) >= 0 && left(p) >= 0 &&
           top(p) + (v_.kernel_height - 1) * v_.dilation_y < v_.height &&
           left(p) + v_.kernel_width <= v_.width;
  }

  void copy(const std::string& kind, int64_t times) {
    counts[kind + "_runs"] += static_cast<double>(times);
    counts[kind + "_sixteens"] += static_cast<double>(times * (length_ / 16));
    counts[kind + "_fours"] += static_cast<double>(times * (length_ % 16 / 4));
    counts[kind + "_rests"] += length_ % 4 != 0 ? static_cast<double>(times) : 0;
  }

  void copy_one(int64_t p) {
    counts["patches"] += 1;
    for (int64_t i = 0; i < v_.kernel_height * runs_; i++) {
      const int64_t y = top(p) + i / runs_ * v_.dilation_y;
      const int64_t x = left(p) + i % runs_ * v_.dilation_x;
      if (y < 0 || y >= v_.height) {
        counts["filled"] += static_cast<double>(length_);
      } else if (x >= 0 && x + length_ / v_.channels <= v_.width) {
        copy("single", 1);
      } else {
        counts["clipped_runs"] += 1;
        counts["clipped"] += static_cast<double>(length_);
      }
    }
  }

  const Window& v_;
  int64_t runs_, length_;
};

}  // namespace

std::optional<int> halves_shift(FixedPoint by) {
  const int shift = by.multiplier == 0 ? 1 : -by.shift;
  if (shift < 1 || shift > kMostShift) return std::nullopt;
  return shift - 1;
}

std::vector<int64_t> halves_lanes(int64_t runs, int64_t length) {
  std::vector<int64_t> lanes;
  for (int64_t from = 0; from < runs * length; from += length) {
    int64_t i = from;
    const int64_t end = from + length;
    for (; i + 3 <= end; i += 4) {
      lanes.insert(lanes.end(), {i, i + 2, i + 1, i + 3 < end ? i + 3 : -1});
    }
    if (i < end) lanes.insert(lanes.end(), {i, i + 1 < end ? i + 1 : -1});
  }
  return lanes;
}

std::optional<Halves> pack_halves(const ByteProduct& p, const std::vector<int64_t>& lanes) {
  const int64_t rows = (p.rows + kBlockRows - 1) / kBlockRows * kBlockRows;
  const auto added = rows * static_cast<int64_t>(lanes.size()) - p.rows * p.columns;
  if (added > p.rows * p.columns + 64) return std::nullopt;
  for (int64_t row = 0; row < p.rows; row += 2) {
    if (!halves_fit(p, row)) return std::nullopt;
  }
  for (const FixedPoint& by : p.by) {
    if (!halves_shift(by)) return std::nullopt;
  }
  Halves halves{{"halves", DType::u32, {}},
                {"scales", DType::u32, {}},
                are_alike(p.by),
                static_cast<int64_t>(lanes.size()) / 2};
  for (int64_t row = 0; row < rows; row += kBlockRows) {
    append_block(p, lanes, row, halves.stream.elements);
  }
  for (int64_t row = 0; row < (halves.is_shared ? kBlockRows : rows); row += kBlockRows) {
    append_scales(p, row, halves.scales.elements);
  }
  return halves;
}

std::optional<ConvHalves> conv_halves(ValueId x, const Window& v, const ByteProduct& product,
                                      ValueId y) {
  const bool is_one_run = v.dilation_x == 1;
  const int64_t length = v.channels * (is_one_run ? v.kernel_width : 1);
  const auto halves = pack_halves(product, halves_lanes(product.columns / length, length));
  if (!halves) return std::nullopt;
  KernelCall call{"conv_halves_s8", {}};
  call.arguments = {x, v.height, v.width, v.channels, halves->stream, halves->scales};
  for (int64_t n : {int64_t{halves->is_shared}, halves->pairs, v.kernel_height, v.kernel_width,
                    v.stride_y, v.stride_x, v.dilation_y, v.dilation_x, v.pad_top, v.pad_left,
                    v.out_height, v.out_width, product.rows, product.x_zero, product.y_zero}) {
    call.arguments.push_back(n);
  }
  call.arguments.insert(call.arguments.end(), {scalar(DType::s8, product.clamp.low),
                                               scalar(DType::s8, product.clamp.high),
                                               KernelScratch{8 * halves->pairs}, y});
  LoopCounts counts = PatchCounts(v).counts;
  counts.merge(row_counts(v.out_height * v.out_width, product.rows, halves->pairs));
  return ConvHalves{call, counts};
}

}  // namespace mote
