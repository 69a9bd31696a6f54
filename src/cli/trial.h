// SPDX-License-Identifier: Apache-2.0
// The network itself inside a report.
#pragma once

#include "cli/model.h"
#include "report/report.h"

namespace mote {

// The network for a page's script: its WebAssembly module (base64), what it takes and gives; null
// where it takes no float windows, or clang or lld are not installed.
Json network_for_browsers(const Graph& graph);

// A section that runs the generated C in the browser on some of the samples, and on what is dropped
// there. Nothing where the network is no classifier of windows of real numbers in 8 bits, or where
// what compiles for browsers is not installed.
void add_trial(const Graph& graph, const Samples& samples, Report& report);

}  // namespace mote
