// SPDX-License-Identifier: Apache-2.0
// mote ops: the operators mote knows.
#include "cli/console.h"
#include "ops/op.h"

namespace mote {
namespace {

CommandResult run(const Globals& globals) {
  CommandResult done;
  std::vector<std::vector<std::string>> rows{{"operator", "ONNX", "int8", "on devices", "TFLite"}};
  for (const OpDef* op : all_ops()) {
    const bool integer = op->quantizable != nullptr;
    const bool device = op->call != nullptr || op->sharing != nullptr;
    rows.push_back({std::string(op->name), std::string(op->onnx_name), integer ? "yes" : "",
                    device ? "yes" : "folded", std::string(op->tflite_names)});
    done.json["operators"].push_back({{"name", op->name},
                                      {"onnx", op->onnx_name},
                                      {"tflite", op->tflite_names},
                                      {"int8", integer},
                                      {"device", device}});
  }
  say(globals, table(rows));
  return done;
}

}  // namespace

extern const CommandDef command_ops = {
    "ops", "List the operators mote knows",
    [](Options&, const Globals& globals) -> std::function<CommandResult()> {
      return [&globals] { return run(globals); };
    }};

}  // namespace mote
