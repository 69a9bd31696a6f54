// SPDX-License-Identifier: Apache-2.0
#include "import/onnx_model.h"

#include <fmt/format.h>
#include <google/protobuf/stubs/logging.h>

#include <limits>

#include "base/error.h"

namespace mote {
namespace {

constexpr int64_t kOldestOpset = 7;

[[noreturn]] void malformed(const std::string& place, const std::string& message) {
  throw Error(ErrorCode::malformed_file, place, message, "export or download the model again");
}

}  // namespace

onnx::ModelProto parse_model(const std::string& content, const std::string& place) {
  // Protobuf would print what the exception below says.
  const google::protobuf::LogSilencer silencer;
  onnx::ModelProto model;
  if (content.size() > static_cast<size_t>(std::numeric_limits<int>::max()) ||
      !model.ParseFromArray(content.data(), static_cast<int>(content.size()))) {
    malformed(place, fmt::format("the {} bytes are no ONNX model, or a damaged one: they cannot "
                                 "be decoded",
                                 content.size()));
  }
  if (!model.has_graph()) malformed(place, "holds no graph: no ONNX model, or one cut short");
  const int64_t opset = opset_of(model);
  if (opset < 1) malformed(place, "names no version of the ONNX operators: it may be cut short");
  if (opset < kOldestOpset) {
    throw Error(
        ErrorCode::unsupported_operator, place,
        fmt::format("is written in ONNX opset {}, expected {} or later", opset, kOldestOpset),
        "export it with a newer opset, or convert it with "
        "onnx.version_converter");
  }
  return model;
}

int64_t opset_of(const onnx::ModelProto& model) {
  int64_t opset = 0;
  for (const onnx::OperatorSetIdProto& entry : model.opset_import()) {
    if (entry.domain().empty() || entry.domain() == "ai.onnx") opset = entry.version();
  }
  return opset;
}

}  // namespace mote
