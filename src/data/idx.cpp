// SPDX-License-Identifier: Apache-2.0
#include "data/idx.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "data/folder.h"

namespace mote {
namespace {

// The same file under the names it goes by: with - or . before idx, packed or not.
std::vector<std::string> variants(std::string_view part, std::string_view content, int rank) {
  std::vector<std::string> names;
  for (std::string_view end : {"", ".gz"}) {
    for (std::string_view dash : {"-", "."}) {
      names.push_back(fmt::format("{}-{}{}idx{}-ubyte{}", part, content, dash, rank, end));
    }
  }
  return names;
}

// A whole file, unpacked when it is packed.
std::string read_unpacked(const fs::path& path) {
  const std::unique_ptr<gzFile_s, decltype(&gzclose)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file) throw Error(ErrorCode::missing_file, path.string(), "cannot be opened");
  std::string content;
  std::vector<char> chunk(size_t{1} << 18);
  int got = 0;
  do {
    got = gzread(file.get(), chunk.data(), static_cast<unsigned>(chunk.size()));
    if (got > 0) content.append(chunk.data(), static_cast<size_t>(got));
  } while (got > 0);
  int status = Z_OK;
  const char* const reason = gzerror(file.get(), &status);
  if (got < 0 || status != Z_OK) {
    throw Error(ErrorCode::malformed_file, path.string(),
                fmt::format("gzip data is damaged or cut short ({})", reason),
                "copy or download the file again");
  }
  return content;
}

int64_t big_endian(const std::string& bytes, size_t at) {
  int64_t value = 0;
  for (size_t i = at; i < at + 4; i++) value = value * 256 + static_cast<unsigned char>(bytes[i]);
  return value;
}

Split read_split(const fs::path& folder, std::string_view part, std::vector<int64_t>& shape) {
  const fs::path x_file = need_file(folder, variants(part, "images", 3));
  const fs::path y_file = need_file(folder, variants(part, "labels", 1));
  const IdxArray images = read_idx(x_file, 3);
  const IdxArray labels = read_idx(y_file, 1);
  const std::vector<int64_t> form = {images.shape[1], images.shape[2], 1};
  if (!shape.empty() && shape != form) {
    throw Error(ErrorCode::shape_mismatch, x_file.string(),
                fmt::format("images of {} x {}, but those to train on are {} x {}", form[0],
                            form[1], shape[0], shape[1]));
  }
  shape = form;
  Split split;
  split.origin = {{x_file.string()}, y_file.string(), false};
  split.count = images.shape[0];
  split.x.resize(images.bytes.size());
  std::transform(images.bytes.begin(), images.bytes.end(), split.x.begin(),
                 [](char pixel) { return static_cast<float>(static_cast<uint8_t>(pixel)) / 255; });
  for (char label : labels.bytes) split.y.push_back(static_cast<uint8_t>(label));
  return split;
}

}  // namespace

IdxArray read_idx(const fs::path& path, size_t rank) {
  std::string content = read_unpacked(path);
  const size_t header = 4 + 4 * rank;
  const std::string magic = {0, 0, 8, static_cast<char>(rank)};
  if (content.size() < header || content.compare(0, 4, magic) != 0) {
    throw Error(ErrorCode::malformed_file, path.string(),
                fmt::format("is not an IDX file of bytes with {} dimensions", rank));
  }
  IdxArray array;
  for (size_t i = 0; i < rank; i++) array.shape.push_back(big_endian(content, 4 + 4 * i));
  // In double: three sizes of 32 bits may exceed 64.
  double wanted = 1;
  for (int64_t extent : array.shape) wanted *= static_cast<double>(extent);
  const size_t got = content.size() - header;
  if (static_cast<double>(got) != wanted) {
    throw Error(ErrorCode::malformed_file, path.string(),
                fmt::format("{} bytes of data, but shape ({}) needs {:.0f}: the file is {}", got,
                            fmt::join(array.shape, ", "), wanted,
                            static_cast<double>(got) < wanted ? "cut short" : "too long"));
  }
  array.bytes = content.substr(header);
  return array;
}

bool has_idx_files(const fs::path& folder) {
  for (std::string_view part : {"train", "t10k"}) {
    if (!find_file(folder, variants(part, "images", 3)).empty()) return true;
    if (!find_file(folder, variants(part, "labels", 1)).empty()) return true;
  }
  return false;
}

Dataset read_idx_folder(const fs::path& folder) {
  Dataset dataset;
  dataset.kind = SampleKind::image;
  dataset.count_scale = {1.0f / 255};
  dataset.train = read_split(folder, "train", dataset.shape);
  dataset.test = read_split(folder, "t10k", dataset.shape);
  return dataset;
}

}  // namespace mote
