// SPDX-License-Identifier: Apache-2.0
// A folder of NumPy arrays: X_train, y_train, X_test, y_test, and optional facts about them.
//
// X of N x T x C or N x T is a series, uint8 X of N x H x W and any X of N x H x W x {1, 3} is an
// image. scale.npy turns stored numbers into physical units; next to int16 X it is what one count
// of the sensor means. Without labels.txt the classes are the numbers that occur in y_train.
// source_train.npy and source_test.npy of N x 2: which recording a sample was cut from, and which
// of its moments comes first.
#include "base/npy.h"

#include <fmt/format.h>

#include <cmath>

#include "base/error.h"
#include "data/dataset.h"
#include "data/folder.h"
#include "data/labels.h"

namespace mote {
namespace {

const std::vector<std::string> kNeeded = {"X_train.npy", "y_train.npy", "X_test.npy", "y_test.npy"};

bool recognizes(const std::string& source) {
  return !find_file(source, kNeeded).empty();
}

// Sets kind and shape from the array of training samples.
void set_form(const NpyArray& x, const fs::path& file, Dataset& dataset) {
  const size_t rank = x.shape.size();
  const bool is_bytes = x.kind == 'u' && x.item_bytes == 1;
  const bool has_colors = rank == 4 && (x.shape[3] == 1 || x.shape[3] == 3);
  if (rank != 2 && rank != 3 && !has_colors) {
    throw Error(ErrorCode::shape_mismatch, file.string(),
                fmt::format("shape ({}), expected N x T, N x T x C, N x H x W or N x H x W x 1 "
                            "or 3 with samples first",
                            fmt::join(x.shape, ", ")));
  }
  dataset.shape.assign(x.shape.begin() + 1, x.shape.end());
  dataset.kind = has_colors || (rank == 3 && is_bytes) ? SampleKind::image : SampleKind::series;
  if (rank == 2 || (rank == 3 && is_bytes)) dataset.shape.push_back(1);
  if (dataset.sample_elements() > 0) return;
  throw Error(
      ErrorCode::shape_mismatch, file.string(),
      fmt::format("shape ({}) has samples without a number in them", fmt::join(x.shape, ", ")));
}

// What to multiply each channel by.
std::vector<float> read_scale(const fs::path& folder, const NpyArray& x, const Dataset& dataset) {
  const size_t channels = static_cast<size_t>(dataset.shape.back());
  const fs::path file = find_file(folder, {"scale.npy"});
  const bool is_byte_image =
      dataset.kind == SampleKind::image && x.kind == 'u' && x.item_bytes == 1;
  if (file.empty()) return std::vector<float>(channels, is_byte_image ? 1.0f / 255 : 1.0f);
  const NpyArray scale = read_npy(file);
  const size_t count = static_cast<size_t>(scale.size());
  if (count != 1 && count != channels) {
    throw Error(ErrorCode::shape_mismatch, file.string(),
                fmt::format("{} scales, but the samples have {} channels", count, channels),
                "give one scale, or one for each channel (the last axis of X)");
  }
  std::vector<float> result;
  for (size_t i = 0; i < channels; i++) {
    const double value = scale.at(count == 1 ? 0 : static_cast<int64_t>(i));
    if (!std::isfinite(value) || value <= 0) {
      throw Error(ErrorCode::bad_value, file.string(),
                  fmt::format("scale {} is {}, expected a number above 0", i, value));
    }
    result.push_back(static_cast<float>(value));
  }
  return result;
}

std::vector<int32_t> whole_numbers(const NpyArray& array, const fs::path& file) {
  std::vector<int32_t> numbers;
  for (int64_t i = 0; i < array.size(); i++) {
    const double value = array.at(i);
    if (!(std::fabs(value) < 0x1p31) || value != std::floor(value)) {
      throw Error(ErrorCode::bad_value, file.string(),
                  fmt::format("entry {} is {}, expected a whole number", i, value));
    }
    numbers.push_back(static_cast<int32_t>(value));
  }
  return numbers;
}

// Labels or people: N or N x 1 whole numbers.
std::vector<int32_t> read_whole(const fs::path& file) {
  const NpyArray array = read_npy(file);
  const bool is_list = array.shape.size() == 1 || (array.shape.size() == 2 && array.shape[1] == 1);
  if (!is_list) {
    throw Error(ErrorCode::shape_mismatch, file.string(),
                fmt::format("shape ({}), expected one number for each sample",
                            fmt::join(array.shape, ", ")));
  }
  return whole_numbers(array, file);
}

// Two columns of whole numbers.
void read_source(const fs::path& file, Split& split) {
  const NpyArray array = read_npy(file);
  if (array.shape != std::vector<int64_t>{split.count, 2}) {
    throw Error(ErrorCode::shape_mismatch, file.string(),
                fmt::format("shape ({}), expected ({}, 2): a recording and its first moment for "
                            "each sample",
                            fmt::join(array.shape, ", "), split.count));
  }
  const std::vector<int32_t> numbers = whole_numbers(array, file);
  for (size_t i = 0; i < numbers.size(); i += 2) {
    split.recording.push_back(numbers[i]);
    split.start.push_back(numbers[i + 1]);
  }
}

std::vector<float> scaled(const NpyArray& x, const std::vector<float>& scale) {
  std::vector<float> values(static_cast<size_t>(x.size()));
  for (size_t i = 0; i < values.size(); i++) {
    const double factor = scale[i % scale.size()];
    values[i] = static_cast<float>(x.at(static_cast<int64_t>(i)) * factor);
  }
  return values;
}

Split read_split(const fs::path& folder, const std::string& part, const NpyArray& x,
                 const std::vector<float>& scale) {
  Split split;
  split.origin.x_files = {(folder / fmt::format("X_{}.npy", part)).string()};
  split.origin.y_file = (folder / fmt::format("y_{}.npy", part)).string();
  split.count = x.shape[0];
  split.x = scaled(x, scale);
  split.y = read_whole(split.origin.y_file);
  const fs::path source = find_file(folder, {fmt::format("source_{}.npy", part)});
  if (!source.empty()) read_source(source, split);
  const fs::path people = find_file(folder, {fmt::format("subject_{}.npy", part)});
  if (people.empty()) return split;
  split.person = read_whole(people);
  if (split.person.size() == static_cast<size_t>(split.count)) return split;
  throw Error(ErrorCode::shape_mismatch, people.string(),
              fmt::format("{} people, but {} holds {} samples", split.person.size(),
                          split.origin.x_files[0], split.count));
}

// The optional files about channels and rate.
void read_facts(const fs::path& folder, Dataset& dataset) {
  const fs::path channels = find_file(folder, {"channels.txt"});
  if (!channels.empty()) dataset.channels = read_names(channels, true);
  const size_t expected = static_cast<size_t>(dataset.shape.back());
  if (!channels.empty() && dataset.channels.size() != expected) {
    throw Error(ErrorCode::shape_mismatch, channels.string(),
                fmt::format("{} channel names, but the samples have {} channels",
                            dataset.channels.size(), expected));
  }
  const fs::path rate = find_file(folder, {"rate_hz.txt"});
  if (rate.empty()) return;
  const NumberRows rows = read_number_rows(rate, 1);
  if (rows.rows != 1 || !std::isfinite(rows.values[0]) || rows.values[0] <= 0) {
    throw Error(ErrorCode::malformed_file, rate.string(),
                "expected one number above 0: samples per second");
  }
  dataset.rate_hz = static_cast<double>(rows.values[0]);
}

void check_same_form(const NpyArray& train, const NpyArray& test, const fs::path& folder) {
  const auto form = [](const NpyArray& x) {
    const size_t rank = x.shape.size();
    return fmt::format("{} samples of ({})", x.dtype(),
                       fmt::join(x.shape.begin() + (rank > 0 ? 1 : 0), x.shape.end(), ", "));
  };
  if (train.shape.size() == test.shape.size() && form(train) == form(test)) return;
  throw Error(ErrorCode::shape_mismatch, (folder / "X_test.npy").string(),
              fmt::format("{}, but X_train.npy holds {}", form(test), form(train)));
}

Dataset read(const std::string& source) {
  const fs::path folder = source;
  for (const std::string& name : kNeeded) need_file(folder, {name});
  Dataset dataset;
  dataset.name = folder_name(source);
  const NpyArray x_train = read_npy(folder / "X_train.npy");
  const NpyArray x_test = read_npy(folder / "X_test.npy");
  set_form(x_train, folder / "X_train.npy", dataset);
  check_same_form(x_train, x_test, folder);
  const std::vector<float> scale = read_scale(folder, x_train, dataset);
  if (x_train.kind == 'i' && x_train.item_bytes == 2) dataset.count_scale = scale;
  dataset.train = read_split(folder, "train", x_train, scale);
  dataset.test = read_split(folder, "test", x_test, scale);
  read_facts(folder, dataset);
  const fs::path labels = find_file(folder, {"labels.txt"});
  if (labels.empty()) {
    number_classes(dataset);
  } else {
    dataset.classes = read_names(labels, true);
  }
  return dataset;
}

}  // namespace

extern const DatasetFormat dataset_npy;
const DatasetFormat dataset_npy = {"npy", "a folder of NumPy arrays", recognizes, read,
                                   "X_train.npy, y_train.npy, X_test.npy, y_test.npy"};

}  // namespace mote
