// SPDX-License-Identifier: Apache-2.0
// From the labels that files hold to class indices.
#pragma once

#include <cstdint>
#include <vector>

#include "data/dataset.h"

namespace mote {

// Throws bad_value, naming file and sample, when a label of either split is not one of `ids`.
// REQUIRES: ids sorted.
void check_labels(const Dataset& dataset, const std::vector<int32_t>& ids);

// Replaces every label by its index in the sorted `ids`. Throws as check_labels().
void index_labels(Dataset& dataset, const std::vector<int32_t>& ids);

// For data without class names: the classes are the distinct labels of the training samples, each
// named by its number. Throws bad_data when there are so many that they cannot be classes.
void number_classes(Dataset& dataset);

// {0, 1, ..., count - 1}.
std::vector<int32_t> first_ids(size_t count);

}  // namespace mote
