// SPDX-License-Identifier: Apache-2.0
// The one exception of mote: a mistake in the user's model, data, options or machine.
//
// Broken invariants of mote itself are assert()s; everything a user can cause is an Error that
// names the thing, the place and the way out. The command line turns it into text and exit code.
#pragma once

#include <exception>
#include <span>
#include <string>
#include <string_view>

namespace mote {

// name, number (shown as E0301), exit code, one-line meaning.
#define MOTE_ERRORS(X)                                                           \
  X(bad_option, 201, 2, "an option or its value is wrong")                       \
  X(missing_file, 301, 3, "a file or folder is missing or cannot be read")       \
  X(malformed_file, 302, 3, "a file does not have the form its format asks for") \
  X(bad_value, 303, 3, "a number in the data is not usable")                     \
  X(shape_mismatch, 304, 3, "two things that must have the same size differ")    \
  X(cannot_write, 305, 3, "an output file or folder cannot be written")          \
  X(bad_model, 306, 3, "a model contradicts itself")                             \
  X(bad_data, 307, 3, "a data set cannot be learnt from")                        \
  X(unsupported_operator, 402, 4, "mote does not know this operator")            \
  X(unsupported_type, 403, 4, "an operator is known, but not with these types")  \
  X(budget_impossible, 501, 5, "no form of the model meets the budget")          \
  X(missing_tool, 601, 6, "a compiler or emulator is not installed")             \
  X(tool_failed, 602, 6, "a compiler or emulator failed")                        \
  X(device_fault, 701, 7, "the firmware stopped with a fault")                   \
  X(bad_port, 702, 7, "a serial port cannot be used")                            \
  X(interrupted, 900, 130, "stopped by the user")

enum class ErrorCode {
#define MOTE_ERROR_ENUM(name, number, exit_code, meaning) name,
  MOTE_ERRORS(MOTE_ERROR_ENUM)
#undef MOTE_ERROR_ENUM
};

std::string error_label(ErrorCode code);  // "E0301"
int exit_code(ErrorCode code);
std::string_view error_meaning(ErrorCode code);
std::span<const ErrorCode> all_error_codes();

struct Error : std::exception {
  ErrorCode code;
  std::string place;    // file, file:line, node; may be empty
  std::string message;  // what was got and what was expected
  std::string help;     // the way out; may be empty

  Error(ErrorCode code, std::string place, std::string message, std::string help = "");
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  std::string text_;
};

}  // namespace mote
