// SPDX-License-Identifier: Apache-2.0
// Spectra in integers beside the same in real numbers, by sums instead of fast transforms.
#include "passes/front_end.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>

#include "base/error.h"
#include "base/random.h"
#include "ops/evaluate.h"
#include "ops/infer.h"

namespace mote {
namespace {

struct Usual {
  int rate = 16000, window = 480, hop = 320, fft = 512, low = 20, high = 4000, bands = 40;
  bool is_linear = false;
};

// Logarithms of the bands of one frame, as TensorFlow's signal library defines those in mel.
std::vector<double> real_bands(const Usual& s, const double* x) {
  const auto mel = [&](double hz) { return s.is_linear ? hz : 1127 * std::log(1 + hz / 700); };
  std::vector<double> bands(static_cast<size_t>(s.bands), 1e-6);
  const double first = mel(s.low), width = (mel(s.high) - first) / (s.bands + 1);
  for (int k = 1; k <= s.fft / 2; k++) {
    std::complex<double> sum = 0;
    for (int i = 0; i < s.window; i++) {
      const double hann = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * i / s.window);
      sum += x[i] / 32768 * hann * std::polar(1.0, -2 * std::numbers::pi * k * i / s.fft);
    }
    const double at = (mel(static_cast<double>(k) * s.rate / s.fft) - first) / width;
    for (int b = 0; b < s.bands; b++) {
      bands[static_cast<size_t>(b)] += std::abs(sum) * std::max(0.0, 1 - std::abs(at - b - 1));
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
  EXPECT_EQ(cepstral[cepstral.inputs[0]].shape, (Shape{1, std::ssize(x)}));
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

TEST(FrontEnds, NameWhatTheyDoNotKnow) {
  for (const char* text : {"cepstra", "mfcc:window", "mfcc:window=481", "mfcc:high=9000",
                           "mfcc:tempo=3", "log-mel:bands=3", "spectrum:bands=3", "mfcc:bands=4"}) {
    Graph graph = over_features(5, 10, {{1}, {0}, 0});
    EXPECT_THROW(add_front_end(graph, text), Error) << text;
  }
  Graph flat = over_features(5, 10, {{1}, {0}, 0});
  flat[flat.inputs[0]].shape = {1, 50};
  EXPECT_THROW(add_front_end(flat, "mfcc"), Error);
}

}  // namespace
}  // namespace mote
