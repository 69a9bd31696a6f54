// SPDX-License-Identifier: Apache-2.0
// Samples whose labels nobody knows or looks at.
#pragma once

#include <string>
#include <vector>

#include "data/dataset.h"

namespace mote {

// All training samples of data sets (a path or name), and all samples of arrays (X.npy: real
// numbers, or counts of the sensor where `dataset` says what they mean), one after another. Throws
// shape_mismatch when they are not shaped like those of `dataset`, bad_data when their channels
// have other names, and what reading throws.
Split read_unlabeled(const std::vector<std::string>& sources, const Dataset& dataset);

}  // namespace mote
