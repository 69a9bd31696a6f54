// SPDX-License-Identifier: Apache-2.0
// People the network does not know, without labels: a stream of their windows, replayed.
#pragma once

#include <array>

#include "cli/material.h"
#include "cli/replay.h"

namespace mote {

struct NewPersonRequest : ReplayRequest {
  int64_t folds = 6;
  double turn = 0.7;  // rad, about an axis of each person's own, in the second half of the results
};

// What is done to the stream; shares of right windows of the person's later recordings.
enum Treatment { kNone, kSteady, kAligned, kAlignedSteady, kTreatments };
using Shares = std::array<double, kTreatments>;

struct OnePerson {
  int32_t person = 0;
  Shares as_worn{}, turned{}, put_right{};  // turned in the first recording only
};

struct NewPerson {
  std::vector<OnePerson> people;
  Repetition repetition;  // on the target, of the first person, turned and aligned
};

// People are left out in folds; a network is trained on the others for each. The generated code
// then takes the recordings of everybody left out in order; what counts is all behind the first
// one. Throws bad_data where people or recordings are not known or nobody has two.
NewPerson new_person(const Material& material, const Target& target,
                     const NewPersonRequest& request);

}  // namespace mote
