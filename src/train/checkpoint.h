// SPDX-License-Identifier: Apache-2.0
// The state of a training run after a whole epoch, in one file.
//
// Line 1 is JSON (the run's identity, the epochs so far, a digest); then come the numbers of
// LearnerState as little endian floats.
#pragma once

#include <filesystem>
#include <vector>

#include "base/json.h"
#include "train/learner.h"
#include "train/train.h"

namespace mote {

struct Checkpoint {
  Json identity;  // what must be the same to go on: network, data, seed, ...
  LearnerState state;
  std::vector<Epoch> epochs;
};

// All or nothing: the file holds the checkpoint before or this one. Throws cannot_write.
void write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);

// Throws malformed_file when the file is no whole checkpoint, bad_option that names the first
// difference when it belongs to a run with another identity.
Checkpoint read_checkpoint(const std::filesystem::path& path, const Json& identity);

}  // namespace mote
