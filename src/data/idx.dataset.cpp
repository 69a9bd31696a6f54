// SPDX-License-Identifier: Apache-2.0
// A folder with MNIST's four IDX files; the classes are named by their numbers.
#include "data/idx.h"

#include "data/folder.h"
#include "data/labels.h"

namespace mote {
namespace {

bool recognizes(const std::string& source) {
  return has_idx_files(source);
}

Dataset read(const std::string& source) {
  Dataset dataset = read_idx_folder(source);
  dataset.name = folder_name(source);
  number_classes(dataset);
  return dataset;
}

}  // namespace

extern const DatasetFormat dataset_idx;
const DatasetFormat dataset_idx = {
    "idx", "a folder of MNIST's IDX image files", recognizes, read,
    "{train,t10k}-images-idx3-ubyte and -labels-idx1-ubyte, plain or .gz"};

}  // namespace mote
