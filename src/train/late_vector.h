// SPDX-License-Identifier: Apache-2.0
// Included before all else where clang compiles torch's headers. They have vectors of a type that
// is completed further down, and clang instantiates members that are constexpr (as libstdc++'s are
// in C++20) at once: here those of std::vector are not.
#pragma once

#include <algorithm>
#include <memory>

#pragma push_macro("_GLIBCXX20_CONSTEXPR")
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR
#define __fill_a1 fill_bits  // declared constexpr above
#include <vector>
#undef __fill_a1
#pragma pop_macro("_GLIBCXX20_CONSTEXPR")
