// SPDX-License-Identifier: Apache-2.0
// The numbers that go into a model and come out of it, as files and commands have them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/npy.h"
#include "cli/options.h"
#include "data/dataset.h"
#include "ir/graph.h"

namespace mote {

// Samples for every input of a model, in stored numbers of the input's own type.
struct Samples {
  int64_t count = 0;
  std::vector<std::vector<Tensor>> inputs;  // [sample][input]
  std::vector<int32_t> labels;              // empty: unknown
};

// Where a command takes samples from: -i [name=]X.npy ..., -l Y.npy, or --data (its test split).
struct SampleOptions {
  std::vector<std::string> inputs;
  std::string labels;
  std::string data;
  int64_t limit = 0;  // use only that many; 0: all
};

// Reads them for these inputs. An array of the input's own type is taken as it is; real numbers
// for an integer input are quantized with its scale; integers for a real input are sensor counts,
// multiplied by the model's count_scale when it has one. Throws shape_mismatch, bad_value (NaN).
Samples read_samples(const SampleOptions& options, const Graph& graph);

// -i, -l, --data and --limit.
void add_sample_options(Options& app, SampleOptions& options);

// One sample of a data set as the model's only input. Throws shape_mismatch.
Tensor sample_tensor(const Dataset& dataset, const Split& split, int64_t index, const Graph& graph);

// A split as samples of the model's only input. Throws shape_mismatch.
Samples split_samples(const Dataset& dataset, const Split& split, const Graph& graph);

// Real units per sensor count for each channel, from the model's metadata; may be empty.
std::vector<float> count_scale(const Graph& graph);

// Outputs as raw bytes, sample after sample, and back.
std::string pack(const std::vector<Tensor>& tensors, DType dtype);
std::vector<Tensor> unpack(const std::vector<char>& bytes, DType dtype, int64_t count);

// Writes one output of all samples as .npy in its own type; shape: count, then the value's.
void write_output(const std::string& path, const Value& value, const std::vector<Tensor>& outputs);

// In real numbers.
Tensor real_numbers(const Value& value, const Tensor& stored);

}  // namespace mote
