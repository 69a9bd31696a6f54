// SPDX-License-Identifier: Apache-2.0
#include "cli/samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <sstream>

#include "base/error.h"
#include "cli/features.h"
#include "data/wav.h"
#include "passes/front_end.h"

namespace mote {
namespace {

// Elements of one sample: `value`'s, with or without its leading 1.
int64_t check_shape(const NpyArray& array, const Value& value, const std::string& path) {
  Shape wanted = value.shape;
  Shape got(array.shape.begin() + (array.shape.empty() ? 0 : 1), array.shape.end());
  if (got != wanted && !wanted.empty() && wanted[0] == 1) wanted.erase(wanted.begin());
  if (array.shape.empty() || got != wanted) {
    throw Error(ErrorCode::shape_mismatch, path,
                fmt::format("has shape {}, expected N samples of {}", to_string(array.shape),
                            to_string(wanted)),
                "the first axis counts samples");
  }
  return array.shape[0];
}

bool is_own_type(const NpyArray& array, const Value& value) {
  return array.kind == dtype_npy_kind(value.dtype) && array.item_bytes == dtype_bytes(value.dtype);
}

// The beginning of a recording, silence behind it, as one sample of the first input.
NpyArray sound_for(const Graph& graph, const std::string& path) {
  const Value& value = graph[graph.inputs[0]];
  const auto front_end = graph.meta.find(kFrontEnd);
  const bool has_features = front_end != graph.meta.end();
  if (value.dtype != DType::s16 && !has_features) {
    throw Error(ErrorCode::shape_mismatch, path, "the model does not take sound",
                "generate the library with --front-end mfcc");
  }
  Shape shape = value.shape;
  if (shape.empty() || shape[0] != 1) shape.insert(shape.begin(), 1);
  const std::vector<int16_t> samples = read_wav(path).samples;
  Tensor sound(samples.begin(), samples.end());
  if (!has_features) {
    sound.resize(static_cast<size_t>(element_count(value.shape)), 0);
    return make_npy('i', 2, shape, sound);
  }
  const MfccSettings settings = parse_front_end(front_end->second);
  sound.resize(static_cast<size_t>(settings.samples(shape[1])), 0);
  Tensor features = mfcc_sums(settings, sound);
  for (double& feature : features) feature *= mfcc_unit(settings);
  return make_npy('f', 4, shape, features);
}

// A real number as the input stores it.
double stored(const Value& value, double real, size_t index) {
  if (value.quant.empty()) return real;
  const size_t c = index % value.quant.scale.size();  // several: along the last axis
  const double steps =
      std::nearbyint(real / double{value.quant.scale[c]}) + value.quant.zero_point[c];
  const double limit = std::exp2(8 * dtype_bytes(value.dtype) - 1);
  return std::clamp(steps, -limit, limit - 1);
}

Tensor convert(const NpyArray& array, int64_t sample, const Value& value,
               const std::vector<float>& scale, const std::string& path) {
  const int64_t length = element_count(value.shape);
  const bool own = is_own_type(array, value);
  const bool counts = !own && array.kind != 'f' && value.dtype == DType::f32 && !scale.empty();
  Tensor tensor(static_cast<size_t>(length));
  for (int64_t i = 0; i < length; i++) {
    double number = array.at(sample * length + i);
    if (!std::isfinite(number)) {
      throw Error(ErrorCode::bad_value, path,
                  fmt::format("sample {}, element {} is {}", sample, i, number));
    }
    if (counts) number *= double{scale[static_cast<size_t>(i) % scale.size()]};
    if (!own)
      number = value.dtype == DType::f32 ? static_cast<double>(static_cast<float>(number))
                                         : stored(value, number, static_cast<size_t>(i));
    tensor[static_cast<size_t>(i)] = number;
  }
  return tensor;
}

// "-i name=x.npy" -> index of the input and path; without a name: input `position`.
std::pair<size_t, std::string> split_argument(const std::string& argument, size_t position,
                                              const Graph& graph) {
  const size_t equals = argument.find('=');
  const std::string name = argument.substr(0, equals == std::string::npos ? 0 : equals);
  for (size_t i = 0; i < graph.inputs.size(); i++) {
    if (graph[graph.inputs[i]].name == name) return {i, argument.substr(equals + 1)};
  }
  if (position < graph.inputs.size()) return {position, argument};
  throw Error(ErrorCode::bad_option, "-i",
              fmt::format("the model has only {} inputs", graph.inputs.size()));
}

void read_labels(const std::string& path, Samples& samples) {
  const NpyArray array = read_npy(path);
  if (array.size() < samples.count) {
    throw Error(ErrorCode::shape_mismatch, path,
                fmt::format("has {} labels for {} samples", array.size(), samples.count));
  }
  for (int64_t i = 0; i < samples.count; i++)
    samples.labels.push_back(static_cast<int32_t>(array.at(i)));
}

Samples read_arrays(const SampleOptions& options, const Graph& graph) {
  std::vector<NpyArray> arrays(graph.inputs.size());
  std::vector<std::string> paths(graph.inputs.size());
  Samples samples;
  samples.count = -1;
  for (size_t position = 0; position < options.inputs.size(); position++) {
    const auto [i, path] = split_argument(options.inputs[position], position, graph);
    paths[i] = path;
    const bool is_sound = i == 0 && path.ends_with(".wav");
    arrays[i] = is_sound ? sound_for(graph, path) : read_npy(path);
    const int64_t count = check_shape(arrays[i], graph[graph.inputs[i]], path);
    if (samples.count >= 0 && count != samples.count) {
      throw Error(ErrorCode::shape_mismatch, path,
                  fmt::format("has {} samples, others {}", count, samples.count));
    }
    samples.count = count;
  }
  for (size_t i = 0; i < paths.size(); i++) {
    if (!paths[i].empty()) continue;
    throw Error(ErrorCode::bad_option, "-i",
                fmt::format("no samples for input '{}'", graph[graph.inputs[i]].name));
  }
  if (options.limit > 0) samples.count = std::min(samples.count, options.limit);
  const std::vector<float> scale = count_scale(graph);
  for (int64_t s = 0; s < samples.count; s++) {
    std::vector<Tensor>& tensors = samples.inputs.emplace_back();
    for (size_t i = 0; i < arrays.size(); i++) {
      tensors.push_back(convert(arrays[i], s, graph[graph.inputs[i]], scale, paths[i]));
    }
  }
  if (!options.labels.empty()) read_labels(options.labels, samples);
  return samples;
}

}  // namespace

std::vector<float> count_scale(const Graph& graph) {
  std::vector<float> scale;
  const auto found = graph.meta.find("count_scale");
  std::istringstream words(found == graph.meta.end() ? "" : found->second);
  for (float entry; words >> entry;) scale.push_back(entry);
  return scale;
}

Tensor sample_tensor(const Dataset& dataset, const Split& split, int64_t index,
                     const Graph& graph) {
  const Value& value = graph[graph.inputs.at(0)];
  if (graph.inputs.size() != 1 || element_count(value.shape) != dataset.sample_elements()) {
    throw Error(ErrorCode::shape_mismatch, "data set '" + dataset.name + "'",
                fmt::format("has samples of {}, but the model takes {}", to_string(dataset.shape),
                            to_string(value.shape)));
  }
  Tensor tensor;
  for (float element : dataset.sample(split, index)) {
    tensor.push_back(stored(value, double{element}, tensor.size()));
  }
  return tensor;
}

Samples split_samples(const Dataset& dataset, const Split& split, const Graph& graph) {
  Samples samples{split.size(), {}, split.y};
  for (int64_t i = 0; i < split.size(); i++)
    samples.inputs.push_back({sample_tensor(dataset, split, i, graph)});
  return samples;
}

Samples read_samples(const SampleOptions& options, const Graph& graph) {
  if (options.data.empty() == options.inputs.empty()) {
    throw Error(ErrorCode::bad_option, "", "give samples either with -i X.npy or with --data PATH");
  }
  if (!options.inputs.empty()) return read_arrays(options, graph);
  const Dataset dataset = read_dataset_for(options.data, graph);
  Samples samples;
  samples.count = dataset.test.size();
  if (options.limit > 0) samples.count = std::min(samples.count, options.limit);
  for (int64_t i = 0; i < samples.count; i++)
    samples.inputs.push_back({sample_tensor(dataset, dataset.test, i, graph)});
  samples.labels.assign(dataset.test.y.begin(), dataset.test.y.begin() + samples.count);
  return samples;
}

std::string pack(const std::vector<Tensor>& tensors, DType dtype) {
  std::string bytes;
  for (const Tensor& tensor : tensors) {
    bytes += make_npy(dtype_npy_kind(dtype), dtype_bytes(dtype), {}, tensor).bytes;
  }
  return bytes;
}

std::vector<Tensor> unpack(const std::vector<char>& bytes, DType dtype, int64_t count) {
  NpyArray array{
      dtype_npy_kind(dtype), dtype_bytes(dtype), {}, std::string(bytes.begin(), bytes.end())};
  const int64_t length =
      static_cast<int64_t>(bytes.size()) / dtype_bytes(dtype) / std::max<int64_t>(count, 1);
  std::vector<Tensor> tensors(static_cast<size_t>(count));
  for (int64_t i = 0; i < count * length; i++)
    tensors[static_cast<size_t>(i / length)].push_back(array.at(i));
  return tensors;
}

void write_output(const std::string& path, const Value& value, const std::vector<Tensor>& outputs) {
  std::vector<double> all;
  for (const Tensor& tensor : outputs) all.insert(all.end(), tensor.begin(), tensor.end());
  Shape shape = value.shape;
  if (!shape.empty() && shape[0] == 1) shape.erase(shape.begin());
  shape.insert(shape.begin(), static_cast<int64_t>(outputs.size()));
  write_npy(path, make_npy(dtype_npy_kind(value.dtype), dtype_bytes(value.dtype), shape, all));
}

Tensor real_numbers(const Value& value, const Tensor& numbers) {
  Tensor real = numbers;
  if (value.quant.empty()) return real;
  for (double& number : real)
    number = (number - value.quant.zero_point[0]) * double{value.quant.scale[0]};
  return real;
}

}  // namespace mote
