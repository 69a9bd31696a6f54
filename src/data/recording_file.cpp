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
#include "data/folder.h"

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

constexpr std::string_view kSensors[] = {"accelerometer", "totalacceleration", "acceleration",
                                         "linear",        "gravity",           "gyroscope",
                                         "magnetometer",  "barometer",         "orientation"};

// The tables of a folder that are a sensor's, sorted.
std::vector<fs::path> sensors_in(const fs::path& folder) {
  return entries_of(folder, [](const fs::path& path) {
    const std::string name = lower_case(path.filename().string());
    return name.ends_with(".csv") &&
           std::any_of(std::begin(kSensors), std::end(kSensors),
                       [&](std::string_view one) { return name.starts_with(one); });
  });
}

// "X (m/s^2)" of Gyroscope.csv -> "gyroscope_x"; axes in the order of their names.
RecordingFile read_sensor(const fs::path& path) {
  const RecordingFile table = read_table(path);
  RecordingFile sensor{{}, table.time_s, {}, table.count};
  std::vector<std::pair<std::string, size_t>> channels;
  for (size_t i = 0; i < table.channels.size(); i++) {
    const std::string name = table.channels[i].substr(0, table.channels[i].find_first_of("(["));
    channels.emplace_back(lower_case(path.stem().string() + "_" + trimmed(name)), i);
  }
  std::sort(channels.begin(), channels.end());
  for (const auto& [name, column] : channels) sensor.channels.push_back(name);
  for (size_t row = 0; row < static_cast<size_t>(table.count); row++) {
    for (const auto& [name, column] : channels) {
      sensor.samples.push_back(table.samples[row * channels.size() + column]);
    }
  }
  return sensor;
}

RecordingFile read_sensors(const fs::path& folder) {
  std::vector<RecordingFile> sensors;
  for (const fs::path& file : sensors_in(folder)) sensors.push_back(read_sensor(file));
  return sensors.size() == 1 ? sensors[0] : side_by_side(sensors, folder);
}

constexpr double kNear = 2.5;  // usual intervals

// Appends what a sensor says at a moment; false: it has no samples near.
bool append_at(const RecordingFile& sensor, double interval, double moment,
               std::vector<float>& sample) {
  const std::vector<double>& time = sensor.time_s;
  const auto after =
      static_cast<size_t>(std::lower_bound(time.begin(), time.end(), moment) - time.begin());
  if (after == time.size() || (after == 0 && time[0] > moment)) return false;
  const size_t before = time[after] == moment ? after : after - 1;
  const double between = time[after] - time[before];
  if (between > kNear * interval) return false;
  const double share = between > 0 ? (moment - time[before]) / between : 0;
  const size_t channels = sensor.channels.size();
  for (size_t i = 0; i < channels; i++) {
    const double from = double{sensor.samples[before * channels + i]};
    const double to = double{sensor.samples[after * channels + i]};
    sample.push_back(static_cast<float>(from + share * (to - from)));
  }
  return true;
}

}  // namespace

bool is_recording_file(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return !sensors_in(path).empty();
  const std::string suffix = path.extension().string();
  return suffix == ".csv" || suffix == ".json" || suffix == ".cbor";
}

double usual_interval(const std::vector<double>& time_s) {
  std::vector<double> intervals;
  for (size_t i = 1; i < time_s.size(); i++) intervals.push_back(time_s[i] - time_s[i - 1]);
  const auto middle = intervals.begin() + static_cast<long>(intervals.size() / 2);
  std::nth_element(intervals.begin(), middle, intervals.end());
  return *middle;
}

RecordingFile side_by_side(const std::vector<RecordingFile>& sensors, const fs::path& path) {
  RecordingFile all;
  std::vector<double> intervals;
  for (const RecordingFile& sensor : sensors) {
    all.channels.insert(all.channels.end(), sensor.channels.begin(), sensor.channels.end());
    if (sensor.time_s.size() < 2 || !std::is_sorted(sensor.time_s.begin(), sensor.time_s.end())) {
      throw Error(ErrorCode::bad_data, path.string(),
                  fmt::format("the times of '{}' do not put it beside the other sensors",
                              sensor.channels[0]),
                  "every table needs a column of times that grow");
    }
    intervals.push_back(usual_interval(sensor.time_s));
  }
  const auto fastest =
      static_cast<size_t>(std::min_element(intervals.begin(), intervals.end()) - intervals.begin());
  for (const double moment : sensors[fastest].time_s) {
    std::vector<float> sample;
    bool is_whole = true;
    for (size_t i = 0; is_whole && i < sensors.size(); i++) {
      is_whole = append_at(sensors[i], intervals[i], moment, sample);
    }
    if (!is_whole) continue;
    all.samples.insert(all.samples.end(), sample.begin(), sample.end());
    all.time_s.push_back(moment);
    all.count++;
  }
  if (all.count > 0) return all;
  throw Error(ErrorCode::bad_data, path.string(), "the sensors have no moment in common");
}

RecordingFile read_recording_file(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return read_sensors(path);
  return path.extension() == ".csv" ? read_table(path) : read_acquisition(path);
}

std::string recording_text(const std::vector<std::string>& channels, double rate_hz,
                           const std::vector<float>& samples, const std::vector<int64_t>& moments) {
  std::string text = "timestamp";
  for (const std::string& channel : channels) text += "," + channel;
  for (size_t i = 0; i < samples.size(); i++) {
    if (i % channels.size() == 0) {
      text +=
          fmt::format("\n{}", 1000 * static_cast<double>(moments[i / channels.size()]) / rate_hz);
    }
    text += "," + shortest(samples[i]);
  }
  return text + "\n";
}

}  // namespace mote
