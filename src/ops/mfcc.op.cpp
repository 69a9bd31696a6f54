// SPDX-License-Identifier: Apache-2.0
// Mel-frequency cepstral coefficients of sound, or the logarithms of its mel bands:
//   X[t] = |FFT(hann * x[t * hop ..])| / 32768, m[t, b] = log(sum_k X[t, k] * mel[k, b] + 1e-6),
//   y[t, c] = 2 / sqrt(2 * bands) * sum_b m[t, b] * cos(pi * c * (b + 1/2) / bands)
// x 1 x samples x 1, int16 counts; y 1 x frames x coefficients, int8, as its quantization has
// it or, with offset and gain for each coefficient, (y - offset) * gain + zero point, which carries
// a network's normalization. The same numbers as those of
// TensorFlow's signal library, which keyword spotting networks are trained on, in integers: a block
// exponent for each frame and each stage of the transform, amplitudes of 16 bits.
// With `linear` the bands are as wide everywhere, which suits machines.
// S. B. Davis, P. Mermelstein, "Comparison of parametric representations for monosyllabic word
// recognition in continuously spoken sentences", 1980.
#include "ops/mfcc.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "ops/fixed_point.h"
#include "ops/operands.h"
#include "ops/window.h"

namespace mote {
namespace {

enum Operand { kX, kOffset, kGain };

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 3);
  check_dtype(graph, node, kX, {DType::s16});
  const MfccSettings s = mfcc_settings(node);
  mfcc_tables(s);
  const Shape& x = input(graph, node, kX).shape;
  if (x.size() != 3 || x[0] != 1 || x[2] != 1 || s.frames(x[1]) < 1) {
    fail_operand(graph, node, kX, fmt::format("1 x {} and more x 1", s.window));
  }
  for (const size_t i : {size_t{kOffset}, size_t{kGain}}) {
    if (!node.has_input(1)) break;
    const bool fits = node.has_input(i) && input(graph, node, i).is_constant &&
                      std::ssize(input(graph, node, i).constant) == s.columns();
    if (!fits) {
      throw Error(ErrorCode::bad_model, "",
                  fmt::format("offset and gain must have {} constants each", s.columns()));
    }
  }
  const Quant& quant = output(graph, node).quant;
  if (quant.scale.size() != 1) throw Error(ErrorCode::bad_model, "", "its output needs one scale");
  set_output(graph, node, DType::s8, {1, s.frames(x[1]), s.columns()});
}

// How a column's sums become int8.
struct Column {
  FixedPoint by;
  int64_t zero = 0;
};

std::vector<Column> columns_of(const Graph& graph, const Node& node) {
  const MfccSettings s = mfcc_settings(node);
  const Quant& quant = output(graph, node).quant;
  std::vector<Column> columns;
  for (size_t c = 0; c < static_cast<size_t>(s.columns()); c++) {
    const bool has_own = node.has_input(kGain);
    const double gain =
        has_own ? input(graph, node, kGain).constant[c] : 1 / double{quant.scale[0]};
    const double offset = has_own ? input(graph, node, kOffset).constant[c] : 0;
    const double zero = std::round(quant.zero_point[0] - offset * gain);
    if (!(gain >= 0) || !(std::abs(zero) < 0x1p24)) {
      throw Error(ErrorCode::bad_model, "", fmt::format("column {} has no room in int8", c));
    }
    columns.push_back({fixed_point(mfcc_unit(s) * gain), static_cast<int64_t>(zero)});
  }
  return columns;
}

struct Complex {
  int64_t re = 0, im = 0;
};

// Halves upwards.
int64_t rounded(int64_t value, int64_t bits) {
  return bits <= 0 ? value : (value + (int64_t{1} << (bits - 1))) >> bits;
}

// One frame, step by step as its definition has them; amplitudes and the power of two they are in.
class Frame {
 public:
  Frame(const MfccSettings& s, const MfccTables& tables) : s_(s), tables_(tables) {}

  // Logarithms to base 2 of the bands, 2^-8.
  std::vector<int64_t> bands(const double* x) {
    load(x);
    transform();
    std::vector<int64_t> sums(static_cast<size_t>(s_.bands) + 2, 0);
    for (size_t k = 0; k < tables_.band.size(); k++) {
      const auto band = static_cast<size_t>(tables_.band[k]);
      if (band == 255) continue;
      const auto rising = static_cast<int64_t>(tables_.rising[k]);
      const int64_t amplitude = this->amplitude(k);
      sums[band + 1] += amplitude * rising;
      sums[band] += amplitude * (256 - rising);
    }
    std::vector<int64_t> found;
    for (size_t b = 1; b <= static_cast<size_t>(s_.bands); b++) found.push_back(logarithm(sums[b]));
    return found;
  }

