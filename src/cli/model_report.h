// SPDX-License-Identifier: Apache-2.0
// What reports say of data, of a network and of its run on a board: sections that several verbs
// put together.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/model.h"
#include "plan/plan.h"
#include "report/report.h"
#include "train/train.h"

namespace mote {

// Path of the report beside a model: M.onnx -> M.report.html.
std::string report_beside(const std::string& model);

ReportSection data_section(const Dataset& dataset);

// Loss and quality on validation samples after each epoch; two sections.
void add_training(const std::vector<Epoch>& epochs, const std::string& task, Report& report);

// As the model names them, else by number.
std::vector<std::string> channel_names(const Graph& graph, size_t count);
std::vector<std::string> classes_of(const Graph& graph);

// Models on the same test samples: a table and, of classifiers, their confusion.
struct Tested {
  std::string title;
  const Score* score;
};
void add_scores(const std::vector<Tested>& models, const std::vector<std::string>& classes,
                Report& report);

// Where flash and RAM go: bars of each layer's constants, stretches of the arena over time.
void add_memory(const Plan& planned, const Measurement& measured, Report& report);

// A flame graph: operators, and their layers on top.
void add_instructions(const Measurement& measured, Report& report);

// The command that made it, and digests of the files it read or wrote.
ReportSection reproduction(const Globals& globals, const std::vector<std::string>& files);

}  // namespace mote
