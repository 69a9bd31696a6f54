// SPDX-License-Identifier: Apache-2.0
// What is written as ONNX reads back as the same graph, and standard tools accept it.
#include "import/onnx.h"

#include <gtest/gtest.h>
#include <onnx/checker.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "base/error.h"
#include "base/files.h"
#include "base/npy.h"
#include "import/model.h"
#include "import/sample_models.h"
#include "ops/evaluate.h"
#include "ops/infer.h"
#include "passes/clean.h"
#include "passes/fuse_activation.h"

namespace mote {
namespace {

std::string described(const Graph& graph) {
  std::string text;
  const auto names = [&](const std::vector<ValueId>& ids) {
    for (ValueId id : ids) {
      if (id == kNoValue) continue;
      const Value& value = graph[id];
      text += " " + value.name + ":" + std::string(dtype_name(value.dtype)) + ":" +
              to_string(value.shape);
      if (!value.quant.empty()) {
        text += "*" + std::to_string(value.quant.scale[0]) + "@" +
                std::to_string(value.quant.axis) + "+" + std::to_string(value.quant.zero_point[0]);
      }
    }
  };
  for (const Node& node : graph.nodes) {
    text += node.name + " = " + node.op;
    for (const auto& [key, attr] : node.attrs) text += " " + key;
    names(node.inputs);
    text += " ->";
    names(node.outputs);
    text += "\n";
  }
  return text;
}

void expect_same(const Graph& got, const Graph& wanted) {
  EXPECT_EQ(described(got), described(wanted));
  EXPECT_EQ(got.nodes, wanted.nodes);
  EXPECT_EQ(got.states, wanted.states);
  EXPECT_EQ(got.meta, wanted.meta);
  for (size_t i = 0; i < std::min(got.values.size(), wanted.values.size()); i++) {
    EXPECT_TRUE(got.values[i] == wanted.values[i]) << wanted.values[i].name;
  }
  EXPECT_TRUE(got == wanted);
}

Graph reread(const Graph& graph) {
  return parse_onnx(format_onnx(graph), "test.onnx");
}

void expect_checked(const Graph& graph) {
  onnx::ModelProto model;
  ASSERT_TRUE(model.ParseFromString(format_onnx(graph)));
  const bool is_known = model.ir_version() <= 8 && model.opset_import(0).version() <= 17;
  if (is_known) {
    EXPECT_NO_THROW(onnx::checker::check_model(model));
  }
  EXPECT_EQ(model.producer_name(), "mote");
}

Tensor ramp(const Value& value) {
  Tensor tensor;
  for (int64_t i = 0; i < element_count(value.shape); i++) {
    tensor.push_back(double{static_cast<float>(std::sin(0.7 * static_cast<double>(i)))});
  }
  return tensor;
}

TEST(OnnxRoundTrip, GivesFloatNetsBack) {
  const Graph net = float_net();
  verify(net);
  expect_same(reread(net), net);
  expect_checked(net);
}

TEST(OnnxRoundTrip, GivesFusedActivationsBackAfterTheFusePass) {
  const Graph net = float_net("relu");
  Graph got = reread(net);
  EXPECT_EQ(got.nodes.size(), net.nodes.size() + 3) << described(got);
  while (fuse_activation(got)) continue;
  compact(got);
  expect_same(got, net);
  expect_checked(net);
}

TEST(OnnxRoundTrip, GivesIntegerNetsBack) {
  const Graph net = integer_net();
  verify(net);
  expect_same(reread(net), net);
  expect_checked(net);
}

TEST(OnnxRoundTrip, ComputesTheSameNumbers) {
  for (const Graph& net : {float_net("relu"), integer_net()}) {
    const std::vector<Tensor> x{ramp(net[net.inputs[0]])};
    EXPECT_EQ(evaluate(reread(net), x), evaluate(net, x));
  }
}

TEST(OnnxRoundTrip, WritesTheSameBytesEveryTime) {
  for (const Graph& net : {float_net(), integer_net()}) {
    EXPECT_EQ(format_onnx(net), format_onnx(net));
    EXPECT_EQ(format_onnx(reread(net)), format_onnx(net));
  }
}

TEST(OnnxRoundTrip, WritesValuesThatNobodyMentionsNowhere) {
  Graph net = float_net();
  const std::string clean_bytes = format_onnx(net);
  net.add_constant("left_over", DType::f32, {2}, {1, 2});
  EXPECT_EQ(format_onnx(net), clean_bytes);
}

TEST(OnnxRoundTrip, KeepsIntegerInputsAndOutputs) {
  NetBuilder net;
  const ValueId x = net.input("x", {1, 6}, DType::s8, quant(0.5f, -3));
  const ValueId w = net.integers("w", DType::s8, {1, 6}, 0.01f);
  const ValueId y = net.node("fully_connected", "fc", {x, w}, {}, quant(0.25f, 127));
  const Graph graph = net.finish({y});
  expect_same(reread(graph), graph);
  expect_checked(graph);
}

TEST(OnnxRoundTrip, KeepsTheStepOfAQuantizerThatIsOnlyAnOutput) {
  NetBuilder net;
  const ValueId x = net.input("x", {1, 3});
  const ValueId gain = net.weights("gain", {3});
  const ValueId q = net.node("quantize", "q", {x, gain, gain}, {}, quant(0.3f, 9));
  const Graph graph = net.finish({q});
  expect_same(reread(graph), graph);
}

TEST(OnnxRoundTrip, KeepsQuantizersWhoseStepIsOne) {
  for (bool affine : {false, true}) {
    NetBuilder net;
    const ValueId x = net.input("x", {1, 3});
    std::vector<ValueId> operands{x};
    if (affine) operands = {x, net.weights("offset", {3}), net.weights("gain", {3})};
    const ValueId q = net.node("quantize", "q", operands, {}, quant(1.0f, -4));
    const Graph graph = net.finish({net.node("dequantize", "d", {q})});
    expect_same(reread(graph), graph);
  }
}

TEST(OnnxRoundTrip, KeepsDequantizersThatStandBesideIntegerReaders) {
  NetBuilder net;
  const ValueId x = net.input("x", {1, 4});
  const ValueId q = net.node("quantize", "q", {x}, {}, quant(0.1f, 0));
  const ValueId sum = net.node("add", "sum", {q, q}, {}, quant(0.2f, 1));
  const ValueId real = net.node("dequantize", "real", {q});
  const ValueId other = net.node("dequantize", "other", {sum});
  const Graph graph = net.finish({net.node("mul", "product", {real, other}), real});
  expect_same(reread(graph), graph);
}

TEST(OnnxRoundTrip, AvoidsNamesThatTheGraphUses) {
  Graph net = integer_net();
  const char* const clashes[] = {"first_out_real", "first_out_scale", "first_out_float",
                                 "first_out_linear", "first_out_zero_point"};
  size_t i = 0;
  for (Value& value : net.values) {
    if (value.is_constant && i < std::size(clashes)) value.name = clashes[i++];
  }
  net.nodes[0].name = "first_quantize";
  net.nodes.back().name = "first_activation";
  ASSERT_EQ(i, std::size(clashes));
  expect_same(reread(net), net);
  expect_checked(net);
}

TEST(OnnxRoundTrip, KeepsConstantsOfEveryType) {
  NetBuilder net;
  const ValueId x = net.input("x", {1, 6});
  const ValueId shape = net.graph.add_constant("shape", DType::s64, {3}, {1, -1, 2});
  const ValueId w = net.graph.add_constant("w", DType::f32, {}, {double{1e-42f}});
  const ValueId y = net.node("reshape", "reshape", {x, shape});
  const Graph graph = net.finish({net.node("sub", "sub", {y, w})});
  expect_same(reread(graph), graph);
}

TEST(OnnxExport, RefusesWhatOnnxCannotSay) {
  Graph net = float_net();
  net.nodes[0].attrs["channels_last"] = int64_t{1};
  try {
    format_onnx(net);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code, ErrorCode::unsupported_operator);
    EXPECT_NE(std::string(error.what()).find("channels_last"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("first"), std::string::npos) << error.what();
  }
}

TEST(OnnxFiles, AreWrittenAndReadBack) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "deep" / "net.onnx";
  export_onnx(float_net(), path);
  expect_same(import_onnx(path), float_net());
  EXPECT_THROW(import_onnx(folder.path() / "other.onnx"), Error);
}

fs::path shared_folder() {
  const char* set = std::getenv("MOTE_SHARED");
  return set != nullptr
             ? fs::path(set)
             : fs::path(__FILE__).parent_path().parent_path().parent_path() / ".." / "shared";
}

// Fused activations are nodes of their own in a file: both sides are cleaned up.
TEST(OnnxRoundTrip, GivesRealModelsBack) {
  const fs::path models = shared_folder() / "data" / "models";
  if (!fs::exists(models)) GTEST_SKIP() << "no data set " << models;
  for (const auto& entry : fs::recursive_directory_iterator(models)) {
    const std::string kind = entry.path().extension();
    if (kind != ".onnx" && kind != ".tflite") continue;
    SCOPED_TRACE(entry.path().filename());
    Graph net = import_model(entry.path());
    clean(net);
    Graph again = reread(net);
    clean(again);
    expect_same(again, net);
    expect_checked(net);
  }
}

TEST(OnnxFiles, GiveTheNumbersOfOnnxRuntimeOnMnist) {
  const fs::path folder = shared_folder() / "data" / "models" / "onnx_mnist";
  if (!fs::exists(folder)) GTEST_SKIP() << "no data set " << folder;
  Graph net = import_onnx(folder / "onnx_mnist.onnx");
  clean(net);
  const NpyArray x = read_npy(folder / "in0.npy");
  const NpyArray wanted = read_npy(folder / "out0.npy");
  const int64_t samples = x.shape[0], length = x.size() / samples,
                classes = wanted.size() / samples;
  double largest = 0, difference = 0;
  for (int64_t n = 0; n < samples; n++) {
    Tensor sample;
    for (int64_t i = 0; i < length; i++) sample.push_back(x.at(n * length + i));
    const Tensor y = evaluate(net, std::vector<Tensor>{sample})[0];
    for (int64_t c = 0; c < classes; c++) {
      const double golden = wanted.at(n * classes + c);
      largest = std::max(largest, std::abs(golden));
      difference = std::max(difference, std::abs(y[static_cast<size_t>(c)] - golden));
    }
  }
  EXPECT_LE(difference, 1e-4 * largest);
  expect_same(reread(net), reread(reread(net)));
}

}  // namespace
}  // namespace mote
