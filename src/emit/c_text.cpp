// SPDX-License-Identifier: Apache-2.0
#include "emit/c_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace mote {

std::string c_literal(float value) {
  if (std::isnan(value)) return "(0.0f / 0.0f)";
  if (std::isinf(value)) return value > 0 ? "(1.0f / 0.0f)" : "(-1.0f / 0.0f)";
  std::string text = shortest(value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text + "f";
}

std::string c_literal(double value, DType dtype) {
  if (dtype == DType::f32) return c_literal(static_cast<float>(value));
  const auto integer = static_cast<int64_t>(std::min(value, 0x1.fffffffffffffp62));
  // -2147483648 is minus applied to a number that int cannot hold.
  if (integer == INT32_MIN) return "(-2147483647 - 1)";
  if (integer == INT64_MIN) return "(-9223372036854775807 - 1)";
  if (dtype == DType::u64 && value >= 0x1p63) return fmt::format("{:.0f}u", value);
  return std::to_string(integer);
}

std::string c_array(const std::string& name, DType dtype, const Tensor& elements,
                    const char* place) {
  std::string text =
      fmt::format("static {} {} {}[{}] = {{", place, dtype_c_type(dtype), name, elements.size());
  std::string line;
  for (size_t i = 0; i < elements.size(); i++) {
    const std::string item = c_literal(elements[i], dtype) + (i + 1 < elements.size() ? ", " : "");
    if (line.empty() || 4 + line.size() + item.size() > 100) {
      while (!line.empty() && line.back() == ' ') line.pop_back();
      text += line + "\n    ";
      line.clear();
    }
    line += item;
  }
  return text + line + "};\n";
}

}  // namespace mote
