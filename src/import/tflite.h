// SPDX-License-Identifier: Apache-2.0
// TFLite files -> Graph. Flatbuffers stays behind this header.
#pragma once

#include <filesystem>
#include <string>

#include "import/onnx.h"

namespace mote {

// Reads a model: float, integer or with integer weights. Its inputs and outputs keep TFLite's
// shapes (channels last), variable tensors become states. Throws missing_file, malformed_file (cut
// short, not a model), unsupported_operator (names node, operator, shapes, how many nodes are
// fine), unsupported_type, bad_model.
Graph import_tflite(const std::filesystem::path& path, const ImportOptions& options = {});

// The same from memory; `place` names the source in errors. Of the options only `outputs` can be
// meant, because all shapes stand in the file: others throw bad_option.
Graph parse_tflite(const std::string& content, const std::string& place,
                   const ImportOptions& options = {});

}  // namespace mote
