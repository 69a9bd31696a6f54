// SPDX-License-Identifier: Apache-2.0
// The many ways in which other exporters say the same thing end in the one form of mote.
#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "import/sample_models.h"
#include "ops/evaluate.h"

namespace mote {
namespace {

std::vector<std::string> ops_of(const Graph& graph) {
  std::vector<std::string> ops;
  for (const Node& node : graph.nodes) ops.push_back(node.op);
  return ops;
}

const Value& value_named(const Graph& graph, const std::string& name) {
  for (const Value& value : graph.values) {
    if (value.name == name) return value;
  }
  throw std::runtime_error("no value " + name);
}

using Ops = std::vector<std::string>;

// s8 in steps of 0.5 around 0; "zu" is the unsigned zero point 128.
const std::string constants =
    "s = Constant<value = float {0.5}>() z = Constant<value = int8 {0}>() "
    "zu = Constant<value = uint8 {128}>() s2 = Constant<value = float {0.25}>() ";

TEST(ForeignOnnx, SortsNodesAndNamesThoseWithoutName) {
  const Graph net = parse_text(
      "(float[1,4] x) => (float y) { y = Relu(b) b = Softmax(a) "
      "a = Relu(x) }");
  EXPECT_EQ(ops_of(net), (Ops{"relu", "softmax", "relu"}));
  EXPECT_EQ(net.nodes[0].name, "Relu_2");
  EXPECT_EQ(net.nodes[2].name, "Relu_0");
}

TEST(ForeignOnnx, TakesInputsWithDefaultsAsConstants) {
  onnx::ModelProto model = model_of("(float[1,2] x, float[2] w) => (float y) { y = Mul(x, w) }");
  onnx::TensorProto& w = *model.mutable_graph()->add_initializer();
  w.set_name("w");
  w.set_data_type(onnx::TensorProto::DOUBLE);
  w.add_dims(2);
  w.add_double_data(0.1);
  w.add_double_data(-2);
  const Graph net = parse_model_proto(model);
  EXPECT_EQ(net.inputs.size(), 1u);
  EXPECT_TRUE(value_named(net, "w").is_constant);
  EXPECT_EQ(value_named(net, "w").constant, (Tensor{double{0.1f}, -2}));
}

TEST(ForeignOnnx, ReadsHalfPrecision) {
  onnx::ModelProto model = model_of("(float[1,6] x, float[6] w) => (float y) { y = Mul(x, w) }");
  onnx::TensorProto& w = *model.mutable_graph()->add_initializer();
  w.set_name("w");
  w.set_data_type(onnx::TensorProto::FLOAT16);
  w.add_dims(6);
  for (int bits : {0x3c00, 0xc000, 0x0001, 0x7bff, 0x8400, 0x3555}) w.add_int32_data(bits);
  const Tensor wanted{1, -2, 0x1p-24, 65504, -0x1p-14, 0.333251953125};
  EXPECT_EQ(value_named(parse_model_proto(model), "w").constant, wanted);
}

TEST(ForeignOnnx, DropsMasksAndRatiosOfOldDropouts) {
  const Graph net =
      parse_text("(float[1,4] x) => (float y) { y, mask = Dropout<ratio=0.25>(x) }", 7);
  ASSERT_EQ(net.nodes.size(), 1u);
  EXPECT_EQ(net.nodes[0].outputs.size(), 1u);
  EXPECT_TRUE(net.nodes[0].attrs.empty());
}

TEST(ForeignOnnx, TakesOldSoftmaxAlongItsOneAxis) {
  const Graph net = parse_text("(float[1,4,1] x) => (float y) { y = Softmax(x) }", 11);
  EXPECT_EQ(ops_of(net), Ops{"softmax"});
  EXPECT_EQ(net.nodes[0].integer("axis", 99), 1);
  EXPECT_THROW(parse_text("(float[1,4] x) => (float y) { y = Softmax<axis=-7>(x) }", 11), Error);
}

// Until opset 13 Softmax and its kin took all axes from the given one on together.
TEST(ForeignOnnx, TakesAllAxesOfAnOldSoftmaxAsOne) {
  const std::vector<Tensor> x{{0, 0, 0, std::log(2)}};
  const auto y = [&](const std::string& op, int opset) {
    const Graph net = parse_text("(float[1,2,2] x) => (float y) { y = " + op + "(x) }", opset);
    EXPECT_EQ(net[net.outputs[0]].shape, (Shape{1, 2, 2}));
    return evaluate(net, x)[0];
  };
  const auto expect_near = [](const Tensor& got, const Tensor& wanted) {
    ASSERT_EQ(got.size(), wanted.size());
    for (size_t i = 0; i < got.size(); i++) EXPECT_NEAR(got[i], wanted[i], 1e-6) << i;
  };
  expect_near(y("Softmax", 11), {0.2, 0.2, 0.2, 0.4});
  expect_near(y("Softmax<axis=-2>", 7), {0.2, 0.2, 0.2, 0.4});
  expect_near(y("Softmax<axis=2>", 7), {0.5, 0.5, 1. / 3, 2. / 3});
  expect_near(y("Softmax<axis=2>", 13), {0.5, 0.5, 1. / 3, 2. / 3});
  expect_near(y("LogSoftmax", 11), {std::log(.2), std::log(.2), std::log(.2), std::log(.4)});
  expect_near(y("Hardmax", 11), {0, 0, 0, 1});
}

TEST(ForeignOnnx, MakesUnsignedQuantizationSigned) {
  const Graph net = parse_text("(float[1,4] x) => (float y) { " + constants +
                               "q = QuantizeLinear(x, s, zu) r = DequantizeLinear(q, s, zu) "
                               "a = Relu(r) b = QuantizeLinear(a, s, zu) "
                               "y = DequantizeLinear(b, s, zu) }");
  EXPECT_EQ(ops_of(net), (Ops{"quantize", "relu", "dequantize"}));
  EXPECT_EQ(value_named(net, "q").dtype, DType::s8);
  EXPECT_EQ(value_named(net, "q").quant, quant(0.5f, 0));
  EXPECT_EQ(evaluate(net, std::vector<Tensor>{{-3, 0.6, 0.8, 99}})[0], (Tensor{0, 0.5, 1, 63.5}));
}

TEST(ForeignOnnx, SharesOneDequantizerBetweenIntegerAndFloatReaders) {
  const Graph net = parse_text("(float[1,4] x) => (float y, float r) { " + constants +
                               "q = QuantizeLinear(x, s, z) r = DequantizeLinear(q, s, z) "
                               "a = Relu(r) b = QuantizeLinear(a, s, z) "
                               "c = DequantizeLinear(b, s, z) y = Mul(c, r) }");
  EXPECT_EQ(ops_of(net), (Ops{"quantize", "dequantize", "relu", "dequantize", "mul"}));
  EXPECT_EQ(net[net.nodes[2].inputs[0]].name, "q");
}

TEST(ForeignOnnx, FoldsClipToSixIntoIntegerNodes) {
  const Graph net = parse_text("(float[1,4] x) => (float y) { " + constants +
                               "q = QuantizeLinear(x, s, z) r = DequantizeLinear(q, s, z) "
                               "a = Add(r, r) lo = Constant<value_float = 0.0>() "
                               "hi = Constant<value_float = 6.0>() c = Clip(a, lo, hi) "
                               "b = QuantizeLinear(c, s, z) y = DequantizeLinear(b, s, z) }");
  EXPECT_EQ(ops_of(net), (Ops{"quantize", "add", "dequantize"}));
  EXPECT_EQ(net.nodes[1].text("activation", ""), "relu6");
}

TEST(ForeignOnnx, LeavesOperatorsFloatWhoseResultIsReadBeforeTheQuantizer) {
  const Graph net = parse_text("(float[1,4] x) => (float y, float a) { " + constants +
                               "q = QuantizeLinear(x, s, z) r = DequantizeLinear(q, s, z) "
                               "a = Add(r, r) b = QuantizeLinear(a, s, z) "
                               "y = DequantizeLinear(b, s, z) }");
  EXPECT_EQ(ops_of(net), (Ops{"quantize", "dequantize", "add", "quantize", "dequantize"}));
}

TEST(ForeignOnnx, LeavesPoolsFloatThatChangeTheScale) {
  const std::string text =
      "q = QuantizeLinear(x, s, z) r = DequantizeLinear(q, s, z) "
      "a = GlobalAveragePool(r) b = QuantizeLinear(a, %, z) "
      "y = DequantizeLinear(b, %, z) }";
  const auto with = [&](const std::string& scale) {
    std::string filled = "(float[1,2,8] x) => (float y) { " + constants + text;
    for (size_t at; (at = filled.find('%')) != std::string::npos;) filled.replace(at, 1, scale);
    return ops_of(parse_text(filled));
  };
  EXPECT_EQ(with("s"), (Ops{"quantize", "global_average_pool", "dequantize"}));
  EXPECT_EQ(with("s2"),
            (Ops{"quantize", "dequantize", "global_average_pool", "quantize", "dequantize"}));
}

TEST(ForeignOnnx, ComputesQuantizersOfConstantWeights) {
  const Graph net = parse_text(
      "(float[1,2] x) => (float y) { " + constants +
      "w = Constant<value = float[2,2] {0.24, 0.26, 99.0, -0.75}>() "
      "q = QuantizeLinear(x, s, z) r = DequantizeLinear(q, s, z) "
      "wq = QuantizeLinear(w, s, z) wr = DequantizeLinear(wq, s, z) "
      "a = Gemm<transB=1>(r, wr) b = QuantizeLinear(a, s, z) y = DequantizeLinear(b, s, z) }");
  EXPECT_EQ(ops_of(net), (Ops{"quantize", "fully_connected", "dequantize"}));
  EXPECT_EQ(value_named(net, "wq").constant, (Tensor{0, 1, 127, -2}));
}

TEST(ForeignOnnx, KeepsWeightsAsSmallAsTheyAre) {
  const Graph net = parse_text(
      "(float[1,2] x) => (float y) { s = Constant<value = float[2] {0.5, 2.0}>() "
      "w = Constant<value = int8[2,2] {1, 2, 3, -4}>() "
      "wr = DequantizeLinear<axis=0>(w, s) y = Gemm<transB=1>(x, wr) }");
  EXPECT_EQ(ops_of(net), Ops{"fully_connected"});
  EXPECT_EQ(value_named(net, "w").dtype, DType::s8);
  EXPECT_EQ(value_named(net, "w").quant.scale, (std::vector<float>{0.5f, 2.0f}));
  EXPECT_EQ(evaluate(net, std::vector<Tensor>{{1, 10}})[0], (Tensor{10.5, -74}));
}

TEST(ForeignOnnx, LeavesProductsFloatWhoseBiasHasAScaleOfItsOwn) {
  const std::string text =
      "w = Constant<value = int8[1,2] {1, 2}>() c = Constant<value = int32[1] {8}>() "
      "q = QuantizeLinear(x, s, z) r = DequantizeLinear(q, s, z) wr = DequantizeLinear(w, s, z) "
      "cr = DequantizeLinear(c, %) a = Gemm<transB=1>(r, wr, cr) b = QuantizeLinear(a, s, z) "
      "y = DequantizeLinear(b, s, z) }";
  const auto net_with = [&](const std::string& scale) {
    std::string filled = "(float[1,2] x) => (float y) { " + constants + text;
    return parse_text(filled.replace(filled.find('%'), 1, scale));
  };
  EXPECT_EQ(ops_of(net_with("s2")), (Ops{"quantize", "fully_connected", "dequantize"}));
  EXPECT_EQ(ops_of(net_with("s")),
            (Ops{"quantize", "dequantize", "fully_connected", "quantize", "dequantize"}));
}

TEST(ForeignOnnx, ComputesWhatIsKnownBeforeRunning) {
  const Graph net = parse_text(
      "(float[1,2] x) => (float y) { "
      "w = Constant<value = float[4] {1.0, 2.0, 3.0, 4.0}>() "
      "n = Constant<value = int64[2] {2, 2}>() v = Reshape(w, n) "
      "u = Transpose(v) y = Gemm<transB=1>(x, u) }");
  EXPECT_EQ(ops_of(net), Ops{"fully_connected"});
  EXPECT_EQ(value_named(net, "u").constant, (Tensor{1, 3, 2, 4}));
}

TEST(ForeignOnnx, RefusesIntegersReadWithTwoScales) {
  EXPECT_THROW(parse_text("(float[1,4] x) => (float y, float r) { " + constants +
                          "q = QuantizeLinear(x, s, z) r = DequantizeLinear(q, s, z) "
                          "y = DequantizeLinear(q, s2, z) }"),
               Error);
}

TEST(ForeignOnnx, ComputesEinsteinSumsThatAreProducts) {
  const auto sum = [](const std::string& equation, const std::string& inputs, Tensor a, Tensor b) {
    const Graph net = parse_text("(" + inputs + ") => (float y) { y = Einsum<equation=\"" +
                                 equation + "\">(a" + (b.empty() ? "" : ", b") + ") }");
    std::vector<Tensor> operands{std::move(a)};
    if (!b.empty()) operands.push_back(std::move(b));
    return evaluate(net, operands)[0];
  };
  const Tensor a{1, 2, 3, 4, 5, 6}, b{1, 0, -1, 2, 1, 1};
  EXPECT_EQ(sum("ij,jk->ik", "float[2,3] a, float[3,2] b", a, b), (Tensor{2, 7, 5, 16}));
  EXPECT_EQ(sum("ij,kj->ki", "float[2,3] a, float[2,3] b", a, b), (Tensor{-2, -2, 7, 19}));
  EXPECT_EQ(sum("bi,bi->b", "float[2,3] a, float[2,3] b", a, b), (Tensor{-2, 19}));
  EXPECT_EQ(sum("ij->ji", "float[2,3] a", a, {}), (Tensor{1, 4, 2, 5, 3, 6}));
  EXPECT_EQ(sum("ij->j", "float[2,3] a", a, {}), (Tensor{5, 7, 9}));
  EXPECT_EQ(sum("ij,k", "float[2,3] a, float[1] b", a, {2}), (Tensor{2, 4, 6, 8, 10, 12}));
  EXPECT_THROW(sum("ii->i", "float[2,2] a", {1, 2, 3, 4}, {}), Error);
}

}  // namespace
}  // namespace mote
