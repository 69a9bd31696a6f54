// SPDX-License-Identifier: Apache-2.0
#include "data/recording_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>
#include <sstream>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace mote {
namespace {

constexpr double kGravity = 9.80665;  // m/s2

std::string trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '"'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return std::string(text);
}

// Comma, or semicolon or tab where the line has no comma.
char separator_of(const std::string& line) {
  for (const char c : {',', ';', '\t'}) {
    if (line.find(c) != std::string::npos) return c;
  }
  return ',';
}

std::vector<std::string> cells(const std::string& line, char separator) {
  std::vector<std::string> found;
  std::istringstream words(line);
  for (std::string word; std::getline(words, word, separator);) found.push_back(trimmed(word));
  return found;
}

// What is between the last brackets.
std::string unit_in(const std::string& name) {
  const size_t begin = name.find_last_of("(["), end = name.find_last_of(")]");
  if (begin == std::string::npos || end == std::string::npos || end < begin) return "";
  return lower_case(name.substr(begin + 1, end - begin - 1));
}

// Of a unit to that of mote: g, rad/s.
double factor_of(const std::string& unit) {
  if (unit == "m/s2" || unit == "m/s^2" || unit == "m/s\xc2\xb2") return 1 / kGravity;
  if (unit == "deg/s" || unit == "dps" || unit == "\xc2\xb0/s") return std::numbers::pi / 180;
  return 1;
}

bool is_time(const std::string& name) {
  const std::string lower = lower_case(name);
  return lower.find("time") != std::string::npos || lower == "seconds_elapsed";
}

// Seconds of a unit of the column; 0: unknown.
double seconds_of(const std::string& name) {
  const std::string unit = unit_in(name);
  if (unit == "s" || lower_case(name) == "seconds_elapsed") return 1;
  return unit == "ms" ? 1e-3 : unit == "us" ? 1e-6 : unit == "ns" ? 1e-9 : 0;
}

double number_in(const std::string& cell, const fs::path& path, int64_t line) {
  double number = 0;
  const auto [end, problem] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  if (problem == std::errc{} && end == cell.data() + cell.size() && std::isfinite(number)) {
    return number;
  }
  throw Error(ErrorCode::bad_value, fmt::format("{}:{}", path.string(), line),
              fmt::format("'{}' is no number", cell));
}

RecordingFile read_table(const fs::path& path) {
  std::istringstream lines(read_file(path));
  std::string line;
  std::getline(lines, line);
  const char separator = separator_of(line);
  const std::vector<std::string> head = cells(line, separator);
  RecordingFile recording;
  size_t time = head.size();
  std::vector<size_t> columns;
  std::vector<double> factors;
  for (size_t i = 0; i < head.size(); i++) {
    if (is_time(head[i])) {
      if (time == head.size() || seconds_of(head[i]) == 1) time = i;
      continue;
    }
    columns.push_back(i);
    factors.push_back(factor_of(unit_in(head[i])));
    recording.channels.push_back(head[i]);
  }
  if (columns.empty()) {
    throw Error(ErrorCode::malformed_file, path.string() + ":1", "names no channel",
                "the first line names the columns, as in timestamp,accX,accY,accZ");
  }
  for (int64_t number = 2; std::getline(lines, line); number++) {
    if (trimmed(line).empty()) continue;
    const std::vector<std::string> row = cells(line, separator);
    if (row.size() != head.size()) {
      throw Error(ErrorCode::malformed_file, fmt::format("{}:{}", path.string(), number),
                  fmt::format("{} columns, but the first line names {}", row.size(), head.size()));
    }
    if (time < head.size()) recording.time_s.push_back(number_in(row[time], path, number));
    for (size_t i = 0; i < columns.size(); i++) {
      recording.samples.push_back(
          static_cast<float>(number_in(row[columns[i]], path, number) * factors[i]));
    }
    recording.count++;
  }
  if (time == head.size() || recording.count < 2) return recording;
  double seconds = seconds_of(head[time]);
  if (seconds == 0) {
    const double all = recording.time_s.back() - recording.time_s.front();
    seconds = all / static_cast<double>(recording.count - 1) > 1000 ? 1e-9 : 1e-3;
  }
  for (double& moment : recording.time_s) moment *= seconds;
  return recording;
}

RecordingFile read_acquisition(const fs::path& path) {
  const std::string text = read_file(path);
  RecordingFile recording;
  try {
    const Json json = path.extension() == ".cbor" ? Json::from_cbor(text) : Json::parse(text);
    const Json& payload = json.at("payload");
    const double interval_s = payload.at("interval_ms").get<double>() / 1000;
    std::vector<double> factors;
    for (const Json& sensor : payload.at("sensors")) {
      recording.channels.push_back(sensor.at("name").get<std::string>());
      factors.push_back(factor_of(lower_case(sensor.value("units", ""))));
    }
    for (const Json& row : payload.at("values")) {
      const std::vector<double> values =
          row.is_array() ? row.get<std::vector<double>>() : std::vector<double>{row.get<double>()};
      if (values.size() != factors.size()) {
        throw Error(ErrorCode::malformed_file, path.string(),
                    fmt::format("sample {} has {} numbers for {} sensors", recording.count,
                                values.size(), factors.size()));
      }
      for (size_t i = 0; i < values.size(); i++) {
        recording.samples.push_back(static_cast<float>(values[i] * factors[i]));
      }
      recording.time_s.push_back(interval_s * static_cast<double>(recording.count++));
    }
  } catch (const Json::exception& problem) {
    throw Error(ErrorCode::malformed_file, path.string(),
                fmt::format("is no data acquisition file: {}", problem.what()));
  }
  return recording;
}

}  // namespace

bool is_recording_file(const fs::path& path) {
  const std::string suffix = path.extension().string();
  return suffix == ".csv" || suffix == ".json" || suffix == ".cbor";
}

RecordingFile read_recording_file(const fs::path& path) {
  return path.extension() == ".csv" ? read_table(path) : read_acquisition(path);
}

std::string recording_text(const std::vector<std::string>& channels, double rate_hz,
                           const std::vector<float>& samples) {
  std::string text = "timestamp";
  for (const std::string& channel : channels) text += "," + channel;
  for (size_t i = 0; i < samples.size(); i++) {
    if (i % channels.size() == 0) {
      text += fmt::format("\n{:g}", 1000 * static_cast<double>(i / channels.size()) / rate_hz);
    }
    text += "," + shortest(samples[i]);
  }
  return text + "\n";
}

}  // namespace mote
