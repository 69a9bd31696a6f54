// SPDX-License-Identifier: Apache-2.0
// Covariances of rows of numbers.
#pragma once

#include <span>

#include "learn/projection.h"

namespace mote {

// How far covariances are shrunk towards a multiple of the identity.
constexpr double kShrink = 0.1;

Rows covariance_of(const Rows& rows);

// The mean of the classes' own covariances. labels[i]: class of row i.
Rows covariance_inside(const Rows& rows, std::span<const int32_t> labels);

// (1 - share) * metric + share * its mean variance * identity.
Rows shrunk(const Rows& metric, double share);

// The rows of one class.
Rows rows_of(const Rows& rows, std::span<const int32_t> labels, int32_t label);

}  // namespace mote
