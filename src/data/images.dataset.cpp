// SPDX-License-Identifier: Apache-2.0
// A folder of images: cat/anna_1.png, dog/ben_1.jpg (class, who, anything). testing_list.txt says
// what is to test, as in folders of sounds; else whole people are, where names tell several, or
// every fifth image of a class. size.txt says how large samples are: "96x96", height x width;
// images of another ratio lose their sides or their top and bottom first.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "base/error.h"
#include "base/parallel.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/folder.h"
#include "data/image_file.h"
#include "data/people.h"

namespace mote {
namespace {

constexpr int64_t kMostBytes = int64_t{16} << 30;  // of all samples

std::vector<fs::path> images_in(const fs::path& folder) {
  return entries_of(folder, [](const fs::path& path) {
    return has_image_name(path) && !path.filename().string().starts_with(".");
  });
}

// Folders whose names begin with '_' or '.' are no classes.
std::vector<fs::path> classes_in(const fs::path& folder) {
  return entries_of(folder, [](const fs::path& path) {
    std::error_code ignored;
    const std::string name = path.filename().string();
    return !name.starts_with("_") && !name.starts_with(".") && fs::is_directory(path, ignored);
  });
}

bool holds_any(const fs::path& folder, const std::string& extension) {
  return !entries_of(folder, [&](const fs::path& path) {
            return path.extension() == extension;
          }).empty();
}

// Other sets have folders of plots too: half of all folders must hold images, and one alone is not
// enough beside tables.
bool recognizes(const std::string& source) {
  const std::vector<fs::path> classes = classes_in(source);
  size_t with_images = 0;
  for (const fs::path& one : classes) {
    if (holds_any(one, ".wav")) return false;
    if (!images_in(one).empty()) with_images++;
  }
  for (const char* const table : {".csv", ".npy", ".ts"}) {
    if (with_images == 1 && holds_any(source, table)) return false;
  }
  return with_images > 0 && 2 * with_images >= classes.size();
}

struct Photo {
  fs::path file;
  int32_t label = 0;
  std::string person = {};  // "": unknown
  bool is_test = false;
  Image head = {};  // without pixels
};

class Reader {
 public:
  explicit Reader(const std::string& source) : folder_(source) {}

  Dataset read() {
    list();
    read_heads();
    choose_tested();
    choose_form();
    dataset_.name = folder_name(folder_.string());
    dataset_.kind = SampleKind::image;
    dataset_.count_scale = {1.0f / 255};
    const std::string from = folder_.string();
    dataset_.train.origin = dataset_.test.origin = {{from}, from};
    fill(dataset_.train, false);
    fill(dataset_.test, true);
    describe();
    return std::move(dataset_);
  }

 private:
  void list() {
    for (const fs::path& place : classes_in(folder_)) {
      const std::vector<fs::path> files = images_in(place);
      if (files.empty()) {
        throw Error(ErrorCode::bad_data, place.string(),
                    "holds no image, expected .png, .jpg or .jpeg as in the other folders",
                    "begin its name with '_' if it is no class");
      }
      const auto label = static_cast<int32_t>(dataset_.classes.size());
      for (const fs::path& file : files) photos_.push_back({file, label, person_of(file)});
      dataset_.classes.push_back(place.filename().string());
    }
    if (dataset_.classes.size() > 1) return;
    throw Error(ErrorCode::bad_data, folder_.string(),
                fmt::format("has one class only, '{}'; expected two at least", dataset_.classes[0]),
                "put images of something else in a second folder beside it");
  }

  void read_heads() {
    parallel_ranges(std::ssize(photos_), [&](int64_t begin, int64_t end) {
      for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); i++) {
        photos_[i].head = read_image_head(photos_[i].file);
      }
    });
  }

  int32_t number_of(const std::string& person) const {
    return static_cast<int32_t>(std::find(people_.begin(), people_.end(), person) -
                                people_.begin());
  }

  void choose_tested() {
    const std::optional<std::set<std::string>> list = read_testing_list(folder_);
    std::set<std::string> people;
    for (const Photo& photo : photos_) {
      if (!photo.person.empty()) people.insert(photo.person);
    }
    people_.assign(people.begin(), people.end());
    tested_ = "what testing_list.txt names";
    if (list) {
      for (Photo& photo : photos_) photo.is_test = list->contains(name_of(photo));
    } else if (!test_people()) {
      people_.clear();
      test_every_fifth();
    }
  }

  // False: names do not tell people. All are IMG_1.png, IMG_2.png, ..., or classes would be left
  // without an image to train on, as where all cats are cat_1.png, cat_2.png, ...
  bool test_people() {
    if (people_.size() < 2) return false;
    tested_ = "other people than those trained on (anna in anna_1.png)";
    std::set<int32_t> trained;
    for (Photo& photo : photos_) {
      photo.is_test = is_tested_fifth(number_of(photo.person), std::ssize(people_));
      if (!photo.is_test) trained.insert(photo.label);
    }
    return trained.size() == dataset_.classes.size();
  }

  void test_every_fifth() {
    tested_ = "every fifth image of a class (no file says who is there: anna_1.png)";
    std::map<int32_t, int64_t> of_class, seen;
    for (const Photo& photo : photos_) of_class[photo.label]++;
    for (Photo& photo : photos_) {
      photo.is_test = is_tested_fifth(seen[photo.label]++, of_class[photo.label]);
    }
  }

