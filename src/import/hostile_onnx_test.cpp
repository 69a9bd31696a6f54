// SPDX-License-Identifier: Apache-2.0
// Damaged, cut, lying and foreign files give an Error that says what is wrong, and nothing worse.
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/random.h"
#include "import/sample_models.h"

namespace mote {
namespace {

struct Failure {
  ErrorCode code;
  std::string text, help;
};

// What reading this gives; fails the test when it gives a graph.
Failure failure_of(const std::string& content) {
  try {
    parse_onnx(content, "test.onnx");
  } catch (const Error& error) {
    EXPECT_TRUE(error.place.starts_with("test.onnx")) << error.what();
    return {error.code, error.what(), error.help};
  }
  ADD_FAILURE() << "no error";
  return {};
}

Failure failure_of(const onnx::ModelProto& model) {
  return failure_of(model.SerializeAsString());
}

Failure failure_of_text(const std::string& text, int opset = 13) {
  return failure_of(model_of(text, opset));
}

void expect_failure(const Failure& failure, ErrorCode code, const std::string& part) {
  EXPECT_EQ(error_label(failure.code), error_label(code)) << failure.text;
  EXPECT_NE(failure.text.find(part), std::string::npos) << failure.text;
}

onnx::ModelProto relu_model() {
  return model_of("(float[1,4] x) => (float[1,4] y) { y = Relu(x) }");
}

onnx::TensorProto& add_weights(onnx::ModelProto& model) {
  onnx::TensorProto& tensor = *model.mutable_graph()->add_initializer();
  tensor.set_name("w");
  tensor.set_data_type(onnx::TensorProto::FLOAT);
  return tensor;
}

TEST(CutOnnx, IsRecognizedAtEveryLength) {
  for (const Graph& net : {float_net(), integer_net()}) {
    const std::string content = format_onnx(net);
    const size_t step = std::max<size_t>(1, content.size() / 500);
    for (size_t length = 0; length < content.size();
         length += length + 40 < content.size() ? step : 1) {
      SCOPED_TRACE(length);
      const Failure failure = failure_of(content.substr(0, length));
      ASSERT_EQ(failure.code, ErrorCode::malformed_file) << failure.text;
    }
  }
}

TEST(DamagedOnnx, NeverDoesWorseThanAnError) {
  Random random(20);
  for (const Graph& net : {float_net("relu"), integer_net()}) {
    const std::string content = format_onnx(net);
    int errors = 0;
    for (int round = 0; round < 1500; round++) {
      std::string damaged = content;
      for (int64_t flips = 1 + random.below(3); flips > 0; flips--) {
        const auto at = static_cast<size_t>(random.below(static_cast<int64_t>(content.size())));
        damaged[at] = static_cast<char>(random.bits());
      }
      try {
        parse_onnx(damaged, "test.onnx");
      } catch (const Error&) {
        errors++;
      }
    }
    EXPECT_GT(errors, 100);
  }
}

TEST(HostileOnnx, IsNoModelWhenItIsSomethingElse) {
  expect_failure(failure_of("PK\x03\x04 not a model"), ErrorCode::malformed_file, "decoded");
  expect_failure(failure_of(std::string()), ErrorCode::malformed_file, "no graph");
}

TEST(HostileOnnx, MayNotNestForever) {
  onnx::AttributeProto attribute;
  for (int depth = 0; depth < 500; depth++) {
    onnx::AttributeProto outer;
    *outer.mutable_g()->add_node()->add_attribute() = attribute;
    attribute = std::move(outer);
  }
  onnx::ModelProto model = relu_model();
  *model.mutable_graph()->mutable_node(0)->add_attribute() = attribute;
  expect_failure(failure_of(model), ErrorCode::malformed_file, "decoded");
}

TEST(HostileOnnx, MayNotLieAboutTheSizeOfTensors) {
  const std::vector<Ints> lies = {{3},
                                  {5},
                                  {-4},
                                  {1, 1, 1, 1, 1, 1, 1, 1, 4},
                                  {int64_t{1} << 62, 4},
                                  {int64_t{1} << 32, int64_t{1} << 32},
                                  {16384, 16385},
                                  {0, int64_t{1} << 40}};
  for (const Ints& lie : lies) {
    SCOPED_TRACE(to_string(lie));
    for (bool raw : {false, true}) {
      onnx::ModelProto model = relu_model();
      onnx::TensorProto& tensor = add_weights(model);
      for (int64_t extent : lie) tensor.add_dims(extent);
      if (raw) {
        tensor.set_raw_data(std::string(16, 'x'));
      } else {
        for (int i = 0; i < 4; i++) tensor.add_float_data(1);
      }
      expect_failure(failure_of(model), ErrorCode::malformed_file, "tensor 'w'");
    }
  }
}

TEST(HostileOnnx, MayNotHaveHugeValues) {
  expect_failure(failure_of_text("(float[1,16385,16384] x) => (float y) { y = Relu(x) }"),
                 ErrorCode::bad_model, "input 'x'");
  expect_failure(failure_of_text("(float[1,20000,1] x, float[1,1,20000] z) => (float y) "
                                 "{ y = Add(x, z) }"),
                 ErrorCode::bad_model, "1x20000x20000");
}

TEST(HostileOnnx, MayNotComputeNothing) {
  onnx::ModelProto model = model_of(
      "(float[1,4] x, float[0,4] w) => (float y) "
      "{ y = Gemm<transB=1>(x, w) }");
  onnx::TensorProto& tensor = add_weights(model);
  tensor.add_dims(0);
  tensor.add_dims(4);
  expect_failure(failure_of(model), ErrorCode::unsupported_type, "no elements: 1x0");
}

TEST(HostileOnnx, NamesTensorsOfTypesItCannotRead) {
  onnx::ModelProto model = relu_model();
  add_weights(model).set_data_type(onnx::TensorProto::COMPLEX64);
  expect_failure(failure_of(model), ErrorCode::unsupported_type, "'w': is COMPLEX64");
  model.mutable_graph()->mutable_initializer(0)->set_data_type(99);
  expect_failure(failure_of(model), ErrorCode::unsupported_type, "99");
  expect_failure(failure_of_text("(string[1] x) => (string[1] y) { y = Identity(x) }"),
                 ErrorCode::unsupported_type, "STRING");
}

TEST(HostileOnnx, NamesTensorsThatAreElsewhere) {
  onnx::ModelProto model = relu_model();
  add_weights(model).set_data_location(onnx::TensorProto::EXTERNAL);
  expect_failure(failure_of(model), ErrorCode::bad_model, "a file beside the model");
  for (const char* place : {"../secret", "/etc/passwd", "a/../../b", ""}) {
    onnx::StringStringEntryProto& entry =
        *model.mutable_graph()->mutable_initializer(0)->add_external_data();
    entry.set_key("location");
    entry.set_value(place);
    expect_failure(failure_of(model), ErrorCode::bad_model, place);
  }
}

TEST(HostileOnnx, MayNotHoldElementsOutsideTheirType) {
  onnx::ModelProto model = relu_model();
  onnx::TensorProto& tensor = add_weights(model);
  tensor.set_data_type(onnx::TensorProto::INT8);
  tensor.add_int32_data(128);
  expect_failure(failure_of(model), ErrorCode::malformed_file, "128");
}

TEST(HostileOnnx, MayNotRunInCircles) {
  expect_failure(failure_of_text("(float[1,4] x) => (float y) { a = Add(x, b) b = Relu(a) "
                                 "y = Relu(b) }"),
                 ErrorCode::bad_model, "circle");
}

TEST(HostileOnnx, MayNotUseNamesTwiceOrNamesOfNothing) {
  expect_failure(failure_of_text("(float[1,4] x) => (float y) { y = Relu(x) y = Relu(x) }"),
                 ErrorCode::bad_model, "'y': is defined twice");
  expect_failure(failure_of_text("(float[1,4] x) => (float y) { y = Relu(z) }"),
                 ErrorCode::bad_model, "'z'");
  expect_failure(failure_of_text("(float[1,4] x) => (float z) { y = Relu(x) }"),
                 ErrorCode::bad_model, "'z'");
}

TEST(HostileOnnx, ChecksOperandsAndAttributesBeforeOperatorsSeeThem) {
  expect_failure(failure_of_text("(float[1,4] x) => (float y) { y = Add(x) }"),
                 ErrorCode::bad_model, "1 operands");
  expect_failure(failure_of_text("(float[1,4] x) => (float y) { y = Softmax<axis=\"one\">(x) }"),
                 ErrorCode::bad_model, "STRING");
  expect_failure(failure_of_text("(float[1,4] x) => (float y) { y = Relu<activation=1>(x) }"),
                 ErrorCode::unsupported_operator, "activation");
  expect_failure(failure_of_text("(float[1,4,4] x) => (float y) { y = MaxPool(x) }"),
                 ErrorCode::bad_model, "kernel_shape");
}

TEST(ForeignOnnx, SaysWhichOperatorIsMissingAndWhatIsKnown) {
  const Failure failure = failure_of_text(
      "(float[1,4] x) => (float y) { a = Relu(x) b = NonZero(a) "
      "c = Relu(b) y = Det(c) }");
  expect_failure(failure, ErrorCode::unsupported_operator,
                 "test.onnx: node 'NonZero_1' (opset 13): operator NonZero of 'a' 1x4");
  EXPECT_NE(failure.help.find("2 of 4 nodes are supported"), std::string::npos) << failure.help;
  EXPECT_NE(failure.help.find("Det, NonZero"), std::string::npos) << failure.help;
  EXPECT_NE(failure.help.find("--outputs a"), std::string::npos) << failure.help;
}

TEST(ForeignOnnx, SaysHowToGoOnWithoutANodeOfAFormThatIsNotSupported) {
  const Failure failure = failure_of_text(
      "(uint8[1,4,300] x, uint8[1,300,1] w) => (float y) { a = Transpose<perm=[0,2,1]>(x) "
      "b = ConvInteger(a, w) y = Cast<to=1>(b) }");
  expect_failure(failure, ErrorCode::unsupported_type, "node 'ConvInteger_1' (opset 13)");
  EXPECT_EQ(failure.help,
            "1 of 3 nodes come before it and are fine; cut the model before it: --outputs a");
}

TEST(ForeignOnnx, DoesNotAdviseToCutWhereNothingIsLeft) {
  const Failure failure = failure_of_text("(float[2,2] x) => (float y) { y = Det(x) }");
  EXPECT_EQ(failure.help, "0 of 1 nodes are supported, all but: Det");
}

TEST(ForeignOnnx, SaysWhichDomainIsMissing) {
  onnx::ModelProto model = relu_model();
  model.mutable_graph()->mutable_node(0)->set_domain("com.example");
  expect_failure(failure_of(model), ErrorCode::unsupported_operator, "com.example:Relu");
}

TEST(ForeignOnnx, NeedsFixedShapesButForTheBatch) {
  const Graph net = parse_text("(float[N,4] x) => (float[N,4] y) { y = Relu(x) }");
  EXPECT_EQ(net[net.outputs[0]].shape, (Shape{1, 4}));
  expect_failure(failure_of_text("(float[N,time] x) => (float y) { y = Relu(x) }"),
                 ErrorCode::bad_model, "'time'");
  onnx::ModelProto model = relu_model();
  auto& dims = *model.mutable_graph()
                    ->mutable_input(0)
                    ->mutable_type()
                    ->mutable_tensor_type()
                    ->mutable_shape();
  dims.mutable_dim(0)->set_dim_value(-1);
  EXPECT_EQ(parse_model_proto(model).values[0].shape, (Shape{1, 4}));
  dims.mutable_dim(1)->set_dim_value(0);
  expect_failure(failure_of(model), ErrorCode::unsupported_type, "no elements: 1x0");
}

TEST(ForeignOnnx, RefusesOpsetsOlderThanSeven) {
  expect_failure(failure_of_text("(float[1,4] x) => (float y) { y = Relu(x) }", 6),
                 ErrorCode::unsupported_operator, "opset 6");
}

}  // namespace
}  // namespace mote
