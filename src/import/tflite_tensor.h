// SPDX-License-Identifier: Apache-2.0
// TFLite's Tensor and its buffer -> a Value.
#pragma once

#include "import/origin.h"
#include "import/tflite_model.h"
#include "ir/graph.h"

namespace mote {

// Type, shape, quantization, and the elements when the file holds any; named `name`. Throws
// malformed_file, unsupported_type.
Value read_tflite_tensor(const TfliteModel& model, const tflite::Tensor& tensor, std::string name,
                         const ModelOrigin& origin);

}  // namespace mote
