// SPDX-License-Identifier: Apache-2.0
// How training goes: numbers chosen by measurement on validation people.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "data/augment.h"
#include "data/dataset.h"
#include "train/network.h"
#include "train/train.h"

namespace mote {

// Learning without labels.
//   contrastive: the features of two views of a sample shall be nearer to each other than to those
//     of all other samples (Chen and others, 2020: "A Simple Framework for Contrastive Learning of
//     Visual Representations"). Quality: share of the views that find the other of their sample.
//   masked: of a sample whose first view has parts hidden, these shall be restored by one layer
//     behind the features (Xie and others, 2022: "SimMIM: A Simple Framework for Masked Image
//     Modeling"). Quality: share of their variance that is.
struct PretextTask {
  Pretext pretext = Pretext::contrastive;
  std::array<Augmentation, 2> views;
  int64_t batch = 128;       // samples, of two views each
  double weight = 0.5;       // of this loss beside that of the labels
  double temperature = 0.2;  // cosines are divided by it
};

struct Recipe {
  int64_t batch = 64;
  double peak_rate = 5e-3;         // of the one-cycle schedule
  bool has_relative_rate = false;  // rates are shares of the root mean square of each tensor
  double warmup = 0.25;            // share of all steps until the peak
  double weight_decay = 1e-2;      // AdamW's, on weights of layers only
  double label_smoothing = 0.1;    // share of the target spread over all classes
  double averaging = 0.99;         // what the running average of the weights keeps each step
  Augmentation augmentation = {};
  double taught = 0.2;       // share of the loss that a teacher's outputs have, if there is one
  bool keeps_zeros = false;  // weights that are zero at the beginning stay zero
  std::optional<PretextTask> pretext = {};  // where there are samples without labels
};

// A network needs no changed copies of so many samples, or hardly any.
constexpr int64_t kManySamples = 20000;

// `unlabeled`: how many samples there are to learn from without labels, and by what.
Recipe default_recipe(const NetworkDef& network, const Dataset& dataset, int64_t unlabeled = 0,
                      Pretext pretext = Pretext::contrastive);

// Learning rate of a step: up along a line, then down to nothing along half a cosine.
double one_cycle_rate(const Recipe& recipe, int64_t step, int64_t steps);

}  // namespace mote
