// SPDX-License-Identifier: Apache-2.0
// Imported TFLite models compute what TFLite Micro's reference kernels computed: the same bits for
// integers, the same numbers but for rounding for floats.
#include "import/tflite.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/error.h"
#include "base/files.h"
#include "base/npy.h"
#include "ops/evaluate.h"

namespace mote {
namespace {

struct Model {
  const char* name;
  double tolerance;    // relative to the largest magnitude; 0: bit for bit
  int64_t samples;     // at most, of each file
  const char* golden;  // "tflm_": TFLite Micro; "": TFLite, which quantizes activations of models
                       // with int8 weights on the way, mote does not
};

constexpr int64_t kAll = 1 << 20;
constexpr Model models[] = {
    {"mlperf_ad_dynrange", 0.05, 3, ""},
    {"mlperf_ad_float", 1e-5, 3, "tflm_"},
    {"mlperf_ad_int8", 0, 3, "tflm_"},
    {"mlperf_ad_int8_floatio", 1e-6, 3, "tflm_"},
    {"mlperf_ic_float", 1e-5, 1, "tflm_"},
    {"mlperf_ic_int8", 0, 1, "tflm_"},
    {"mlperf_kws_float", 0.05, 2, ""},
    {"mlperf_kws_int8", 0, 2, "tflm_"},
    {"tflm_hello_float", 1e-5, kAll, "tflm_"},
    {"tflm_hello_int8", 0, kAll, "tflm_"},
    {"tflm_keyword_scrambled_int16io", 0, kAll, "tflm_"},
    {"tflm_micro_speech_int8", 0, kAll, "tflm_"},
    {"tflm_mnist_lstm_float", 1e-5, 8, "tflm_"},
    {"tflm_mnist_lstm_int8", 0, 8, "tflm_"},
    {"tinymaix_mnist_dw_f", 1e-5, 8, "tflm_"},
    {"tinymaix_mnist_dw_q", 0, 8, "tflm_"},
    {"tinymaix_mnist_resnet_f", 1e-5, 2, "tflm_"},
    {"tinymaix_mnist_resnet_q", 0, 2, "tflm_"},
    {"tinymaix_mnist_valid_f", 1e-5, 8, "tflm_"},
    {"tinymaix_mnist_valid_q", 0, 8, "tflm_"},
};

fs::path folder_of(const std::string& model) {
  const char* shared = std::getenv("MOTE_SHARED");
  return fs::path(shared == nullptr ? "../shared" : shared) / "data" / "models" / model;
}

Tensor sample_of(const NpyArray& array, int64_t i) {
  const int64_t length = array.size() / array.shape.at(0);
  Tensor sample;
  for (int64_t k = 0; k < length; k++) sample.push_back(array.at(i * length + k));
  return sample;
}

void expect_same(const Graph& graph, const Model& model, const NpyArray& x, const NpyArray& y) {
  for (int64_t i = 0; i < std::min(x.shape[0], model.samples); i++) {
    const Tensor wanted = sample_of(y, i);
    const Tensor got = evaluate(graph, std::vector<Tensor>{sample_of(x, i)})[0];
    ASSERT_EQ(got.size(), wanted.size());
    double largest = 0;
    for (double element : wanted) largest = std::max(largest, std::abs(element));
    for (size_t k = 0; k < got.size(); k++) {
      ASSERT_LE(std::abs(got[k] - wanted[k]), model.tolerance * largest)
          << model.name << ", sample " << i << ", element " << k << ": got " << got[k]
          << ", wanted " << wanted[k];
    }
  }
}

class GoldenTflite : public testing::TestWithParam<Model> {};

TEST_P(GoldenTflite, ComputesWhatTheEngineDid) {
  const Model& model = GetParam();
  const fs::path folder = folder_of(model.name);
  if (!fs::exists(folder)) GTEST_SKIP() << "no " << folder;
  const Graph graph = import_tflite(folder / fmt::format("{}.tflite", model.name));
  for (const auto& [x, y] : {std::pair{"in0", "out0"}, std::pair{"real_input", "real_out0"}}) {
    const fs::path inputs = folder / fmt::format("{}.npy", x);
    if (!fs::exists(inputs)) continue;
    SCOPED_TRACE(x);
    expect_same(graph, model, read_npy(inputs),
                read_npy(folder / fmt::format("{}{}.npy", model.golden, y)));
  }
}

INSTANTIATE_TEST_SUITE_P(Models, GoldenTflite, testing::ValuesIn(models),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Tflite, KeepsChannelsLastAtInputsAndStatesOfVariables) {
  const fs::path folder = folder_of("tflm_mnist_lstm_int8");
  if (!fs::exists(folder)) GTEST_SKIP() << "no " << folder;
  const Graph graph = import_tflite(folder / "tflm_mnist_lstm_int8.tflite");
  EXPECT_EQ(graph[graph.inputs.at(0)].shape, (Shape{1, 28, 28}));
  EXPECT_EQ(graph[graph.inputs.at(0)].quant.zero_point.at(0), -128);
  ASSERT_EQ(graph.states.size(), 2u);
  EXPECT_EQ(graph[graph.states[0].before].dtype, DType::s8);
  EXPECT_EQ(graph[graph.states[1].before].dtype, DType::s16);
}

}  // namespace
}  // namespace mote
