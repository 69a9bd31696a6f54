// SPDX-License-Identifier: Apache-2.0
// Data sets as a model reads them: sound as the features that its front end makes of it.
#pragma once

#include <string>

#include "data/dataset.h"
#include "ir/graph.h"

namespace mote {

// Frames x columns of each window of sound, by that front end (see parse_front_end; its rate is the
// sound's where it says none), in its integers made real. Throws bad_option, bad_data for what is
// no sound (one channel, with a count_scale) of that rate or too short.
Dataset features_of(Dataset sound, const std::string& front_end);

// The data set, for a model: features where its metadata says how they are made; windows as long as
// it takes where it takes sound.
Dataset read_dataset_for(const std::string& source, const Graph& graph);

}  // namespace mote
