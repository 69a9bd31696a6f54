// SPDX-License-Identifier: Apache-2.0
// The ONNX standard's node tests in the reference evaluator and as generated C. The tests that pass
// are listed in conformance_passes.txt: the list can only grow. MOTE_UPDATE=1 rewrites it.
#include "conformance.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <sstream>

#include "base/error.h"
#include "ops/evaluate.h"

namespace mote {
namespace {

constexpr size_t kCasesOfProgram = 40;
constexpr const char* kList = MOTE_SOURCE_DIR "/tests/conformance_passes.txt";

fs::path shared_folder() {
  const char* const set = std::getenv("MOTE_SHARED");
  return set != nullptr ? fs::path(set) : fs::path(MOTE_SOURCE_DIR) / ".." / "shared";
}

// "" when the reference evaluator gives what is wanted.
std::string judge_reference(const ConformanceCase& test) {
  try {
    return judge(test, evaluate(test.graph, test.inputs));
  } catch (const Error& error) {
    return fmt::format("{} {}", error_label(error.code), error.what());
  }
}

// name -> "reference" or "reference and C".
std::map<std::string, std::string> read_list() {
  std::map<std::string, std::string> list;
  std::istringstream lines(read_file(kList));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#")) continue;
    const size_t space = line.find(' ');
    list[line.substr(0, space)] = line.substr(space + 1);
  }
  return list;
}

void write_list(const std::map<std::string, std::string>& list) {
  std::string text =
      "# SPDX-License-Identifier: Apache-2.0\n"
      "# ONNX node tests that pass in the reference evaluator, and those that pass as generated "
      "C.\n";
  for (const auto& [name, where] : list) text += name + " " + where + "\n";
  write_file(kList, text);
}

TEST(Conformance, PassesWhatItPassedBefore) {
  const fs::path archive =
      shared_folder() / "data" / "onnx_conformance" / "onnx_node_selected.tar.xz";
  if (!fs::exists(archive)) GTEST_SKIP() << archive << " is not there";
  const TemporaryFolder folder;
  unpack_conformance(archive, folder.path());
  std::vector<fs::path> places;
  for (const auto& entry : fs::directory_iterator(folder.path())) {
    if (fs::exists(entry.path() / "model.onnx")) places.push_back(entry.path());
  }
  std::sort(places.begin(), places.end());

  std::map<std::string, std::string> passed;
  std::vector<ConformanceCase> good;
  const bool is_verbose = std::getenv("MOTE_VERBOSE") != nullptr;
  for (const fs::path& place : places) {
    ConformanceCase test = read_conformance_case(place);
    if (!test.refusal.empty()) {
      EXPECT_TRUE(test.is_clear) << test.name << ": " << test.refusal;
      if (is_verbose) std::cout << "refused " << test.name << ": " << test.refusal << "\n";
      continue;
    }
    const std::string wrong = judge_reference(test);
    EXPECT_EQ(wrong, "") << test.name;
    if (!wrong.empty()) continue;
    passed[test.name] = "reference";
    good.push_back(std::move(test));
  }
  size_t in_c = 0;
  for (size_t first = 0; first < good.size(); first += kCasesOfProgram) {
    std::vector<const ConformanceCase*> cases;
    for (size_t i = first; i < std::min(first + kCasesOfProgram, good.size()); i++) {
      cases.push_back(&good[i]);
    }
    const TemporaryFolder sources;
    std::vector<std::string> problems;
    const auto outputs = run_generated(cases, sources.path(), problems);
    for (size_t i = 0; i < cases.size(); i++) {
      if (problems[i].empty()) problems[i] = judge(*cases[i], outputs[i]);
      if (problems[i].empty()) {
        passed[cases[i]->name] = "reference and C";
        in_c++;
      } else if (is_verbose) {
        std::cout << "not in C " << cases[i]->name << ": " << problems[i] << "\n";
      }
    }
  }
  std::cout << fmt::format("{} tests: {} pass in the reference evaluator, {} as generated C\n",
                           places.size(), passed.size(), in_c);
  if (std::getenv("MOTE_UPDATE") != nullptr) write_list(passed);
  for (const auto& [name, where] : read_list()) {
    EXPECT_TRUE(passed.contains(name) && passed[name].size() >= where.size())
        << name << " passed in " << where << " before";
  }
}

}  // namespace
}  // namespace mote