 private:
  void load(const double* x) {
    const size_t window = static_cast<size_t>(s_.window);
    double largest = 0;
    for (size_t i = 0; i < window; i++) largest = std::max(largest, std::abs(x[i]));
    exponent_ = 0;
    while (exponent_ > -14 && largest * 2 < 16384) largest *= 2, exponent_--;
    std::vector<int64_t> samples(static_cast<size_t>(s_.fft()), 0);
    for (size_t i = 0; i < window; i++) {
      const double by = tables_.window[std::min(i, window - i)];
      samples[i] = rounded(static_cast<int64_t>(x[i] * by), 15 + exponent_);
    }
    z_.resize(samples.size() / 2);
    for (size_t k = 0; k < z_.size(); k++) {
      z_[reversed(k)] = {samples[2 * k], samples[2 * k + 1]};
    }
  }

  size_t reversed(size_t k) const {
    size_t result = 0;
    for (size_t bit = 1; bit < z_.size(); bit *= 2) result = 2 * result + (k & bit ? 1 : 0);
    return result;
  }

  // exp(-2 pi i k / fft), 2^-14
  Complex turn(size_t k) const {
    const auto quarter = static_cast<size_t>(s_.fft()) / 4;
    const size_t sine = k > quarter ? k - quarter : quarter - k;
    return {static_cast<int64_t>(tables_.cosines[k]), -static_cast<int64_t>(tables_.cosines[sine])};
  }

  // Keeps a stage's results within 16 bits.
  void make_room() {
    int64_t largest = 0;
    for (const Complex& z : z_) largest = std::max({largest, std::abs(z.re), std::abs(z.im)});
    const int64_t bits = (largest > 13572 ? 1 : 0) + (largest > 27144 ? 1 : 0);
    for (Complex& z : z_) z = {rounded(z.re, bits), rounded(z.im, bits)};
    exponent_ += bits;
  }

  void transform() {
    for (size_t half = 1; half < z_.size(); half *= 2) {
      make_room();
      for (size_t j = 0; j < half; j++) {
        const Complex w = turn(j * z_.size() / half);
        for (size_t k = j; k < z_.size(); k += 2 * half) {
          Complex &a = z_[k], &b = z_[k + half];
          const Complex t{rounded(b.re * w.re - b.im * w.im, 14),
                          rounded(b.re * w.im + b.im * w.re, 14)};
          b = {a.re - t.re, a.im - t.im};
          a = {a.re + t.re, a.im + t.im};
        }
      }
    }
  }

  // Twice |X[k]| of the real signal; that of loud bins is a multiple of four.
  int64_t amplitude(size_t k) const {
    const Complex a = z_[k % z_.size()], b = z_[(z_.size() - k) % z_.size()];
    const Complex even{a.re + b.re, a.im - b.im}, odd{a.im + b.im, b.re - a.re}, w = turn(k);
    int64_t re = even.re + rounded(odd.re * w.re - odd.im * w.im, 14);
    int64_t im = even.im + rounded(odd.re * w.im + odd.im * w.re, 14);
    const bool is_loud = std::max(std::abs(re), std::abs(im)) > 46340;
    if (is_loud) re = rounded(re, 2), im = rounded(im, 2);
    auto root = static_cast<int64_t>(std::sqrt(static_cast<double>(re * re + im * im)));
    while (root * root > re * re + im * im) root--;
    while ((root + 1) * (root + 1) <= re * re + im * im) root++;
    return is_loud ? 4 * root : root;
  }

  // Of the sum, which has 8 more bits, and 1e-6 in its unit.
  int64_t logarithm(int64_t sum) const {
    constexpr int64_t floor_10 = 17180;  // 1e-6 * 32768 * 256 * 2, 2^-10
    const int64_t least =
        exponent_ <= 0 ? (floor_10 << -exponent_) >> 10 : floor_10 >> (10 + exponent_);
    const int64_t value = std::max<int64_t>(1, sum + least);
    int64_t bits = 0;
    while (value >> (bits + 1) != 0) bits++;
    const int64_t mantissa = ((value << (31 - bits)) >> 15) & 65535;  // behind the point, 2^-16
    const int64_t at = mantissa >> 10, rest = mantissa & 1023;
    const auto low = static_cast<int64_t>(tables_.logarithm[static_cast<size_t>(at)]);
    const auto high = static_cast<int64_t>(tables_.logarithm[static_cast<size_t>(at) + 1]);
    const int64_t log = bits * 4096 + low + (((high - low) * rest) >> 10);
    return rounded(log + (exponent_ - 24) * 4096, 4);
  }

