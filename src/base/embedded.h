// SPDX-License-Identifier: Apache-2.0
// The files under device/ are part of the program as text: kernels, firmware, targets.
#pragma once

#include <string_view>
#include <vector>

namespace mote {

// Content of device/<path> ("kernels/portable/relu_s8.h"); null data() when there is none.
std::string_view embedded_file(std::string_view path);

// All paths that begin with `prefix`, sorted.
std::vector<std::string_view> embedded_files(std::string_view prefix);

}  // namespace mote
