// SPDX-License-Identifier: Apache-2.0
#include "base/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "base/error.h"
#include "base/interrupt.h"

extern char** environ;

namespace mote {
namespace {

// Starts the program with both outputs on a new pipe; gives the read end.
int start(const std::vector<std::string>& arguments, pid_t& child) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    throw Error(ErrorCode::tool_failed, arguments[0], "no pipe: " + std::string(strerror(errno)));
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const int failure = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (failure == 0) return ends[0];
  close(ends[0]);
  throw Error(ErrorCode::missing_tool, arguments[0],
              fmt::format("cannot be started: {}", strerror(failure)));
}

// Reads what is there; false at the end of the stream.
bool read_some(int file, std::string& output) {
  char buffer[65536];
  const ssize_t got = read(file, buffer, sizeof buffer);
  if (got > 0) output.append(buffer, static_cast<size_t>(got));
  return got > 0 || (got < 0 && errno == EINTR);
}

}  // namespace

std::optional<fs::path> find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    const fs::path candidate = fs::path(folder.empty() ? "." : folder) / name;
    if (access(candidate.c_str(), X_OK) == 0 && !fs::is_directory(candidate)) return candidate;
  }
  return std::nullopt;
}

fs::path require_program(const std::string& name, const std::string& debian_package) {
  if (const auto found = find_program(name)) return *found;
  throw Error(ErrorCode::missing_tool, name, "is not installed",
              "sudo apt-get install " + debian_package + "   ('mote doctor' checks everything)");
}

ProcessResult run_process(const std::vector<std::string>& arguments, double limit_s) {
  const auto begin = std::chrono::steady_clock::now();
  pid_t child = 0;
  const int file = start(arguments, child);
  ProcessResult result;
  bool open = true;
  bool late = false;
  while (open && !is_interrupted() && !late) {
    pollfd ready{file, POLLIN, 0};
    if (poll(&ready, 1, 100) > 0) open = read_some(file, result.output);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
    late = elapsed.count() > limit_s;
  }
  close(file);
  if (open) kill(child, SIGTERM);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  check_interrupted();
  if (late) {
    throw Error(ErrorCode::tool_failed, arguments[0],
                fmt::format("was still running after {:.0f} s and was stopped", limit_s));
  }
  result.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace mote
