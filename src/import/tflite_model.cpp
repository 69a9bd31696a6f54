// SPDX-License-Identifier: Apache-2.0
#include "import/tflite_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/error.h"

namespace mote {
namespace {

constexpr uint32_t kVersion = 3;
constexpr size_t kShortest = 8;          // the root's offset and the identifier
constexpr size_t kLongest = 0x7fffffff;  // what flatbuffers' offsets reach
constexpr uint32_t kMaxDepth = 16, kMaxTables = 1 << 20;

}  // namespace

void fail_malformed(const std::string& place, const std::string& message) {
  throw Error(ErrorCode::malformed_file, place, message, "the file is damaged: get it again");
}

TfliteModel::TfliteModel(const std::string& content, const std::string& place) {
  if (content.size() < kShortest || content.size() >= kLongest ||
      !tflite::ModelBufferHasIdentifier(content.data())) {
    fail_malformed(place, "is not a TFLite model");
  }
  aligned_.resize((content.size() + 7) / 8 + 1);
  std::memcpy(aligned_.data(), content.data(), content.size());
  const auto* bytes = reinterpret_cast<const uint8_t*>(aligned_.data());
  content_ = {reinterpret_cast<const char*>(bytes), content.size()};
  // Buffers of tensors have an alignment of 16 in well-formed files, but nothing here needs it.
  flatbuffers::Verifier verifier(bytes, content.size(), kMaxDepth, kMaxTables);
  if (!tflite::VerifyModelBuffer(verifier)) {
    fail_malformed(place, "is cut short or damaged: its tables point outside of it");
  }
  tables_ = tflite::GetModel(bytes);
  if (tables_->version() != kVersion) {
    fail_malformed(place, fmt::format("has version {}, expected {}", tables_->version(), kVersion));
  }
  const auto* networks = tables_->subgraphs();
  if (networks == nullptr || networks->size() == 0) fail_malformed(place, "holds no network");
  if (networks->size() > 1) {
    throw Error(ErrorCode::unsupported_operator, place,
                fmt::format("holds {} subgraphs, but mote knows no branches, loops and calls",
                            networks->size()),
                "export the model with one subgraph");
  }
}

std::string_view TfliteModel::buffer(uint32_t index, const std::string& place) const {
  const auto* buffers = tables_->buffers();
  const size_t count = buffers == nullptr ? 0 : buffers->size();
  if (index >= count) {
    if (index == 0) return {};
    fail_malformed(place, fmt::format("is in buffer {}, but there are {}", index, count));
  }
  const tflite::Buffer& found = *buffers->Get(index);
  if (found.offset() > 1) {
    if (found.offset() > content_.size() || found.size() > content_.size() - found.offset()) {
      fail_malformed(place, fmt::format("is in buffer {}, which ends behind the file", index));
    }
    return content_.substr(found.offset(), found.size());
  }
  if (found.data() == nullptr) return {};
  return {reinterpret_cast<const char*>(found.data()->data()), found.data()->size()};
}

std::string TfliteModel::operator_name(uint32_t index, const std::string& place) const {
  const auto* codes = tables_->operator_codes();
  const size_t count = codes == nullptr ? 0 : codes->size();
  if (index >= count) {
    fail_malformed(place, fmt::format("is of operator code {}, but there are {}", index, count));
  }
  const tflite::OperatorCode& code = *codes->Get(index);
  const int32_t number = std::max<int32_t>(code.builtin_code(), code.deprecated_builtin_code());
  if (number == tflite::BuiltinOperator_CUSTOM) {
    const auto* name = code.custom_code();
    return fmt::format("custom operator '{}'", name == nullptr ? "" : name->str());
  }
  const auto known = static_cast<tflite::BuiltinOperator>(number);
  const char* name = tflite::EnumNameBuiltinOperator(known);
  return *name != '\0' ? name : fmt::format("number {}", number);
}

}  // namespace mote
