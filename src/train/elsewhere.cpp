// SPDX-License-Identifier: Apache-2.0
// Training for the program without torch, whose hundreds of shared libraries take a second to load:
// the program beside it that has torch goes on in its place.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/error.h"
#include "train/fine_tune.h"
#include "train/train.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

fs::path program_with_torch() {
  return fs::read_symlink("/proc/self/exe").parent_path() / "mote-with-torch";
}

std::string command_line() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

bool can_train() {
  return fs::exists(program_with_torch());
}

void need_training() {
  const std::string program = program_with_torch().string();
  std::string words = command_line();
  std::vector<char*> argv;
  for (size_t at = 0; at < words.size(); at = words.find('\0', at) + 1)
    argv.push_back(words.data() + at);
  argv.push_back(nullptr);
  execv(program.c_str(), argv.data());
  throw Error(ErrorCode::missing_tool, program, "this mote has no training (libtorch)",
              "build it with -DMOTE_TRAIN=ON and keep mote-with-torch beside mote");
}

Trained train(const NetworkDef&, const Dataset&, const TrainValidation&, const TrainOptions&) {
  need_training();
  return {};
}

Graph fine_tune(const Graph& graph, const Graph&, const Dataset&, const Split&, int, uint64_t,
                const std::function<void(int)>&) {
  need_training();
  return graph;
}

}  // namespace mote
