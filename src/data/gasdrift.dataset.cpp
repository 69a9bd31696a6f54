// SPDX-License-Identifier: Apache-2.0
// Six gases smelt by sensors that age, as NumPy arrays: X, gas (0 to 5) and batch (1, 2, ... in
// order of time), a row for each sample. The first two batches are there to train on.
//
// Vergara and others, 2012: "Chemical gas sensor drift compensation using classifier ensembles".
#include <fmt/format.h>

#include <cmath>
#include <cstdint>

#include "base/error.h"
#include "base/npy.h"
#include "data/dataset.h"
#include "data/folder.h"

namespace mote {
namespace {

constexpr int32_t kLastTrained = 2;
const std::vector<std::string> kFiles = {"X.npy", "gas.npy", "batch.npy"};
const std::vector<std::string> kGases = {"Ethanol",      "Ethylene", "Ammonia",
                                         "Acetaldehyde", "Acetone",  "Toluene"};

bool recognizes(const std::string& source) {
  for (const std::string& name : kFiles) {
    if (find_file(source, {name}).empty()) return false;
  }
  return true;
}

// One whole number from `least` to `most` for each of `count` samples.
std::vector<int32_t> read_whole(const fs::path& file, int64_t count, double least, double most) {
  const NpyArray array = read_npy(file);
  if (array.shape != std::vector<int64_t>{count}) {
    throw Error(
        ErrorCode::shape_mismatch, file.string(),
        fmt::format("shape ({}), but X.npy holds {} samples", fmt::join(array.shape, ", "), count));
  }
  std::vector<int32_t> numbers;
  for (int64_t i = 0; i < count; i++) {
    const double value = array.at(i);
    if (!(value >= least && value <= most) || value != std::floor(value)) {
      throw Error(ErrorCode::bad_value, file.string(),
                  fmt::format("entry {} is {}, expected a whole number from {} to {}", i, value,
                              least, most));
    }
    numbers.push_back(static_cast<int32_t>(value));
  }
  return numbers;
}

NpyArray read_numbers(const fs::path& file) {
  NpyArray x = read_npy(file);
  if (x.shape.size() != 2 || x.shape[1] == 0) {
    throw Error(ErrorCode::shape_mismatch, file.string(),
                fmt::format("shape ({}), expected samples x numbers", fmt::join(x.shape, ", ")));
  }
  for (int64_t i = 0; i < x.size(); i++) {
    if (std::isfinite(x.at(i))) continue;
    throw Error(ErrorCode::bad_value, file.string(),
                fmt::format("sample {}, number {} is {}", i / x.shape[1], i % x.shape[1], x.at(i)));
  }
  return x;
}

void add_sample(const NpyArray& x, int64_t row, Split& split) {
  for (int64_t i = row * x.shape[1]; i < (row + 1) * x.shape[1]; i++) {
    split.x.push_back(static_cast<float>(x.at(i)));
  }
  split.count++;
}

Dataset read(const std::string& source) {
  const fs::path folder = source;
  const NpyArray x = read_numbers(folder / "X.npy");
  const int64_t count = x.shape[0];
  const auto most = static_cast<double>(kGases.size() - 1);
  const std::vector<int32_t> gas = read_whole(folder / "gas.npy", count, 0, most);
  const std::vector<int32_t> batch = read_whole(folder / "batch.npy", count, 1, INT16_MAX);
  Dataset dataset;
  dataset.name = folder_name(source);
  dataset.shape = {1, x.shape[1]};
  dataset.classes = kGases;
  for (Split* split : {&dataset.train, &dataset.test}) {
    split->origin = {{(folder / "X.npy").string()}, (folder / "gas.npy").string(), false};
  }
  for (int64_t i = 0; i < count; i++) {
    const auto at = static_cast<size_t>(i);
    Split& split = batch[at] <= kLastTrained ? dataset.train : dataset.test;
    add_sample(x, i, split);
    split.y.push_back(gas[at]);
    split.batch.push_back(batch[at]);
  }
  return dataset;
}

}  // namespace

extern const DatasetFormat dataset_gasdrift;
const DatasetFormat dataset_gasdrift = {"gasdrift", "gas sensors that age, in batches over time",
                                        recognizes, read, "X.npy, gas.npy, batch.npy"};

}  // namespace mote
