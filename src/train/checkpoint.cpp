// SPDX-License-Identifier: Apache-2.0
#include "train/checkpoint.h"

#include <fmt/format.h>

#include <array>
#include <cstring>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"

namespace mote {
namespace {

constexpr std::string_view kKind = "mote checkpoint 2";

std::array<std::vector<float>*, 4> arrays(Checkpoint& c) {
  return {&c.state.current, &c.state.averaged, &c.state.first_moment, &c.state.second_moment};
}

Error malformed(const std::filesystem::path& path, const std::string& what) {
  return Error(ErrorCode::malformed_file, path.string(), "is no whole checkpoint: " + what,
               "remove it to start again");
}

void check_identity(const std::filesystem::path& path, const Json& got, const Json& expected) {
  if (got == expected) return;
  Json all = got;
  all.update(expected);
  for (const auto& [key, any] : all.items()) {
    const Json other = got.value(key, Json("nothing"));
    const Json value = expected.value(key, Json("nothing"));
    if (other == value) continue;
    throw Error(ErrorCode::bad_option, path.string(),
                fmt::format("belongs to another run: its {} is {}, here it is {}", key,
                            other.dump(), value.dump()),
                "remove it to start again, or name another one");
  }
  throw Error(ErrorCode::bad_option, path.string(), "belongs to another version of mote",
              "remove it to start again");
}

Json epochs_to_json(const std::vector<Epoch>& epochs) {
  Json list = Json::array();
  for (const Epoch& epoch : epochs) {
    list.push_back({epoch.loss, epoch.validation_accuracy, epoch.seconds});
  }
  return list;
}

// The header's line and the numbers behind it, checked against the header's digest.
Checkpoint parse(const std::filesystem::path& path, const Json& header, std::string_view numbers) {
  Checkpoint checkpoint;
  checkpoint.identity = header.at("identity");
  checkpoint.state.steps = header.at("steps");
  for (const Json& epoch : header.at("epochs")) {
    checkpoint.epochs.push_back({epoch.at(0), epoch.at(1), epoch.at(2)});
  }
  const auto elements = header.at("elements").get<size_t>();
  if (numbers.size() != elements * sizeof(float) * arrays(checkpoint).size() ||
      digest(numbers.data(), numbers.size()) != header.at("digest").get<uint64_t>()) {
    throw malformed(path, "its numbers are damaged");
  }
  size_t at = 0;
  for (std::vector<float>* array : arrays(checkpoint)) {
    array->resize(elements);
    if (elements > 0) std::memcpy(array->data(), numbers.data() + at, elements * sizeof(float));
    at += elements * sizeof(float);
  }
  return checkpoint;
}

}  // namespace

void write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint) {
  Checkpoint copy = checkpoint;
  std::string numbers;
  for (const std::vector<float>* array : arrays(copy)) {
    numbers.append(reinterpret_cast<const char*>(array->data()), array->size() * sizeof(float));
  }
  const Json header = {{"kind", kKind},
                       {"identity", copy.identity},
                       {"epochs", epochs_to_json(copy.epochs)},
                       {"steps", copy.state.steps},
                       {"elements", copy.state.current.size()},
                       {"digest", digest(numbers.data(), numbers.size())}};
  write_file(path, header.dump() + "\n" + numbers);
}

Checkpoint read_checkpoint(const std::filesystem::path& path, const Json& identity) {
  const std::string content = read_file(path);
  const size_t line = content.find('\n');
  const Json header = Json::parse(content.substr(0, line), nullptr, /*allow_exceptions=*/false);
  if (line == std::string::npos || !header.is_object() || header.value("kind", "") != kKind) {
    throw malformed(path, "it has no header");
  }
  try {
    check_identity(path, header.at("identity"), identity);
    return parse(path, header, std::string_view(content).substr(line + 1));
  } catch (const Json::exception& error) {
    throw malformed(path, error.what());
  }
}

}  // namespace mote
