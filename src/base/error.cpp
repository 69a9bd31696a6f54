// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

#include <fmt/format.h>

namespace mote {
namespace {

struct ErrorRow {
  int number;
  int exit_code;
  std::string_view meaning;
};

constexpr ErrorRow error_rows[] = {
#define MOTE_ERROR_ROW(name, number, exit_code, meaning) {number, exit_code, meaning},
    MOTE_ERRORS(MOTE_ERROR_ROW)
#undef MOTE_ERROR_ROW
};

const ErrorRow& row(ErrorCode code) {
  return error_rows[static_cast<size_t>(code)];
}

}  // namespace

std::string error_label(ErrorCode code) {
  return fmt::format("E{:04}", row(code).number);
}
int exit_code(ErrorCode code) {
  return row(code).exit_code;
}
std::string_view error_meaning(ErrorCode code) {
  return row(code).meaning;
}

std::span<const ErrorCode> all_error_codes() {
  static constexpr ErrorCode codes[] = {
#define MOTE_ERROR_CODE(name, number, exit_code, meaning) ErrorCode::name,
      MOTE_ERRORS(MOTE_ERROR_CODE)
#undef MOTE_ERROR_CODE
  };
  return codes;
}

Error::Error(ErrorCode code_, std::string place_, std::string message_, std::string help_)
    : code(code_),
      place(std::move(place_)),
      message(std::move(message_)),
      help(std::move(help_)),
      text_(place.empty() ? message : place + ": " + message) {}

}  // namespace mote
