// SPDX-License-Identifier: Apache-2.0
// Reads extras/library.json, by which a generated library describes itself.
#include <fmt/format.h>

#include <charconv>

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"
#include "base/text.h"
#include "emulate/emulate.h"

namespace mote {
namespace {

// "s16" -> 2; 0 for what is no type. A boolean "b8" takes a byte.
int64_t dtype_bytes(const std::string& dtype) {
  int bits = 0;
  const char* end = dtype.data() + dtype.size();
  if (dtype.empty() || std::string("fsub").find(dtype[0]) == std::string::npos) return 0;
  const auto [stop, status] = std::from_chars(dtype.data() + 1, end, bits);
  if (status != std::errc() || stop != end || bits % 8 != 0 || bits > 64) return 0;
  return bits / 8;
}

Error malformed(const fs::path& file, const std::string& message) {
  return Error(ErrorCode::malformed_file, file.string(), message,
               "generate the library again with 'mote generate'");
}

std::vector<Port> read_ports(const Json& json, const fs::path& file) {
  std::vector<Port> ports;
  for (const Json& item : json) {
    Port port;
    item.at("name").get_to(port.name);
    item.at("dtype").get_to(port.dtype);
    item.at("shape").get_to(port.shape);
    item.at("scale").get_to(port.scale);
    item.at("zero_point").get_to(port.zero_point);
    if (dtype_bytes(port.dtype) == 0) {
      throw malformed(file, fmt::format("'{}' has type '{}', expected one like s8 or f32",
                                        port.name, port.dtype));
    }
    if (port.bytes() <= 0 || port.bytes() > INT32_MAX) {
      throw malformed(file, fmt::format("'{}' takes {} bytes, expected 1 to 2^31 - 1", port.name,
                                        port.bytes()));
    }
    ports.push_back(port);
  }
  if (ports.empty()) throw malformed(file, "no inputs or no outputs, expected one at least");
  return ports;
}

LibraryInfo read_info(const Json& json, const fs::path& file) {
  LibraryInfo info;
  const int schema = json.at("schema").get<int>();
  if (schema != 1) throw malformed(file, fmt::format("schema is {}, expected 1", schema));
  json.at("name").get_to(info.name);
  json.at("target").get_to(info.target);
  info.inputs = read_ports(json.at("inputs"), file);
  info.outputs = read_ports(json.at("outputs"), file);
  for (const Json& item : json.at("layers")) {
    info.layers.push_back({item.at("name").get<std::string>(), item.at("op").get<std::string>(),
                           item.at("macs").get<int64_t>()});
  }
  json.at("arena_bytes").get_to(info.arena_bytes);
  json.at("weight_bytes").get_to(info.weight_bytes);
  json.at("macs").get_to(info.macs);
  info.stateful = json.value("stateful", false);
  info.learn_classes = json.value("learn_classes", int64_t{0});
  info.adapts = json.value("adapts", false);
  info.scores_itself = json.value("scores_itself", false);
  info.feeds = json.value("feeds", false);
  info.meta = json.value("meta", info.meta);
  if (identifier(info.name) != info.name) {
    throw malformed(file, fmt::format("name '{}' is not a C identifier", info.name));
  }
  return info;
}

}  // namespace

int64_t Port::bytes() const {
  int64_t count = dtype_bytes(dtype);
  for (const int64_t extent : shape) count *= extent;
  return count;
}

LibraryInfo read_library_info(const fs::path& folder) {
  const fs::path file = folder / "extras" / "library.json";
  const std::string text = read_file(file);
  try {
    return read_info(Json::parse(text), file);
  } catch (const Json::exception& error) {
    throw malformed(file, error.what());
  }
}

LibraryInfo read_library_info(const fs::path& folder, Mode mode) {
  LibraryInfo info = read_library_info(folder);
  if (mode == Mode::samples) return info;
  if (info.learn_classes == 0 || info.inputs.size() != 1 || info.outputs.size() != 2) {
    throw Error(ErrorCode::bad_model, info.name, "is no library that learns",
                "generate it with 'mote generate --learn'");
  }
  info.is_stream = true;
  info.inputs.push_back({"step", "s32", {1, 4}, {}, {}});
  info.outputs.push_back({"decided", "s32", {1, 2}, {}, {}});
  return info;
}

}  // namespace mote
