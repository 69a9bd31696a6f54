// SPDX-License-Identifier: Apache-2.0
#include "cli/console.h"
#include "cli/samples.h"

namespace mote {

void add_sample_options(Options& app, SampleOptions& options) {
  app.list("-i,--input", options.inputs, "Samples: X.npy, or NAME=X.npy for each input");
  app.text("-l,--labels", options.labels, "Class of each sample: Y.npy");
  app.text("--data", options.data, "A data set instead: its test split");
  app.count("--limit", options.limit, "Use only the first N samples");
}

}  // namespace mote
