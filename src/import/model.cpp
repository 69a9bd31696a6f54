// SPDX-License-Identifier: Apache-2.0
#include "import/model.h"

#include <string_view>

#include "base/error.h"
#include "base/files.h"
#include "import/tflite.h"

namespace mote {

Graph import_model(const std::filesystem::path& path, const ImportOptions& options) {
  const std::string content = read_file(path);
  constexpr size_t identifier_at = 4;  // of a flatbuffer
  const bool is_tflite = content.size() > 8 && content.compare(identifier_at, 4, "TFL3") == 0;
  if (is_tflite) return parse_tflite(content, path.string(), options);
  if (path.extension() == ".tflite") {
    throw Error(ErrorCode::malformed_file, path.string(), "is no TFLite model, or a damaged one",
                "export or download the model again");
  }
  return parse_onnx(content, path.string(), options, path.parent_path());
}

}  // namespace mote
