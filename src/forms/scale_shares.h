// SPDX-License-Identifier: Apache-2.0
// What predicting a kernel's cycles needs to know of its scales.
#pragma once

namespace mote {

// Which shares of the outputs have a scale of their own, and need both of TFLite's roundings (see
// byte_rows.h).
struct ScaleShares {
  double own = 0, exact = 0;
};

}  // namespace mote
