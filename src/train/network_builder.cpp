// SPDX-License-Identifier: Apache-2.0
#include "train/network_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>

#include "ops/op.h"

namespace mote {
namespace {

ValueId add_channels(Graph& graph, const std::string& name, std::span<const float> elements) {
  return graph.add_constant(name, DType::f32, {static_cast<int64_t>(elements.size())},
                            Tensor(elements.begin(), elements.end()));
}

}  // namespace

NetworkBuilder::NetworkBuilder(const NetworkRequest& request)
    : random_(request.random), width_(request.width) {
  assert(!request.shape.empty() &&
         static_cast<int64_t>(request.mean.size()) == request.shape.back() &&
         request.mean.size() == request.deviation.size() && "one mean and deviation a channel");
  Shape input{1};
  input.insert(input.end(), request.shape.begin(), request.shape.end());
  last_ = graph_.add({.name = "input", .dtype = DType::f32, .shape = input});
  graph_.inputs = {last_};
  std::vector<float> gain;
  for (float channel : request.deviation) gain.push_back(1 / channel);
  layer_ = "center";
  append("sub", {add_channels(graph_, "mean", request.mean)});
  layer_ = "normalize";
  append("mul", {add_channels(graph_, "gain", gain)});
}

// Whole fours, which most kernels compute at once.
int64_t NetworkBuilder::widened(int64_t count) const {
  if (width_ == 1) return count;
  const double fours = std::round(static_cast<double>(count) * width_ / 4);
  return 4 * std::max<int64_t>(1, static_cast<int64_t>(fours));
}

NetworkBuilder& NetworkBuilder::channels_first() {
  const auto rank = static_cast<int64_t>(shape().size());
  std::vector<int64_t> perm{0, rank - 1};
  for (int64_t axis = 1; axis < rank - 1; axis++) perm.push_back(axis);
  layer_ = "channels_first";
  return append("transpose", {}, {{"perm", perm}});
}

NetworkBuilder& NetworkBuilder::conv(int64_t channels, int64_t kernel, int64_t stride) {
  return slide("conv", widened(channels), kernel, stride, 1).batch_norm().relu();
}

NetworkBuilder& NetworkBuilder::depthwise(int64_t kernel, int64_t stride) {
  return slide("depthwise", shape()[1], kernel, stride, shape()[1]).batch_norm().relu();
}

NetworkBuilder& NetworkBuilder::pointwise(int64_t channels) {
  return slide("pointwise", widened(channels), 1, 1, 1).batch_norm().relu();
}

NetworkBuilder& NetworkBuilder::slide(const std::string& name, int64_t channels, int64_t kernel,
                                      int64_t stride, int64_t group) {
  const size_t axes = spatial_axes();
  std::vector<int64_t> begins, ends;
  for (size_t axis = 0; axis < axes; axis++) {
    const int64_t length = shape()[axis + 2];
    const int64_t out = (length + stride - 1) / stride;
    const int64_t total = std::max<int64_t>(0, (out - 1) * stride + kernel - length);
    begins.push_back(total / 2);
    ends.push_back(total - total / 2);
  }
  Shape weights{channels, shape()[1] / group};
  weights.insert(weights.end(), axes, kernel);
  layer_ = fmt::format("{}{}", name, ++layers_);
  const ValueId w = random_weights(layer_ + "_weights", weights);
  std::vector<int64_t> pads = begins;
  pads.insert(pads.end(), ends.begin(), ends.end());
  return append("conv", {w},
                {{"kernel_shape", std::vector<int64_t>(axes, kernel)},
                 {"strides", std::vector<int64_t>(axes, stride)},
                 {"dilations", std::vector<int64_t>(axes, 1)},
                 {"pads", pads},
                 {"group", group}});
}

NetworkBuilder& NetworkBuilder::batch_norm() {
  const int64_t channels = shape()[1];
  layer_ = fmt::format("norm{}", layers_);
  const ValueId scale = filled(layer_ + "_scale", channels, 1);
  const ValueId bias = filled(layer_ + "_bias", channels, 0);
  const ValueId mean = filled(layer_ + "_mean", channels, 0);
  const ValueId variance = filled(layer_ + "_variance", channels, 1);
  return append("batch_normalization", {scale, bias, mean, variance}, {{"epsilon", 1e-5}});
}

NetworkBuilder& NetworkBuilder::relu() {
  layer_ = fmt::format("relu{}", layers_);
  return append("relu", {});
}

NetworkBuilder& NetworkBuilder::max_pool(int64_t size) {
  std::vector<int64_t> kernel;
  for (size_t axis = 0; axis < spatial_axes(); axis++) {
    kernel.push_back(std::min(size, shape()[axis + 2]));
  }
  layer_ = fmt::format("max_pool{}", layers_);
  const std::vector<int64_t> pads(2 * kernel.size(), 0), ones(kernel.size(), 1);
  return append(
      "max_pool", {},
      {{"kernel_shape", kernel}, {"strides", kernel}, {"dilations", ones}, {"pads", pads}});
}

NetworkBuilder& NetworkBuilder::global_average_pool() {
  layer_ = "average";
  return append("global_average_pool", {});
}

NetworkBuilder& NetworkBuilder::flatten() {
  layer_ = "flatten";
  return append("flatten", {}, {{"axis", int64_t{1}}});
}

NetworkBuilder& NetworkBuilder::dense(int64_t outputs) {
  layer_ = fmt::format("dense{}", ++layers_);
  const ValueId w = random_weights(layer_ + "_weights", {outputs, shape()[1]});
  return append("fully_connected", {w, filled(layer_ + "_bias", outputs, 0)});
}

NetworkBuilder& NetworkBuilder::hidden(int64_t outputs) {
  return dense(widened(outputs)).relu();
}

NetworkBuilder& NetworkBuilder::dropout(double ratio) {
  layer_ = fmt::format("dropout{}", layers_);
  return append("dropout", {}, {{"ratio", ratio}});
}

Graph NetworkBuilder::finish(const std::string& task, const std::string& output) {
  graph_.outputs = {last_};
  graph_[last_].name = output;
  graph_.meta["task"] = task;
  return graph_;
}

NetworkBuilder& NetworkBuilder::append(const std::string& op, std::vector<ValueId> operands,
                                       Attrs attrs) {
  operands.insert(operands.begin(), last_);
  last_ = graph_.add({.name = layer_ + "_out"});
  graph_.nodes.push_back({layer_, op, std::move(operands), {last_}, std::move(attrs)});
  op_of(graph_.nodes.back()).infer(graph_, graph_.nodes.back());
  return *this;
}

// He: deviation sqrt(2 / inputs of one filter).
ValueId NetworkBuilder::random_weights(const std::string& name, Shape shape) {
  const int64_t count = element_count(shape);
  const double deviation =
      std::sqrt(2.0 * static_cast<double>(shape[0]) / static_cast<double>(count));
  Tensor elements(static_cast<size_t>(count));
  for (double& element : elements) {
    element = double{static_cast<float>(deviation * random_.normal())};
  }
  return graph_.add_constant(name, DType::f32, std::move(shape), std::move(elements));
}

ValueId NetworkBuilder::filled(const std::string& name, int64_t count, double element) {
  return graph_.add_constant(name, DType::f32, {count},
                             Tensor(static_cast<size_t>(count), element));
}

}  // namespace mote
