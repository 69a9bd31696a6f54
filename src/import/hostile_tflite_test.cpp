// SPDX-License-Identifier: Apache-2.0
// Damaged and cut TFLite files give an Error and nothing worse.
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <limits>

#include "base/error.h"
#include "base/files.h"
#include "base/random.h"
#include "import/tflite.h"
#include "import/tflite_sample.h"
#include "ops/op.h"
#include "passes/channels_last.h"
#include "passes/clean.h"

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

// A list of 64 bit numbers, moved by four bytes: the zero point 1 becomes its length.
TEST(HostileTflite, MayHaveListsThatAreNotAligned) {
  TfliteTensor x = s8({4}, {1, 2, 3, 4}, quant(0.5f, 1)), y = x;
  const std::string content = tflite_file({"RELU", {x}, {y}});
  const std::string zeros("\x01\0\0\0\x01\0\0\0\0\0\0\0", 12);
  size_t found = 0;
  for (size_t at = content.find(zeros); at != std::string::npos; at = content.find(zeros, at + 1)) {
    std::string moved = content;
    for (size_t from = 0; from + 4 <= at; from += 4) {
      uint32_t offset = 0;
      std::memcpy(&offset, content.data() + from, sizeof offset);
      if (from + offset != at) continue;
      offset += 4;
      std::memcpy(moved.data() + from, &offset, sizeof offset);
      found++;
    }
    try {
      parse_tflite(moved, "test.tflite");
    } catch (const Error&) {
    }
  }
  EXPECT_GT(found, 0u);
}

// Operators that become several read their operands after they added constants.
TEST(HostileTflite, MayPadWithQuantizedNumbers) {
  const Quant steps = quant(0.5f, 0);
  TfliteTensor five = known(s8({1}, {5}, steps));
  const Graph graph = parse_tflite(
      tflite_file({"PADV2",
                   {s8({1, 2}, {1, 2}, steps), known(integers({2, 2}, {0, 0, 0, 1})), five},
                   {s8({1, 3}, {1, 2, 5}, steps)}}),
      "test.tflite");
  EXPECT_EQ(graph[graph.outputs[0]].shape, (Shape{1, 3}));
}

TEST(HostileTflite, MayNotPadByWhatIsNoNumber) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const TfliteTensor pads = known(real({2, 2}, {0, nan, 0, 1}));
  const std::string content =
      tflite_file({"PAD", {real({1, 2}, {1, 2}), pads}, {real({1, 3}, {1, 2, 0})}});
  try {
    parse_tflite(content, "test.tflite");
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.message, "pad: operand 't1' is f32 2x2, expected integers");
  }
}

TEST(HostileTflite, MayNotComputeIntegersWithoutScales) {
  const Quant steps = quant(0.5f, 0);
  const TfliteTensor x = s8({1, 2, 2, 1}, {}, steps);
  for (const TfliteCase& test :
       {TfliteCase{"MEAN", {x, list({1, 2})}, {s8({1, 1}, {}, {})}, "ReducerOptions"},
        TfliteCase{"ADD", {x, s8({1, 2, 2, 1}, {}, {})}, {x}},
        TfliteCase{"RELU", {x}, {s8({1, 2, 2, 1}, {}, {})}}}) {
    SCOPED_TRACE(test.name);
    try {
      Graph graph = parse_tflite(tflite_file(test), "test.tflite");
      clean(graph);
      channels_last(graph);
      for (const Node& node : graph.nodes) {
        if (op_of(node).call != nullptr) op_of(node).call(graph, node);
      }
    } catch (const Error&) {
    }
  }
}

TEST(HostileTflite, MayNotLeaveOutOperands) {
  for (const char* name : {"ABS", "SQUEEZE", "TRANSPOSE", "RESHAPE", "CONCATENATION", "SPLIT"}) {
    SCOPED_TRACE(name);
    EXPECT_THROW(parse_tflite(tflite_file({name, {}, {real({4}, {})}}), "test.tflite"), Error);
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
