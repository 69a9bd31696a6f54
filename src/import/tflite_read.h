// SPDX-License-Identifier: Apache-2.0
// The network of a TFLite file -> a Graph as the file has it.
#pragma once

#include "import/origin.h"
#include "import/tflite_model.h"
#include "ir/graph.h"

namespace mote {

// Nodes have TFLite's operands and, as attributes, options; "tflite" is the operator's TFLite
// name. Nodes of unknown operators have an op that no OpDef has. Shapes are those that the file
// states.
Graph read_tflite(const TfliteModel& model, const ModelOrigin& origin);

}  // namespace mote
