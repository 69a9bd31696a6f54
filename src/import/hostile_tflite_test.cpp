// SPDX-License-Identifier: Apache-2.0
// Damaged and cut TFLite files give an Error and nothing worse.
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/error.h"
#include "base/files.h"
#include "base/random.h"
#include "import/tflite.h"

namespace mote {
namespace {

// Models that between them have products, windows, states and quantizers.
constexpr const char* models[] = {"tflm_hello_int8", "tinymaix_mnist_dw_q", "tflm_mnist_lstm_int8"};

std::string content_of(const std::string& model) {
  const char* shared = std::getenv("MOTE_SHARED");
  const fs::path path = fs::path(shared == nullptr ? "../shared" : shared) / "data" / "models" /
                        model / (model + ".tflite");
  return fs::exists(path) ? read_file(path) : "";
}

TEST(CutTflite, IsRecognized) {
  for (const char* model : models) {
    const std::string content = content_of(model);
    if (content.empty()) GTEST_SKIP() << "no " << model;
    for (size_t length = 0; length < content.size(); length += 97) {
      SCOPED_TRACE(length);
      EXPECT_THROW(parse_tflite(content.substr(0, length), "test.tflite"), Error);
    }
  }
}

TEST(DamagedTflite, NeverDoesWorseThanAnError) {
  Random random(21);
  for (const char* model : models) {
    const std::string content = content_of(model);
    if (content.empty()) GTEST_SKIP() << "no " << model;
    int errors = 0;
    for (int round = 0; round < 300; round++) {
      std::string damaged = content;
      for (int64_t flips = 1 + random.below(40); flips > 0; flips--) {
        const auto at = static_cast<size_t>(random.below(static_cast<int64_t>(content.size())));
        damaged[at] = static_cast<char>(random.bits());
      }
      try {
        parse_tflite(damaged, "test.tflite");
      } catch (const Error& error) {
        EXPECT_TRUE(error.place.starts_with("test.tflite")) << error.what();
        errors++;
      }
    }
    EXPECT_GT(errors, 20) << model;
  }
}

TEST(ForeignTflite, IsNotMistakenForAModel) {
  EXPECT_THROW(parse_tflite("", "test.tflite"), Error);
  EXPECT_THROW(parse_tflite(std::string(64, '\0'), "test.tflite"), Error);
  EXPECT_THROW(parse_tflite(std::string("\x08\0\0\0TFL3", 8) + std::string(64, '\xff'), "t"),
               Error);
}

}  // namespace
}  // namespace mote
