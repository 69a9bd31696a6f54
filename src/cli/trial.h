// SPDX-License-Identifier: Apache-2.0
// The network itself inside a report.
#pragma once

#include "cli/model.h"
#include "report/report.h"

namespace mote {

// The network for a page's script (see src/page/network.js): its WebAssembly module (base64), what
// it takes and gives, what kind of samples these are; null where it is no classifier of windows of
// real numbers, of sound or of images in 8 bits, or where clang or lld are not installed.
Json network_for_browsers(const Graph& graph);

// A section that runs the generated C in the browser on some of the samples, and on what is dropped
// there. A network over features of sound is tried with the sound, where `data` says from where;
// that is read again. Nothing where network_for_browsers() gives none.
void add_trial(const Graph& graph, const Samples& samples, const std::string& data, Report& report);

}  // namespace mote
