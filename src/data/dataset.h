// SPDX-License-Identifier: Apache-2.0
// Labelled samples: sensor windows or images, split into people to train on and people to test on.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mote {

enum class SampleKind { series, image };  // T x C windows; H x W x C images

// Where a split was read from; only error messages use it.
struct Origin {
  std::vector<std::string> x_files;  // one, or one per channel; empty: made, not read
  std::string y_file;
  bool line_per_sample = false;  // text files: sample n is line n + 1 of each file
};

// Samples side by side in C order, channels last, in physical units.
struct Split {
  std::vector<float> x;         // size() * elements of a sample
  std::vector<int32_t> y;       // class index; empty when unlabelled
  std::vector<int32_t> person;  // who was recorded; empty when unknown
  int64_t count = 0;
  std::vector<int32_t> batch = {};  // numbers in order of time; empty when unknown
  Origin origin = {};
  // Of a series cut from recordings: which one, and which of its moments comes first; both empty
  // when unknown.
  std::vector<int32_t> recording = {}, start = {};

  int64_t size() const { return count; }
};

struct Dataset {
  std::string name;        // "ucihar", shown to the user
  std::string format;      // name of its DatasetFormat
  bool synthetic = false;  // made up, not measured: always said in results
  SampleKind kind = SampleKind::series;
  std::vector<int64_t> shape;         // of one sample: {128, 9} or {28, 28, 1}
  std::vector<std::string> classes;   // names by index
  std::vector<std::string> channels;  // names of the last axis; may be empty
  double rate_hz = 0;                 // 0: unknown
  std::vector<float> count_scale;     // real units per sensor count for each channel; may be empty
  bool mirror_is_harmless = false;    // images: left and right may be swapped
  std::string front_end;           // how series of features are made of sound; empty: they are none
  std::vector<std::string> notes;  // what a reader should know of it, for 'mote data info'
  Split train, test;

  int64_t sample_elements() const;
  std::span<const float> sample(const Split& split, int64_t index) const;
};

// What mote knows about one data format: src/data/<name>.dataset.cpp defines
// `const DatasetFormat dataset_<name>` and is thereby registered ('-' in names is '_' there).
struct DatasetFormat {
  std::string_view name;     // "ucihar"
  std::string_view summary;  // for help: "UCI-HAR's original folder layout"
  // Whether `source` (a path, or the name of a built-in set) is in this format; looks at content.
  bool (*recognizes)(const std::string& source);
  // Reads all of it. Throws Error that names file, place, got and expected. What every data set
  // must fulfil (check.h) is checked by read_dataset().
  Dataset (*read)(const std::string& source);
  std::string_view looks_for;  // what recognizes() needs to see, for help; empty: built in, by name
};

std::span<const DatasetFormat* const> all_dataset_formats();

// Finds the format by content and reads. Throws missing_file, malformed_file, bad_value (NaN),
// shape_mismatch, bad_data (one class only); a path nobody recognizes gets an error that lists
// what was looked for.
Dataset read_dataset(const std::string& source);

// Takes some of the training samples away for validation: whole people where people are known
// (about a fifth of them, spread over the sorted ids), else every eighth sample of each class.
struct TrainValidation {
  Split train, validation;
};
TrainValidation split_validation(const Dataset& dataset);

// So many ways to do so: every training sample is once for validation. Whole people where there are
// as many, else samples of each class in turn. REQUIRES: count > 1.
std::vector<TrainValidation> split_folds(const Dataset& dataset, int64_t count);

// The chosen samples, in the order of `indices`.
Split select(const Dataset& dataset, const Split& split, std::span<const int64_t> indices);

}  // namespace mote
