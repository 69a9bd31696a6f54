// SPDX-License-Identifier: Apache-2.0
// Options of TFLite's operators -> attributes, by the names of their fields.
#pragma once

#include <map>
#include <string>

#include "import/tflite_model.h"
#include "ir/graph.h"

namespace mote {

// Every field of the operator's option table that tflite.fbs knows, with its default when the file
// leaves it out: integers, truth values and enumerators as integers, lists of integers, real
// numbers; the fused activation function as text "activation" (absent when there is none).
std::map<std::string, Attr> read_options(const tflite::Operator& table, const std::string& place);

}  // namespace mote
