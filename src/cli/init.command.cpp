// SPDX-License-Identifier: Apache-2.0
// mote init: a project file to begin with.
#include <memory>

#include "base/error.h"
#include "base/files.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/project.h"

namespace mote {
namespace {

constexpr const char* kText = R"(# What verbs of mote take where the command line does not say.
# A section is a verb, its keys are the verb's options without dashes ('mote VERB --help').

[project]              # for every verb that knows the option
data = "@data@"        # a folder of recordings, say; 'mote data info' lists what it holds
target = "cortex-m0"   # 'mote targets' lists all

[train]
output = "model.onnx"  # int8; model.float.onnx beside it
# epochs = 25

[compress]
model = "model.float.onnx"
output = "small.onnx"
max-drop = 1           # points of accuracy that may be lost
# flash = "16KiB"
# ram = "4KiB"
# latency = "50ms@48MHz"
fine-tune = 8

[analyze]
model = "small.onnx"

[generate]
model = "small.onnx"
name = "my_net"
output = "my_net"

[run]
library = "my_net"

[validate]
model = "small.onnx"
library = "my_net"
)";

CommandResult run(const std::string& folder, const std::string& data, const Globals& globals) {
  const fs::path path = fs::path(folder) / kProjectFile;
  if (fs::exists(path)) {
    throw Error(ErrorCode::bad_option, path.string(), "is there already",
                "edit it, or remove it first");
  }
  std::string text = kText;
  text.replace(text.find("@data@"), 6, data);
  write_file(path, text);
  CommandResult done;
  done.json["file"] = path.string();
  say(globals, "wrote " + path.string() +
                   "\nnext: mote train, mote compress, mote generate, mote run (in that folder)");
  return done;
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  struct Choices {
    std::string folder = ".", data = "synthetic-har";
  };
  auto options = std::make_shared<Choices>();
  app.maybe("folder", options->folder, "Where; by default here");
  app.text("--data", options->data, "Data set that the project is about");
  return [options, &globals] { return run(options->folder, options->data, globals); };
}

}  // namespace

extern const CommandDef command_init = {"init", "Write a project file, mote.toml", define};

}  // namespace mote
