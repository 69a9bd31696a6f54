// SPDX-License-Identifier: Apache-2.0
// Headers that most files include and that take long to read, precompiled once for all folders.
// Files still include what they use.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <variant>
#include <vector>
