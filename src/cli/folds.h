// SPDX-License-Identifier: Apache-2.0
// What a choice of representations loses on people that nothing was chosen by.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "cli/material.h"
#include "compress/front.h"

namespace mote {

// A network to begin with: the model, or the model with fewer channels and neurons.
struct Start {
  std::string name;
  Graph graph;
  std::vector<LayerChoices> choices;
};

// The samples in folds: for each one a model of the same architecture that learnt from all others.
class Folds {
 public:
  // Throws bad_option where there is no telling how to train the models.
  static void check(const Material& material);

  // Trains them; with a folder, keeps them there, and takes from there what it keeps. Throws
  // interrupted; bad_option where a file of the folder belongs to other folds. REQUIRES:
  // check(material).
  Folds(const Material& material, int64_t count, uint64_t seed, const std::string& folder);

  // Mean over all samples of what the models lose when they are compressed and fine-tuned like
  // that. Without fine-tuning one standard error is added: of many networks that are compared the
  // one that seems good enough is lucky, and no training on all samples makes up for that (the
  // one-standard-error rule of Breiman, Friedman, Olshen and Stone, Classification and Regression
  // Trees, 1984). Throws interrupted. REQUIRES: a start stays where it is from call to call.
  double loss(const Start& start, const Assignment& assignment, int64_t epochs, uint64_t seed);

 private:
  struct Fold {
    Material material;
    std::vector<double> hits;  // of the model in int8
    std::map<const Start*, Start> starts =
        {};  // of the fold's model, as far as they were asked for
  };

  std::deque<Fold> folds_;
};

}  // namespace mote
