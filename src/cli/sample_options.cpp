// SPDX-License-Identifier: Apache-2.0
#include "cli/console.h"
#include "cli/samples.h"

namespace mote {

void add_sample_options(CLI::App& app, SampleOptions& options) {
  app.add_option("-i,--input", options.inputs, "Samples: X.npy, or NAME=X.npy for each input");
  app.add_option("-l,--labels", options.labels, "Class of each sample: Y.npy");
  app.add_option("--data", options.data, "A data set instead: its test split");
  app.add_option("--limit", options.limit, "Use only the first N samples");
}

}  // namespace mote
