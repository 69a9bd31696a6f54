// SPDX-License-Identifier: Apache-2.0
// Builds the networks of *.network.cpp layer by layer, with He initialization.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/random.h"
#include "train/network.h"

namespace mote {

// Each call appends a layer and returns the builder. Layers that slide over spatial axes pad so
// that a stride of 1 keeps lengths, and never ask for more than short samples have.
class NetworkBuilder {
 public:
  // Input f32[1, shape...], from which mean is taken and which is multiplied by 1 / deviation,
  // channel (last axis) by channel.
  explicit NetworkBuilder(const NetworkRequest& request);

  NetworkBuilder& channels_first();  // [1, T, C] -> [1, C, T], [1, H, W, C] -> [1, C, H, W]
  // Convolutions, each with batch normalization and ReLU behind it. Their channels and hidden
  // neurons are multiplied by the request's width.
  NetworkBuilder& conv(int64_t channels, int64_t kernel, int64_t stride = 1);
  NetworkBuilder& depthwise(int64_t kernel, int64_t stride = 1);
  NetworkBuilder& pointwise(int64_t channels);
  NetworkBuilder& max_pool(int64_t size);
  NetworkBuilder& global_average_pool();
  NetworkBuilder& flatten();
  NetworkBuilder& dense(int64_t outputs);   // fully connected
  NetworkBuilder& hidden(int64_t outputs);  // fully connected, then ReLU
  NetworkBuilder& dropout(double ratio);

  // Sets meta "task" and names the output.
  Graph finish(const std::string& task, const std::string& output);

 private:
  using Attrs = std::map<std::string, Attr>;

  NetworkBuilder& slide(const std::string& name, int64_t channels, int64_t kernel, int64_t stride,
                        int64_t group);
  int64_t widened(int64_t count) const;
  NetworkBuilder& batch_norm();
  NetworkBuilder& relu();
  NetworkBuilder& append(const std::string& op, std::vector<ValueId> operands, Attrs attrs = {});
  ValueId random_weights(const std::string& name, Shape shape);
  ValueId filled(const std::string& name, int64_t count, double element);
  const Shape& shape() const { return graph_[last_].shape; }
  size_t spatial_axes() const { return shape().size() - 2; }

  Graph graph_;
  ValueId last_{};  // what the next layer reads
  Random& random_;
  double width_;
  std::string layer_;  // name of the layer being appended
  int layers_ = 0;     // with weights, so far
};

}  // namespace mote
