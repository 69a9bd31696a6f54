// SPDX-License-Identifier: Apache-2.0
// All samples of an operator as one library whose run() executes every sample's golden example.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "emulate/emulate.h"
#include "ops/op.h"

namespace mote {

// Changes the text of a generated file: a planted bug.
using Mutation = std::function<void(const std::string& path, std::string& text)>;

using Files = std::map<std::string, std::string>;  // path inside the folder -> content

// Sample i's result is 0, or 1 + the index of the first wrong element. Memory and outputs hold
// garbage before each run. The output of every other sample is a value in the arena, which may
// share memory with the input.
Files op_library(const OpDef& op, const Target& target, const Mutation& mutation = {});

// Results of one run on the target, one entry for each sample.
std::vector<int32_t> run_op_library(const Files& library, const Target& target);

}  // namespace mote