  const MfccSettings& s_;
  const MfccTables& tables_;
  std::vector<Complex> z_;
  int64_t exponent_ = 0;  // what z counts is 2^exponent
};

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const std::vector<Column> columns = columns_of(graph, node);
  Tensor y = mfcc_sums(mfcc_settings(node), *in[kX]);
  for (size_t i = 0; i < y.size(); i++) {
    const Column& column = columns[i % columns.size()];
    const auto sum = static_cast<int64_t>(y[i]);
    y[i] =
        static_cast<double>(std::clamp<int64_t>(rescale(sum, column.by) + column.zero, -128, 127));
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const MfccSettings s = mfcc_settings(node);
  const MfccTables tables = mfcc_tables(s);
  Tensor cosine = tables.cosine, scales;
  for (const Column& column : columns_of(graph, node)) {
    scales.push_back(column.by.multiplier);
    scales.push_back(column.by.shift);
    scales.push_back(static_cast<double>(column.zero));
  }
  if (cosine.empty()) cosine = {0};  // C has no empty arrays
  return {
      "mfcc",
      {node.inputs[kX], s.frames(input(graph, node, kX).shape[1]), s.window, s.hop, s.fft(),
       KernelData{"window", DType::s16, tables.window},
       KernelData{"cosines", DType::s16, tables.cosines},
       KernelData{"band", DType::u8, tables.band}, KernelData{"rising", DType::u16, tables.rising},
       KernelData{"logarithm", DType::u16, tables.logarithm},
       KernelData{"cosine", DType::s16, cosine}, s.bands, s.coefficients,
       KernelData{"scales", DType::s32, scales}, KernelScratch{2 * s.fft() + 4 * (s.bands + 2)},
       node.outputs[0]}};
}

int64_t macs(const Graph& graph, const Node& node) {
  const MfccSettings s = mfcc_settings(node);
  int64_t stages = 0;
  while (int64_t{2} << stages < s.fft()) stages++;
  return s.frames(input(graph, node, kX).shape[1]) *
         (s.window + s.fft() * stages + 2 * s.fft() + s.coefficients * s.bands);
}

// Samples, points (of transforms), stages (points of all their stages), bins and bands.
std::map<std::string, double> counts(const Graph& graph, const Node& node) {
  const MfccSettings s = mfcc_settings(node);
  const MfccTables tables = mfcc_tables(s);
  const int64_t frames = s.frames(input(graph, node, kX).shape[1]);
  const auto silent = std::count(tables.band.begin(), tables.band.end(), 255);
  const auto all = [frames](int64_t count) { return static_cast<double>(frames * count); };
  const double points = all(s.fft());
  return {{"samples", all(s.window)},
          {"points", points},
          {"stages", points * std::log2(static_cast<double>(s.fft() / 2))},
          {"bins", all(std::ssize(tables.band) - silent)},
          {"bands", all(s.bands)}};
}

// Frames slide along time.
std::optional<Window> window(const Graph&, const Node& node) {
  const MfccSettings s = mfcc_settings(node);
  Window frame{};
  frame.kernel_width = s.window;
  frame.stride_x = s.hop;
  frame.dilation_x = 1;
  return frame;
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  const auto add = [&](Shape shape, double most, std::vector<int64_t> settings, Quant quant) {
    const char* const names[] = {"rate", "window", "hop", "low", "high", "bands", "coefficients"};
    Sample sample("mfcc");
    shape.push_back(1);
    sample.input(DType::s16, std::move(shape)).range(-most, most);
    for (size_t i = 0; i < settings.size(); i++) sample.attr(names[i], settings[i]);
    graphs.push_back(sample.output(quant));
  };
  const Quant usual = quant_of(0.5847f, 83);
  add({1, 800}, 32767, {}, usual);
  add({1, 480}, 3, {}, usual);
  add({1, 1200}, 500, {16000, 400, 160, 20, 8000, 24, 13}, usual);
  add({1, 700}, 32767, {8000, 256, 100, 0, 4000, 12, 0}, quant_of(0.1f, 20));
  add({1, 64}, 12000, {1000, 16, 16, 10, 500, 2, 2}, usual);
  add({1, 64}, 0, {1000, 30, 8, 10, 400, 4, 0}, quant_of(0.1f, 20));
  graphs.push_back(Sample("mfcc")
                       .input(DType::s16, {1, 1200, 1})
                       .range(-9000, 9000)
                       .constant(DType::f32, {3}, {-30, 0, 2.5})
                       .constant(DType::f32, {3}, {1.5, 20, 0})
                       .attr("coefficients", int64_t{3})
                       .output(quant_of(1, -7)));
  return graphs;
}

}  // namespace

Tensor mfcc_sums(const MfccSettings& s, std::span<const double> sound) {
  const MfccTables tables = mfcc_tables(s);
  Frame frame(s, tables);
  Tensor sums;
  for (int64_t t = 0; t < s.frames(std::ssize(sound)); t++) {
    const std::vector<int64_t> bands = frame.bands(sound.data() + t * s.hop);
    for (int64_t c = 0; c < s.columns(); c++) {
      int64_t sum = s.coefficients > 0 ? 0 : bands[static_cast<size_t>(c)];
      for (int64_t b = 0; b < s.bands && s.coefficients > 0; b++) {
        sum += bands[static_cast<size_t>(b)] *
               static_cast<int64_t>(tables.cosine[static_cast<size_t>(c * s.bands + b)]);
      }
      sums.push_back(static_cast<double>(sum));
    }
  }
  return sums;
}

extern const OpDef op_mfcc = {
    .name = "mfcc",
    .infer = infer,
    .reference = reference,
    .call = call,
    .macs = macs,
    .counts = counts,
    .window = window,
    .samples = samples,
};

}  // namespace mote
