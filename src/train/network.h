// SPDX-License-Identifier: Apache-2.0
// Network architectures that mote can train, each a Graph made by one declaration.
//
// src/train/<name>.network.cpp defines `const NetworkDef network_<name>` and is thereby
// registered. Nothing here knows torch.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "ir/graph.h"

namespace mote {

struct NetworkRequest {
  std::vector<int64_t> shape;  // of a sample
  int64_t classes;
  std::span<const float> mean, deviation;  // per channel
  Random& random;
  double width = 1;  // how many of the channels and neurons between input and output there are
};

struct NetworkDef {
  std::string_view name;     // "dscnn1d"
  std::string_view summary;  // for help
  std::string_view task;     // "classify" or "anomaly"
  size_t sample_rank;        // rank of the samples it takes: 2 series, 3 images, 0 any
  int default_epochs;
  double peak_rate;  // of the learning rate's one cycle; batch normalization bears more
  // A float graph with random weights: input f32[1, shape...] in physical units, whose
  // normalization (per channel mean and 1/deviation) is part of it; output f32[1, classes].
  Graph (*build)(const NetworkRequest& request);
  // Samples are turned by this in training at most (see Augmentation): networks that look for
  // shapes wherever they are need little of it, those with weights for every step more.
  double rotation_rad = 0.1;
};

std::span<const NetworkDef* const> all_networks();
const NetworkDef& find_network(std::string_view name);  // throws bad_option with a suggestion

}  // namespace mote
