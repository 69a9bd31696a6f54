// SPDX-License-Identifier: Apache-2.0
// The table of data set formats, and the search for the one that recognizes a source.
#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "data/check.h"
#include "data/dataset.h"

namespace mote {

#define MOTE_ITEM(name) extern const DatasetFormat dataset_##name;
#include "dataset.inc"
#undef MOTE_ITEM

std::span<const DatasetFormat* const> all_dataset_formats() {
#define MOTE_ITEM(name) &dataset_##name,
  static const DatasetFormat* const table[] = {
#include "dataset.inc"
  };
#undef MOTE_ITEM
  return table;
}

namespace {

std::vector<std::string> built_in_names() {
  std::vector<std::string> names;
  for (const DatasetFormat* format : all_dataset_formats()) {
    if (format->looks_for.empty()) names.emplace_back(format->name);
  }
  return names;
}

std::string all_that_was_looked_for() {
  std::string text;
  for (const DatasetFormat* format : all_dataset_formats()) {
    if (format->looks_for.empty()) continue;
    text += fmt::format("\n  {:<8} {}", format->name, format->looks_for);
  }
  return text;
}

Error unrecognized(const std::string& source) {
  std::error_code ignored;
  const std::string built_in =
      fmt::format("built-in data sets: {}", fmt::join(built_in_names(), ", "));
  if (!fs::exists(source, ignored)) {
    const std::string suggestion = did_you_mean(source, built_in_names());
    return {ErrorCode::missing_file, source,
            "is neither a path nor the name of a built-in data set",
            suggestion.empty() ? built_in : suggestion};
  }
  if (!fs::is_directory(source, ignored)) {
    return {ErrorCode::malformed_file, source,
            "is a file; a data set is a folder with one of:" + all_that_was_looked_for(), built_in};
  }
  fs::directory_iterator entries(source, ignored);
  if (ignored) {
    return {ErrorCode::missing_file, source, "cannot be read: " + ignored.message()};
  }
  if (entries == fs::directory_iterator()) {
    return {ErrorCode::missing_file, source,
            "is an empty folder; a data set is a folder with one of:" + all_that_was_looked_for(),
            built_in};
  }
  return {ErrorCode::malformed_file, source,
          "holds no data set that mote knows; looked for:" + all_that_was_looked_for(), built_in};
}

}  // namespace

Dataset read_dataset(const std::string& source) {
  for (const DatasetFormat* format : all_dataset_formats()) {
    if (source.empty() || !format->recognizes(source)) continue;
    Dataset dataset = format->read(source);
    dataset.format = format->name;
    check_dataset(dataset);
    return dataset;
  }
  throw unrecognized(source);
}

}  // namespace mote