  // "cat/anna_1.png"
  std::string name_of(const Photo& photo) const {
    return dataset_.classes[static_cast<size_t>(photo.label)] + "/" +
           photo.file.filename().string();
  }

  std::string name_and_size(const Photo& photo) const {
    return fmt::format("{} is {} x {}", name_of(photo), photo.head.height, photo.head.width);
  }

  // What all images have in common, or size.txt asks for.
  void choose_form() {
    const Photo& first = photos_[0];
    const auto is_other = [&](const Photo& photo) {
      return photo.head.height != first.head.height || photo.head.width != first.head.width;
    };
    const auto other = std::find_if(photos_.begin(), photos_.end(), is_other);
    const fs::path file = find_file(folder_, {"size.txt"});
    if (file.empty() && other != photos_.end()) {
      throw Error(ErrorCode::bad_data, folder_.string(),
                  fmt::format("holds images of different sizes: {}, {}", name_and_size(first),
                              name_and_size(*other)),
                  fmt::format("write the size of samples, height x width, to {}: 96x96",
                              (folder_ / "size.txt").string()));
    }
    const bool is_gray = std::all_of(photos_.begin(), photos_.end(),
                                     [](const Photo& photo) { return photo.head.channels == 1; });
    dataset_.shape = {first.head.height, first.head.width, is_gray ? 1 : 3};
    if (!file.empty()) read_size(file);
    dataset_.channels = is_gray ? std::vector<std::string>{"gray"}
                                : std::vector<std::string>{"red", "green", "blue"};
    check_memory();
  }

  // "96x96", or "96" for the same.
  void read_size(const fs::path& file) {
    const std::vector<std::string> lines = read_names(file, false);
    const std::string text = lines.size() == 1 ? lines[0] : "";
    const char* const end = text.data() + text.size();
    int64_t& height = dataset_.shape[0];
    int64_t& width = dataset_.shape[1];
    std::from_chars_result read = std::from_chars(text.data(), end, height);
    width = height;
    if (read.ec == std::errc() && read.ptr != end && *read.ptr == 'x') {
      read = std::from_chars(read.ptr + 1, end, width);
    }
    const bool is_number = read.ec == std::errc() && read.ptr == end;
    if (is_number && std::min(height, width) >= 1 && std::max(height, width) <= kMostImagePixels) {
      return;
    }
    throw Error(ErrorCode::bad_value, file.string(),
                fmt::format("expected the height x width of samples, 1 to {} pixels each",
                            kMostImagePixels),
                "one line: 96x96, or 96 for the same");
  }

  void check_memory() const {
    const int64_t bytes =
        std::ssize(photos_) * dataset_.sample_elements() * static_cast<int64_t>(sizeof(float));
    if (bytes <= kMostBytes) return;
    throw Error(ErrorCode::bad_data, folder_.string(),
                fmt::format("{} images of {} x {} pixels take {} of memory, expected at most {}",
                            photos_.size(), dataset_.shape[0], dataset_.shape[1], human_size(bytes),
                            human_size(kMostBytes)),
                fmt::format("write a smaller size, height x width, to {}: 96x96",
                            (folder_ / "size.txt").string()));
  }

  // Those that are to test, or the others.
  void fill(Split& split, bool is_test) const {
    std::vector<const Photo*> chosen;
    for (const Photo& photo : photos_) {
      if (photo.is_test != is_test) continue;
      chosen.push_back(&photo);
      split.y.push_back(photo.label);
      if (!people_.empty()) split.person.push_back(number_of(photo.person));
    }
    split.count = std::ssize(chosen);
    const auto elements = static_cast<size_t>(dataset_.sample_elements());
    split.x.resize(chosen.size() * elements);
    parallel_ranges(split.count, [&](int64_t begin, int64_t end) {
      for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); i++) {
        read_sample(*chosen[i], std::span(split.x).subspan(i * elements, elements));
      }
    });
  }

  void read_sample(const Photo& photo, std::span<float> values) const {
    const int64_t height = dataset_.shape[0], width = dataset_.shape[1];
    const Image image = scaled(cut_to_ratio(read_image(photo.file), height, width), height, width);
    // Gray among colors is as much of each.
    const size_t repeat = values.size() / image.pixels.size();
    for (size_t i = 0; i < values.size(); i++) {
      values[i] = static_cast<float>(image.pixels[i / repeat]) / 255;
    }
  }

  void describe() {
    dataset_.notes.push_back(fmt::format("{} images; tested on {}", photos_.size(), tested_));
    const auto changed = std::count_if(photos_.begin(), photos_.end(), [&](const Photo& photo) {
      return photo.head.height != dataset_.shape[0] || photo.head.width != dataset_.shape[1];
    });
    if (changed == 0) return;
    dataset_.notes.push_back(fmt::format("{} of them cut and scaled to {} x {} (size.txt)", changed,
                                         dataset_.shape[0], dataset_.shape[1]));
  }

  const fs::path folder_;
  std::vector<Photo> photos_;
  std::vector<std::string> people_;  // sorted
  std::string tested_;               // in words
  Dataset dataset_;
};

Dataset read(const std::string& source) {
  return Reader(source).read();
}

}  // namespace

extern const DatasetFormat dataset_images;
const DatasetFormat dataset_images = {"images", "folders of images, one a class", recognizes, read,
                                      "cat/anna_1.png, dog/ben_1.jpg, ..."};

}  // namespace mote
