// SPDX-License-Identifier: Apache-2.0
// Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017) from the Debian package dataset-fashion-mnist.
#include "base/error.h"
#include "data/idx.h"

namespace mote {
namespace {

constexpr std::string_view kName = "fashion-mnist";
constexpr std::string_view kFolder = "/usr/share/datasets/fashion-mnist";

bool recognizes(const std::string& source) {
  return source == kName;
}

Dataset read(const std::string&) {
  if (!has_idx_files(kFolder)) {
    throw Error(ErrorCode::missing_file, std::string(kFolder),
                "the data set fashion-mnist is not installed",
                "sudo apt-get install dataset-fashion-mnist");
  }
  Dataset dataset = read_idx_folder(kFolder);
  dataset.name = kName;
  dataset.mirror_is_harmless = true;
  dataset.classes = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
                     "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
  return dataset;
}

}  // namespace

extern const DatasetFormat dataset_fashion_mnist;
const DatasetFormat dataset_fashion_mnist = {
    kName, "70 000 small pictures of clothes (package dataset-fashion-mnist)", recognizes, read,
    ""};

}  // namespace mote
