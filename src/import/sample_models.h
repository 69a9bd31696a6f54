// SPDX-License-Identifier: Apache-2.0
// Graphs and models that the tests of this folder share.
#pragma once

#include <onnx/defs/parser.h>
#include <onnx/onnx_pb.h>

#include <stdexcept>
#include <string>
#include <utility>

#include "base/random.h"
#include "import/onnx.h"
#include "ops/op.h"

namespace mote {

// A model in ONNX's text form: "(float[1,4] x) => (float[1,4] y) { y = Relu(x) }".
inline onnx::ModelProto model_of(const std::string& graph_text, int opset = 13) {
  onnx::ModelProto model;
  const std::string text =
      "<ir_version: 8, opset_import: [\"\" : " + std::to_string(opset) + "]> net " + graph_text;
  const auto status = onnx::OnnxParser::Parse(model, text.c_str());
  if (!status.IsOK()) throw std::runtime_error(status.ErrorMessage());
  return model;
}

inline Graph parse_model_proto(const onnx::ModelProto& model) {
  return parse_onnx(model.SerializeAsString(), "test.onnx");
}

inline Graph parse_text(const std::string& graph_text, int opset = 13) {
  return parse_model_proto(model_of(graph_text, opset));
}

// Builds graphs node by node; shapes and types of results come from the operators.
class NetBuilder {
 public:
  ValueId input(std::string name, Shape shape, DType dtype = DType::f32, Quant quant = {}) {
    graph.inputs.push_back(graph.add({std::move(name), dtype, std::move(shape), std::move(quant)}));
    return graph.inputs.back();
  }

  ValueId weights(const std::string& name, Shape shape) {
    Tensor elements;
    for (int64_t i = 0; i < element_count(shape); i++) {
      elements.push_back(double{static_cast<float>(random_.uniform(-1, 1))});
    }
    return graph.add_constant(name, DType::f32, std::move(shape), std::move(elements));
  }

  // Integers with one scale for each index of axis 0.
  ValueId integers(const std::string& name, DType dtype, Shape shape, float scale) {
    Tensor elements;
    for (int64_t i = 0; i < element_count(shape); i++) {
      elements.push_back(static_cast<double>(random_.below(255)) - 127);
    }
    Quant quant;
    for (int64_t c = 0; c < shape[0]; c++) {
      quant.scale.push_back(scale * (1 + 0.25f * static_cast<float>(c)));
      quant.zero_point.push_back(0);
    }
    return graph.add_constant(name, dtype, std::move(shape), std::move(elements), quant);
  }

  ValueId node(const std::string& op, const std::string& name, std::vector<ValueId> inputs,
               std::map<std::string, Attr> attrs = {}, Quant quant = {}) {
    const ValueId y = graph.add({name + "_out", DType::f32, {}, std::move(quant)});
    graph.nodes.push_back({name, op, std::move(inputs), {y}, std::move(attrs)});
    op_of(graph.nodes.back()).infer(graph, graph.nodes.back());
    return y;
  }

  Graph finish(std::vector<ValueId> outputs) {
    graph.outputs = std::move(outputs);
    compact(graph);
    return graph;
  }

  Graph graph;

