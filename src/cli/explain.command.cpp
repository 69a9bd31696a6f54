// SPDX-License-Identifier: Apache-2.0
// mote explain: what an error's code means and what usually helps.
#include <memory>

#include "base/text.h"
#include "cli/console.h"

namespace mote {
namespace {

// No default: a code without words is a warning of the compiler.
std::string_view advice(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_option:
      return "An option is spelled wrong, lacks its value, contradicts another one or has a value "
             "that makes no sense.\n'mote VERB --help' lists a verb's options with their units. "
             "Sizes "
             "are written 32KiB or 20kB, times 50ms@48MHz, frequencies 48MHz.";
    case ErrorCode::missing_file:
      return "A path is wrong, or the file cannot be read by this user. Data sets are folders (or "
             "the name of a built-in one: 'mote data info synthetic-har').";
    case ErrorCode::malformed_file:
      return "The file is cut off, damaged, or in another format than its name says. Where there "
             "is "
             "a line or a byte, it is the first that cannot be right. Copying it again, or "
             "exporting "
             "the model again, usually helps.";
    case ErrorCode::bad_value:
      return "The data hold a number that cannot be learnt from: NaN, infinity, a class out of "
             "range, time that goes back. The message names the sample and the place in it. Drop "
             "that "
             "sample; mote does not guess what it should have been.";
    case ErrorCode::shape_mismatch:
      return "Two things must have the same size: samples and labels, channels of all recordings, "
             "an "
             "input and what the model takes. The message has both sizes. A model over windows "
             "takes "
             "time by channels.";
    case ErrorCode::cannot_write:
      return "The disk is full, the folder belongs to somebody else, or a folder that mote did not "
             "write stands where it should write one. Nothing half written remains.";
    case ErrorCode::bad_model:
      return "The model contradicts itself, or is of a kind that the verb cannot use: compress "
             "wants float weights, generate wants static shapes. 'mote import' names the node.";
    case ErrorCode::bad_data:
      return "There is too little to learn from or to test on: an empty split, one class only, "
             "fewer samples than classes. 'mote data info' counts what there is.";
    case ErrorCode::unsupported_operator:
      return "A node of the model has an operator that mote does not know; all others are fine. "
             "'mote ops' lists those it knows.\nCut the model before that node with 'mote import "
             "--outputs NAME' and do the rest in your own code.";
    case ErrorCode::unsupported_type:
      return "mote knows the operator, but not with these types or attributes. Importing the float "
             "model and quantizing it here ('mote import net.onnx -i samples.npy') often helps.";
    case ErrorCode::budget_impossible:
      return "Even the smallest network that was tried is too large, too slow or too wrong. The "
             "message names the limit that is missed by most, and by how much.\nAllow more, "
             "fine-tune "
             "(--fine-tune 12), or begin with a smaller architecture.";
    case ErrorCode::missing_tool:
      return "mote calls compilers and emulators; one is not installed. 'mote doctor' checks all "
             "of "
             "them and prints the command that installs what is missing.";
    case ErrorCode::tool_failed:
      return "A compiler or emulator was there but failed or took too long; its own words are in "
             "the "
             "message. A full /tmp is a usual reason. If generated code does not compile, that is "
             "a "
             "bug of mote.";
    case ErrorCode::device_fault:
      return "The program stopped with a fault on the emulated board: that is a bug of mote, or of "
             "the library if it was changed by hand.";
    case ErrorCode::bad_port:
      return "The serial port is not there, is in use, or may not be opened by this user: on "
             "Debian "
             "users of ports belong to the group dialout.\n'ls /dev/ttyACM* /dev/ttyUSB*' shows "
             "the "
             "ports of boards.";
    case ErrorCode::interrupted:
      return "Ctrl-C. Training keeps its checkpoint: the same command with --resume goes on to the "
             "same result. A search gives the best network it has.";
  }
  return "";
}

CommandResult run(const std::string& code, const Globals& globals) {
  std::vector<std::string> labels;
  CommandResult done;
  for (const ErrorCode one : all_error_codes()) {
    labels.push_back(error_label(one));
    if (!code.empty() && upper_case(code) != labels.back()) continue;
    done.json["codes"].push_back({{"code", labels.back()},
                                  {"meaning", error_meaning(one)},
                                  {"advice", advice(one)},
                                  {"exit_code", exit_code(one)}});
    say(globals,
        fmt::format("{}  {} (exit {})", labels.back(), error_meaning(one), exit_code(one)));
    if (!code.empty()) say(globals, "\n" + std::string(advice(one)));
  }
  if (!done.json.empty()) return done;
  const std::string near = did_you_mean(upper_case(code), labels);
  throw Error(ErrorCode::bad_option, "explain", fmt::format("there is no error '{}'", code),
              near.empty() ? "'mote explain' lists them" : near);
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto code = std::make_shared<std::string>();
  app.maybe("code", *code, "As an error shows it: E0304; without, all are listed");
  return [code, &globals] { return run(*code, globals); };
}

}  // namespace

extern const CommandDef command_explain = {"explain", "What an error's code means, and what helps",
                                           define};

}  // namespace mote
