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

struct FoldLoss {
  double quality = 0;  // what is lost of it
  double doubt = 0;    // standard error of that, people being what it varies with, else samples
  // Squared error of the outputs on people whom a fold's model does not know, over their variance.
  double error = 0;
};

// Groups count by their samples, and stand for all that could have been asked. No error.
FoldLoss loss_between(const std::vector<Judge::Group>& before,
                      const std::vector<Judge::Group>& after);

// The samples in folds: for each one a model of the same architecture that learnt from all others.
class Folds {
 public:
  // Throws bad_option where there is no telling how to train the models.
  static void check(const Material& material);

  // Trains them; with a folder, keeps them there, and takes from there what it keeps. Throws
  // interrupted; bad_option where a file of the folder belongs to other folds. REQUIRES:
  // check(material).
  Folds(const Material& material, int64_t count, uint64_t seed, const std::string& folder);

  // Mean over the folds of what their models lose when they are compressed and fine-tuned like
  // that. Throws interrupted. REQUIRES: a start stays where it is from call to call.
  FoldLoss loss(const Start& start, const Assignment& assignment, int64_t epochs, uint64_t seed);

 private:
  struct Fold {
    Material material;
    std::vector<Judge::Group> right;  // by the model in int8
    std::map<const Start*, Start> starts =
        {};  // of the fold's model, as far as they were asked for
  };

  std::deque<Fold> folds_;
};

}  // namespace mote
