// SPDX-License-Identifier: Apache-2.0
// Model files of any format.
#pragma once

#include "import/onnx.h"

namespace mote {

// Reads an ONNX or a TFLite file, told apart by its first bytes. Throws what import_onnx and
// import_tflite throw.
Graph import_model(const std::filesystem::path& path, const ImportOptions& options = {});

}  // namespace mote
