// SPDX-License-Identifier: Apache-2.0
// Spectra in integers beside the same in real numbers, which KISS FFT transforms.
#include "passes/front_end.h"

#include <gtest/gtest.h>
#include <kissfft/kiss_fftr.h>

#include <cmath>
#include <cstdlib>
#include <memory>
#include <numbers>

#include "base/error.h"
#include "base/random.h"
#include "ops/evaluate.h"
#include "ops/infer.h"
#include "passes/reuse_overlap.h"

namespace mote {
namespace {

struct Usual {
  int rate = 16000, window = 480, hop = 320, fft = 512, low = 20, high = 4000, bands = 40;
  bool is_linear = false;
};

// Amplitudes at the frequencies of one frame, from none to half the rate.
std::vector<double> amplitudes(const Usual& s, const double* x) {
  std::vector<float> windowed(static_cast<size_t>(s.fft));
  for (int i = 0; i < s.window; i++) {
    const double hann = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * i / s.window);
    windowed[static_cast<size_t>(i)] = static_cast<float>(x[i] / 32768 * hann);
  }
  std::vector<kiss_fft_cpx> spectrum(windowed.size() / 2 + 1);
  const std::unique_ptr<std::remove_pointer_t<kiss_fftr_cfg>, decltype(&std::free)> transform(
      kiss_fftr_alloc(s.fft, 0, nullptr, nullptr), std::free);
  kiss_fftr(transform.get(), windowed.data(), spectrum.data());
  std::vector<double> sizes;
  for (const kiss_fft_cpx& each : spectrum) sizes.push_back(std::hypot(each.r, each.i));
  return sizes;
}

// Logarithms of the bands of one frame, as TensorFlow's signal library defines those in mel.
std::vector<double> real_bands(const Usual& s, const double* x) {
  const auto mel = [&](double hz) { return s.is_linear ? hz : 1127 * std::log(1 + hz / 700); };
  std::vector<double> bands(static_cast<size_t>(s.bands), 1e-6);
  const double first = mel(s.low), width = (mel(s.high) - first) / (s.bands + 1);
  const std::vector<double> sizes = amplitudes(s, x);
  for (int k = 1; k <= s.fft / 2; k++) {
    const double at = (mel(static_cast<double>(k) * s.rate / s.fft) - first) / width;
    for (int b = 0; b < s.bands; b++) {
      bands[static_cast<size_t>(b)] +=
          sizes[static_cast<size_t>(k)] * std::max(0.0, 1 - std::abs(at - b - 1));
    }
  }
  for (double& band : bands) band = std::log(band);
  return bands;
}

Graph over_features(int64_t frames, int64_t columns, Quant quant) {
  Graph graph;
  const ValueId x = graph.add({"x", DType::s8, {1, frames, columns, 1}});
  const ValueId y = graph.add({"y"});
  graph[x].quant = std::move(quant);
  graph.nodes.push_back({"same", "identity", {x}, {y}});
  graph.inputs = {x};
  graph.outputs = {y};
  infer(graph);
  return graph;
}

Tensor sound(const std::string& kind, int64_t count) {
  Tensor x;
  Random random(7);
  for (int64_t i = 0; i < count; i++) {
    const double t = static_cast<double>(i) / 16000;
    double value = 3000 * random.normal();
    if (kind == "quiet") value = 3 * random.normal();
    if (kind == "vowel") {
      value = 9000 * std::sin(2 * std::numbers::pi * 220 * t) +
              4000 * std::sin(2 * std::numbers::pi * 700 * t) + 200 * random.normal();
    }
    if (kind == "loud") value = i % 40 < 20 ? 32767 : -32768;
    if (kind == "click") value = i == 600 ? 30000 : 0;
    x.push_back(std::clamp(std::round(value), -32768.0, 32767.0));
  }
  return x;
}

class FrontEnd : public testing::TestWithParam<const char*> {};

TEST_P(FrontEnd, IsNearRealNumbers) {
  constexpr int frames = 5;
  const Usual s;
  const Tensor x = sound(GetParam(), s.window + (frames - 1) * s.hop);
  const float step = 0.5847F;
  Graph cepstral = over_features(frames, 10, {{step}, {83}, 0});
  add_front_end(cepstral, "mfcc");
  EXPECT_EQ(cepstral[cepstral.inputs[0]].shape, (Shape{1, std::ssize(x), 1}));
  const Tensor found = evaluate(cepstral, std::vector<Tensor>{x})[0];
  Graph spectral = over_features(frames, 40, {{0.1F}, {20}, 0});
  add_front_end(spectral, "log-mel");
  const Tensor logs = evaluate(spectral, std::vector<Tensor>{x})[0];
  for (int t = 0; t < frames; t++) {
    const std::vector<double> bands = real_bands(s, x.data() + t * s.hop);
    for (size_t b = 0; b < bands.size(); b++) {
      const double wanted = std::clamp(bands[b] / double{0.1F} + 20, -128.0, 127.0);
      // 16 bits hold what is 60 dB quieter than the loudest band, and little below.
      const bool is_heard = bands[b] > *std::max_element(bands.begin(), bands.end()) - 7;
      EXPECT_NEAR(logs[static_cast<size_t>(t) * 40 + b], wanted, is_heard ? 1.6 : 10)
          << t << " band " << b;
    }
    for (size_t c = 0; c < 10; c++) {
      double sum = 0;
      for (size_t b = 0; b < bands.size(); b++) {
        sum += bands[b] * std::cos(std::numbers::pi * static_cast<double>(c) *
                                   (static_cast<double>(b) + 0.5) / s.bands);
      }
      const double wanted = 2 * sum / std::sqrt(2.0 * s.bands) / double{step} + 83;
      EXPECT_NEAR(found[static_cast<size_t>(t) * 10 + c], std::clamp(wanted, -128.0, 127.0), 1.5)
          << t << " coefficient " << c;
    }
  }
}

TEST_P(FrontEnd, SpectrumHasBandsAsWideEverywhere) {
  const Usual s{3200, 256, 128, 256, 0, 1600, 32, true};
  const Tensor x = sound(GetParam(), s.window + s.hop);
  Graph graph = over_features(2, 32, {{0.1F}, {20}, 0});
  add_front_end(graph, "spectrum:rate=3200,window=256,hop=128");
  EXPECT_EQ(graph.meta.at("rate_hz"), "3200");
  const Tensor logs = evaluate(graph, std::vector<Tensor>{x})[0];
  for (int t = 0; t < 2; t++) {
    const std::vector<double> bands = real_bands(s, x.data() + t * s.hop);
    for (size_t b = 0; b < bands.size(); b++) {
      const double wanted = std::clamp(bands[b] / double{0.1F} + 20, -128.0, 127.0);
      const bool is_heard = bands[b] > *std::max_element(bands.begin(), bands.end()) - 7;
      EXPECT_NEAR(logs[static_cast<size_t>(t) * 32 + b], wanted, is_heard ? 1.6 : 10)
          << t << " band " << b;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sounds, FrontEnd,
                         testing::Values("noise", "quiet", "vowel", "loud", "click", "silence"));

TEST(FrontEnds, CarryTheNormalizationOfTheNetwork) {
  constexpr int64_t frames = 6, columns = 12;
  Graph graph;
  const ValueId x = graph.add({"x", DType::f32, {1, frames, columns}});
  const ValueId y = graph.add({"y"});
  graph[y].quant = {{0.05F}, {-20}, 0};
  Tensor offset, gain;
  for (int64_t c = 0; c < columns; c++) {
    offset.push_back(c == 0 ? -30 : 0.25 * static_cast<double>(c));
    gain.push_back(4 + static_cast<double>(c));
  }
  const ValueId offsets = graph.add_constant("offset", DType::f32, {columns}, offset);
  const ValueId gains = graph.add_constant("gain", DType::f32, {columns}, gain);
  graph.nodes.push_back({"normalize", "quantize", {x, offsets, gains}, {y}});
  graph.inputs = {x};
  graph.outputs = {y};
  infer(graph);
  const MfccSettings settings = parse_front_end("mfcc", 0, columns);
  const Tensor waves = sound("vowel", settings.samples(frames));
  Tensor features = mfcc_sums(settings, waves);
  for (double& feature : features) feature *= mfcc_unit(settings);
  const Tensor wanted = evaluate(graph, std::vector<Tensor>{features})[0];
  graph.meta[kFrontEnd] = front_end_text(settings);
  add_front_end(graph);
  EXPECT_FALSE(graph.meta.contains(kFrontEnd));
  const Tensor found = evaluate(graph, std::vector<Tensor>{waves})[0];
  ASSERT_EQ(found.size(), wanted.size());
  for (size_t i = 0; i < found.size(); i++) EXPECT_NEAR(found[i], wanted[i], 1) << i;
}

TEST(FrontEnds, ComputeOnlyNewFramesOfAStream) {
  constexpr int64_t frames = 8, hop = 640, runs = 7;
  Graph whole = over_features(frames, 10, {{0.5847F}, {83}, 0});
  whole[whole.inputs[0]].shape = whole[whole.outputs[0]].shape = {1, frames, 10};
  add_front_end(whole, "mfcc");
  Graph kept = whole;
  reuse_overlap(kept, hop);
  const int64_t window = whole[whole.inputs[0]].shape[1];
  const int64_t newest = kept[kept.inputs[0]].shape[1];
  EXPECT_LT(newest, 2 * hop);
  const Tensor stream = sound("noise", window + runs * hop);
  std::vector<Tensor> memory = reset_states(kept);
  int64_t compared = 0;
  for (int64_t run = 0; run < runs; run++) {
    const auto begin = stream.begin() + run * hop;
    const Tensor input(begin, begin + window);
    const Tensor found = evaluate(
        kept, std::vector<Tensor>{Tensor(input.end() - newest, input.end())}, {}, &memory)[0];
    if (run * hop < window) continue;  // windows since the reset overlap what was before
    EXPECT_EQ(found, evaluate(whole, std::vector<Tensor>{input})[0]) << run;
    compared++;
  }
  EXPECT_GT(compared, 0);
}

TEST(FrontEnds, SayInFullWhatTheyAre) {
  for (const char* text : {"mfcc", "log-mel:rate=8000,bands=20", "spectrum:rate=3200,window=256",
                           "mfcc:coefficients=13,low=100"}) {
    const std::string full = front_end_text(parse_front_end(text));
    EXPECT_EQ(front_end_text(parse_front_end(full)), full);
  }
  const MfccSettings slow = parse_front_end("spectrum", 8000);
  EXPECT_EQ(slow.window, 240);
  EXPECT_EQ(slow.hop, 160);
  EXPECT_EQ(slow.high, 4000);
}

TEST(FrontEnds, NameWhatTheyDoNotKnow) {
  for (const char* text : {"cepstra", "mfcc:window", "mfcc:window=481", "mfcc:high=9000",
                           "mfcc:tempo=3", "mfcc:hop=0", "mfcc:rate=99999999999", "mfcc:rate=-1",
                           "log-mel:bands=3", "spectrum:bands=3", "mfcc:bands=4"}) {
    Graph graph = over_features(5, 10, {{1}, {0}, 0});
    EXPECT_THROW(add_front_end(graph, text), Error) << text;
  }
  Graph flat = over_features(5, 10, {{1}, {0}, 0});
  flat[flat.inputs[0]].shape = {1, 50};
  EXPECT_THROW(add_front_end(flat, "mfcc"), Error);
}

}  // namespace
}  // namespace mote
