// SPDX-License-Identifier: Apache-2.0
// Well-formed ONNX files that ask for too much, or for what only files can say:
// what fuzzing found.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/error.h"
#include "import/limits.h"
#include "import/sample_models.h"
#include "ops/op.h"
#include "passes/channels_last.h"
#include "passes/clean.h"

namespace mote {
namespace {

// Reads, cleans and lowers a model; what the Error says, "" when there is none.
std::string refusal(const onnx::ModelProto& model) {
  try {
    Graph graph = parse_model_proto(model);
    clean(graph);
    channels_last(graph);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

std::string refusal_of_text(const std::string& text, int opset = 13) {
  return refusal(model_of(text, opset));
}

void expect_part(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << "got '" << text << "', wanted '" << part << "'";
}

TEST(HostileGraph, HasStepsThatFitEvenWhenItHasNoElements) {
  expect_part(refusal_of_text("(float[0,16777216,16777216,16777216] x) => (float y) "
                              "{ y = Transpose(x) }"),
              "too many elements");
  EXPECT_EQ(checked_count({0, 5}), 0);
  EXPECT_EQ(checked_count({0, kMaxElements, 2}), std::nullopt);
  EXPECT_GT(element_count(Shape(8, int64_t{1} << 40)), kMaxElements);
}

TEST(HostileGraph, MayNotHaveAttributesOfOtherTypes) {
  const Node node{"n", "op", {}, {}, {{"axis", std::string("one")}}};
  EXPECT_THROW(node.integer("axis", 0), Error);
  EXPECT_THROW(node.integers("axis", {}), Error);
  EXPECT_THROW(node.number("axis", 0), Error);
}

TEST(HostileGraph, MayNotLeaveOutOperandsOfOperatorsThatOnlyMoteHas) {
  onnx::ModelProto model = model_of("(float[1,4] x) => (float y) { y = Relu(x) }");
  onnx::NodeProto& node = *model.mutable_graph()->mutable_node(0);
  node.set_domain("mote");
  for (const char* name : {"Requantize", "SVDF"}) {
    node.set_op_type(name);
    node.clear_input();
    EXPECT_NE(refusal(model), "") << name;
    node.add_input("");
    EXPECT_NE(refusal(model), "") << name;
    node.set_input(0, "x");
    EXPECT_NE(refusal(model), "") << name;
    node.clear_output();
    EXPECT_NE(refusal(model), "") << name;
    node.add_output("y");
  }
}

TEST(HostileGraph, MayNotLeaveOutOperandsOfOperatorsThatAreUnfolded) {
  for (const char* name : {"floor_div", "not_equal", "pow", "squared_difference"}) {
    Graph graph;
    graph.inputs = {graph.add({"x", DType::f32, {4}})};
    graph.outputs = {graph.add({"y", DType::f32, {4}})};
    const Node node{"n", name, graph.inputs, graph.outputs};
    std::vector<Node> parts;
    EXPECT_THROW(op_of(node).expand(graph, node, parts), Error) << name;
  }
}

TEST(HostileGraph, MayNotHaveAZeroPointThatIsNoNumber) {
  onnx::ModelProto model = model_of(
      "(float[1,4] x) => (float y) <float s = {0.5}, float z = {1}> { y = Clip(x, s, z) }");
  model.mutable_graph()->mutable_node(0)->set_domain("mote");
  model.mutable_graph()->mutable_node(0)->set_op_type("Requantize");
  for (const float zero : {std::nanf(""), std::numeric_limits<float>::infinity(), 0x1p31f}) {
    model.mutable_graph()->mutable_initializer(1)->set_float_data(0, zero);
    expect_part(refusal(model), "zero point of 30 bits");
  }
}

TEST(HostileGraph, MayNotLeaveOutTheOperandOfAnOldSoftmax) {
  onnx::ModelProto model = model_of("(float[1,4] x) => (float y) { y = Softmax(x) }", 11);
  model.mutable_graph()->mutable_node(0)->set_domain("mote");
  model.mutable_graph()->mutable_node(0)->set_input(0, "");
  EXPECT_NE(refusal(model), "");
}

TEST(HostileGraph, MayNotHaveCountlessNodes) {
  onnx::ModelProto model = model_of("(float[1,4] x) => (float y) { y = Relu(x) }");
  for (size_t i = 0; i < kMaxNodes; i++) {
    onnx::NodeProto& node = *model.mutable_graph()->add_node();
    node.set_op_type("Relu");
    node.add_input("x");
    node.add_output("z" + std::to_string(i));
  }
  expect_part(refusal(model), "8193 nodes");
}

// Each function calls the next one twice, and the last one does nothing.
TEST(HostileGraph, MayNotCallFunctionsForYears) {
  onnx::ModelProto model = model_of("(float[1,4] x) => (float y) { y = Relu(x) }");
  constexpr int depth = 15, calls = 8;
  for (int i = 0; i < depth; i++) {
    onnx::FunctionProto& function = *model.add_functions();
    function.set_domain("own");
    function.set_name("f" + std::to_string(i));
    for (int call = 0; call < calls && i + 1 < depth; call++) {
      onnx::NodeProto& node = *function.add_node();
      node.set_domain("own");
      node.set_op_type("f" + std::to_string(i + 1));
    }
  }
  onnx::NodeProto& first = *model.mutable_graph()->add_node();
  first.set_domain("own");
  first.set_op_type("f0");
  expect_part(refusal(model), "call each other too often");
}

TEST(HostileGraph, MayNotUnfoldIntoManyConstants) {
  expect_part(refusal_of_text("(float[1,4] x) => (float y, float z) { y = Relu(x) "
                              "shape = Constant<value_ints=[5000000]>() "
                              "z = ConstantOfShape(shape) }"),
              "unfold into more than");
}

TEST(HostileGraph, MayNotHoldManyLargeTensorsInFewBytes) {
  onnx::ModelProto model = model_of("(float[1,4] x) => (float y) { y = Relu(x) }");
  for (int i = 0; i < 40; i++) {
    onnx::SparseTensorProto& sparse = *model.mutable_graph()->add_sparse_initializer();
    sparse.add_dims(1 << 20);
    sparse.mutable_values()->set_name("w" + std::to_string(i));
    sparse.mutable_values()->set_data_type(onnx::TensorProto::FLOAT);
    sparse.mutable_values()->add_dims(0);
    sparse.mutable_indices()->set_data_type(onnx::TensorProto::INT64);
    sparse.mutable_indices()->add_dims(0);
  }
  expect_part(refusal(model), "elements together");
}

TEST(HostileGraph, MayNotFoldForYears) {
  onnx::ModelProto model = model_of(
      "(float[1,1,2] x) => (float y) { shape = "
      "Constant<value_ints=[1,1,1000000]>() "
      "ones = ConstantOfShape(shape) "
      "pool = MaxPool<kernel_shape=[500000]>(ones) y = ReduceMax(pool) }");
  EXPECT_NO_THROW(refusal(model));
}

TEST(HostileGraph, MayComputeWeightsOnlyBeforeRunning) {
  expect_part(refusal_of_text("(float[1,2,4] x, float[2,2,3] w) => (float y) { y = Conv(x, w) }"),
              "must be a constant");
}

// A zero point is turned to stand along the first axis of what it belongs to.
TEST(HostileGraph, MayNotConvolveOneIntegerWithoutAxes) {
  expect_part(refusal_of_text("(uint8[1] seen, uint8[1,1,2] w) => (int32 y) { "
                              "x = Constant<value = uint8 {7}>() "
                              "z = Constant<value = uint8 {1}>() y = ConvInteger(x, w, z) }"),
              "operand 'x' is u8 scalar, expected batch, channels and spatial axes");
}

TEST(HostileGraph, MayComputeWhatABatchNormalizationUses) {
  EXPECT_EQ(refusal_of_text("(float[1,2,4] x, float[2] s) => (float y) "
                            "{ y = BatchNormalization(x, s, s, s, s) }"),
            "");
}

// Passes that look at all nodes for each one they drop would take hours.
TEST(HostileGraph, MayHaveLongChainsOfNothing) {
  onnx::ModelProto model = model_of("(float[1,4] x) => (float y) { y = Relu(x) }");
  std::string last = "x";
  for (int i = 0; i < 3000; i++) {
    for (const char* name : {"read", "unread"}) {
      onnx::NodeProto& node = *model.mutable_graph()->add_node();
      node.set_op_type("Identity");
      node.add_input(last);
      node.add_output(name + std::to_string(i));
    }
    last = "read" + std::to_string(i);
  }
  model.mutable_graph()->mutable_node(0)->set_input(0, last);
  EXPECT_EQ(refusal(model), "");
}

// A turned axis order moves behind every node of a chain.
TEST(HostileGraph, MayTurnAxesBeforeLongChains) {
  onnx::ModelProto model =
      model_of("(float[1,4,2] x) => (float y) { t = Transpose<perm=[0,2,1]>(x) y = Relu(t) }");
  std::string last = "t";
  for (int i = 0; i < 2000; i++) {
    onnx::NodeProto& node = *model.mutable_graph()->add_node();
    node.set_op_type(i % 2 == 0 ? "Neg" : "Sin");
    node.add_input(last);
    last = "v" + std::to_string(i);
    node.add_output(last);
  }
  model.mutable_graph()->mutable_node(1)->set_input(0, last);
  EXPECT_EQ(refusal(model), "");
}

}  // namespace
}  // namespace mote
