// SPDX-License-Identifier: Apache-2.0
// What every data set must fulfil, whatever format it came from.
#pragma once

#include "data/dataset.h"

namespace mote {

// Throws bad_data (an empty split), shape_mismatch (samples, labels and people
// differ in number), bad_value (NaN, infinity or a label out of range), each naming the place.
void check_dataset(const Dataset& dataset);

}  // namespace mote
