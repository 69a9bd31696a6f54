// SPDX-License-Identifier: Apache-2.0
// A TFLite file whose tables are known to lie inside it.
#pragma once

#include <tflite_generated.h>

#include <string>
#include <string_view>
#include <vector>

namespace mote {

class TfliteModel {
 public:
  // Throws malformed_file unless `content` is a whole model.
  TfliteModel(const std::string& content, const std::string& place);

  const tflite::Model& tables() const { return *tables_; }
  const tflite::SubGraph& network() const { return *tables_->subgraphs()->Get(0); }

  // The bytes of a buffer; none: its tensors are computed. Throws malformed_file.
  std::string_view buffer(uint32_t index, const std::string& place) const;

  // "CONV_2D", "custom operator 'x'". Throws malformed_file.
  std::string operator_name(uint32_t index, const std::string& place) const;

 private:
  std::vector<uint64_t> aligned_;  // the content where its numbers may be read in place
  std::string_view content_;
  const tflite::Model* tables_ = nullptr;
};

[[noreturn]] void fail_malformed(const std::string& place, const std::string& message);

}  // namespace mote