 private:
  Random random_{7};
};

using Ints = std::vector<int64_t>;

// The attributes of a window in the form that normalize gives them.
inline std::map<std::string, Attr> window_attrs(Ints kernel, Ints strides, Ints pads) {
  return {{"kernel_shape", std::move(kernel)},
          {"strides", std::move(strides)},
          {"pads", std::move(pads)},
          {"dilations", Ints{1, 1}}};
}

inline std::map<std::string, Attr> conv_attrs(int64_t group, const std::string& activation = "") {
  auto attrs = window_attrs({3, 3}, {1, 1}, {1, 1, 1, 1});
  attrs["group"] = group;
  if (!activation.empty()) attrs["activation"] = activation;
  return attrs;
}

// Convolutions, a residual sum that reads a value twice, pools, a product; float.
inline Graph float_net(const std::string& activation = "") {
  NetBuilder net;
  std::map<std::string, Attr> activated;
  if (!activation.empty()) activated["activation"] = activation;
  const ValueId x = net.input("x", {1, 2, 8, 6});
  const ValueId a = net.node("conv", "first",
                             {x, net.weights("first_w", {4, 2, 3, 3}), net.weights("first_b", {4})},
                             conv_attrs(1, activation));
  const ValueId b =
      net.node("conv", "second", {a, net.weights("second_w", {4, 1, 3, 3})}, conv_attrs(4));
  const ValueId sum = net.node("add", "sum", {b, a}, activated);
  const ValueId twice = net.node("add", "twice", {sum, sum});
  const ValueId shorter =
      net.node("max_pool", "shorter", {twice}, window_attrs({2, 2}, {2, 2}, {0, 0, 0, 0}));
  const ValueId mean =
      net.node("average_pool", "mean", {shorter}, window_attrs({2, 1}, {1, 1}, {1, 0, 0, 0}));
  const ValueId flat = net.node("flatten", "flat", {mean}, {{"axis", int64_t{1}}});
  const int64_t length = net.graph[flat].shape[1];
  const ValueId scores = net.node(
      "fully_connected", "scores",
      {flat, net.weights("scores_w", {3, length}), net.weights("scores_b", {3})}, activated);
  net.graph.meta = {{"classes", "sit\nrun\nfall"}, {"rate_hz", "50"}, {"empty", ""}};
  return net.finish({net.node("softmax", "softmax", {scores}, {{"axis", int64_t{-1}}}), scores});
}

inline Quant quant(float scale, int32_t zero_point) {
  return {{scale}, {zero_point}, 0};
}

// The scales that a bias must have.
inline ValueId bias(NetBuilder& net, const std::string& name, ValueId x, ValueId w) {
  const int64_t count = net.graph[w].shape[0];
  const ValueId id = net.integers(name, DType::s32, {count}, 1);
  for (size_t c = 0; c < static_cast<size_t>(count); c++) {
    net.graph[id].quant.scale[c] = net.graph[x].quant.scale[0] * net.graph[w].quant.scale[c];
  }
  return id;
}

// The same in int8, with a quantizer that normalizes its input and every kind of boundary.
inline Graph integer_net() {
  NetBuilder net;
  const ValueId x = net.input("x", {1, 2, 8, 6});
  const ValueId q =
      net.node("quantize", "normalize", {x, net.weights("offset", {6}), net.weights("gain", {6})},
               {}, quant(0.05f, 3));
  const ValueId w1 = net.integers("first_w", DType::s8, {4, 2, 3, 3}, 0.01f);
  const ValueId a = net.node("conv", "first", {q, w1, bias(net, "first_b", q, w1)},
                             conv_attrs(1, "relu"), quant(0.1f, -128));
  const ValueId w2 = net.integers("second_w", DType::s8, {4, 1, 3, 3}, 0.02f);
  const ValueId b = net.node("conv", "second", {a, w2}, conv_attrs(4), quant(0.2f, 7));
  const ValueId sum =
      net.node("add", "sum", {b, a}, {{"activation", std::string("relu6")}}, quant(0.023f, -128));
  const ValueId shorter = net.node("max_pool", "shorter", {sum},
                                   window_attrs({2, 2}, {2, 2}, {0, 0, 0, 0}), quant(0.023f, -128));
  const ValueId flat =
      net.node("flatten", "flat", {shorter}, {{"axis", int64_t{1}}}, quant(0.023f, -128));
  const ValueId w3 = net.integers("scores_w", DType::s8, {3, net.graph[flat].shape[1]}, 0.03f);
  const ValueId scores = net.node("fully_connected", "scores",
                                  {flat, w3, bias(net, "scores_b", flat, w3)}, {}, quant(1.5f, 0));
  const ValueId real = net.node("dequantize", "to_real", {scores});
  net.graph.meta = {{"classes", "sit\nrun\nfall"}};
  return net.finish({net.node("softmax", "softmax", {real}, {{"axis", int64_t{-1}}}), scores});
}

}  // namespace mote
