// SPDX-License-Identifier: Apache-2.0
// How often a kernel's loops run, where its form knows better than a node's shapes say.
#pragma once

#include <map>
#include <string>

namespace mote {

// By name; plan/work.h says which there are. None is negative.
using LoopCounts = std::map<std::string, double>;

}  // namespace mote
