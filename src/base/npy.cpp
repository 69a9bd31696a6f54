// SPDX-License-Identifier: Apache-2.0
#include "base/npy.h"

#include <fmt/format.h>

#include <bit>
#include <cctype>
#include <cstring>

#include "base/error.h"
#include "base/files.h"

namespace mote {
namespace {

static_assert(std::endian::native == std::endian::little, "npy bytes are used as they are");

constexpr std::string_view magic = "\x93NUMPY";

template <typename T>
double load(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return static_cast<double>(value);
}

template <typename T>
void append(std::string& bytes, double value) {
  const T item = static_cast<T>(value);
  bytes.append(reinterpret_cast<const char*>(&item), sizeof(T));
}

// kind, bytes, C++ type: the only list of element types.
#define MOTE_NPY_TYPES(X)                                                                         \
  X('f', 4, float)                                                                                \
  X('f', 8, double)                                                                               \
  X('i', 1, int8_t)                                                                               \
  X('i', 2, int16_t) X('i', 4, int32_t) X('i', 8, int64_t) X('u', 1, uint8_t) X('u', 2, uint16_t) \
      X('u', 4, uint32_t) X('u', 8, uint64_t) X('b', 1, uint8_t)

bool is_known_type(char kind, int item_bytes) {
#define MOTE_NPY_KNOWN(k, n, type) \
  if (kind == k && item_bytes == n) return true;
  MOTE_NPY_TYPES(MOTE_NPY_KNOWN)
#undef MOTE_NPY_KNOWN
  return false;
}

// The text after 'key': in the header dictionary, up to the end of its value.
std::string header_value(const std::string& header, const std::string& key,
                         const std::string& place) {
  const size_t at = header.find("'" + key + "':");
  if (at == std::string::npos) {
    throw Error(ErrorCode::malformed_file, place, fmt::format("npy header has no '{}'", key));
  }
  size_t begin = at + key.size() + 3;
  while (begin < header.size() && header[begin] == ' ') begin++;
  const bool tuple = begin < header.size() && header[begin] == '(';
  const size_t end = header.find(tuple ? ')' : ',', begin);
  return header.substr(begin, end == std::string::npos ? end : end - begin + (tuple ? 1 : 0));
}

std::vector<int64_t> parse_shape(const std::string& text, const std::string& place) {
  std::vector<int64_t> shape;
  int64_t product = 1;
  for (size_t i = 0; i < text.size();) {
    if (std::isdigit(static_cast<unsigned char>(text[i])) == 0) {
      i++;
      continue;
    }
    int64_t extent = 0;
    for (; i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])) != 0; i++) {
      if (extent < (int64_t{1} << 40)) extent = extent * 10 + (text[i] - '0');
    }
    if (extent > 0 && product > (int64_t{1} << 40) / extent) {
      throw Error(ErrorCode::malformed_file, place, "npy shape " + text + " is absurdly large");
    }
    product *= extent;
    shape.push_back(extent);
  }
  return shape;
}

void parse_type(const std::string& text, const std::string& place, NpyArray& array) {
  const std::string type = text.size() > 2 ? text.substr(1, text.size() - 2) : "";
  const bool sized = type.size() >= 3 && (type[0] == '<' || type[0] == '|');
  if (sized) {
    array.kind = type[1];
    array.item_bytes = type[2] - '0';
  }
  if (!sized || type.size() != 3 || !is_known_type(array.kind, array.item_bytes)) {
    throw Error(ErrorCode::malformed_file, place,
                fmt::format("npy element type {} is not one of float32/64, int8..64, uint8..64, "
                            "bool in little endian",
                            text),
                "save it again with  numpy.save(path, array.astype('float32'))");
  }
}

}  // namespace

int64_t NpyArray::size() const {
  int64_t product = 1;
  for (int64_t extent : shape) product *= extent;
  return product;
}

double NpyArray::at(int64_t index) const {
  const char* item = bytes.data() + index * item_bytes;
#define MOTE_NPY_LOAD(k, n, type) \
  if (kind == k && item_bytes == n) return load<type>(item);
  MOTE_NPY_TYPES(MOTE_NPY_LOAD)
#undef MOTE_NPY_LOAD
  return 0;
}

std::string NpyArray::dtype() const {
  if (kind == 'b') return "bool";
  const std::string_view word = kind == 'f' ? "float" : kind == 'i' ? "int" : "uint";
  return fmt::format("{}{}", word, item_bytes * 8);
}

NpyArray parse_npy(const std::string& content, const std::string& place) {
  if (content.size() < 10 || content.compare(0, magic.size(), magic) != 0) {
    throw Error(ErrorCode::malformed_file, place, "is not a .npy file (no NUMPY magic)");
  }
  const bool long_header = content[6] != 1;
  const size_t header_at = long_header ? 12 : 10;
  uint32_t header_bytes = 0;
  if (content.size() >= header_at) {
    std::memcpy(&header_bytes, content.data() + 8, long_header ? 4 : 2);
  }
  if (content.size() < header_at || content.size() - header_at < header_bytes) {
    throw Error(ErrorCode::malformed_file, place, "npy header is cut short");
  }
  const std::string header = content.substr(header_at, header_bytes);
  NpyArray array;
  parse_type(header_value(header, "descr", place), place, array);
  if (header_value(header, "fortran_order", place) != "False") {
    throw Error(ErrorCode::malformed_file, place, "npy array is in Fortran order",
                "save it again with  numpy.save(path, numpy.ascontiguousarray(array))");
  }
  array.shape = parse_shape(header_value(header, "shape", place), place);
  const size_t wanted = static_cast<size_t>(array.size() * array.item_bytes);
  const size_t got = content.size() - header_at - header_bytes;
  if (got != wanted) {
    throw Error(ErrorCode::malformed_file, place,
                fmt::format("npy data has {} bytes, but shape ({}) of {} needs {}: the file is {}",
                            got, fmt::join(array.shape, ", "), array.dtype(), wanted,
                            got < wanted ? "cut short" : "too long"));
  }
  array.bytes = content.substr(header_at + header_bytes);
  return array;
}

NpyArray read_npy(const std::filesystem::path& path) {
  return parse_npy(read_file(path), path.string());
}

std::string format_npy(const NpyArray& array) {
  std::string shape;
  for (int64_t extent : array.shape) shape += fmt::format("{}, ", extent);
  if (array.shape.size() > 1) shape.resize(shape.size() - 2);
  if (array.shape.size() == 1) shape.resize(shape.size() - 1);
  std::string header =
      fmt::format("{{'descr': '{}{}{}', 'fortran_order': False, 'shape': ({}), }}",
                  array.item_bytes == 1 ? '|' : '<', array.kind, array.item_bytes, shape);
  const size_t preamble = magic.size() + 4;
  header.resize((preamble + header.size() + 1 + 63) / 64 * 64 - preamble - 1, ' ');
  header += '\n';
  const auto header_bytes = static_cast<uint16_t>(header.size());
  std::string content(magic);
  content += std::string("\x01\x00", 2);
  content.append(reinterpret_cast<const char*>(&header_bytes), 2);
  return content + header + array.bytes;
}

void write_npy(const std::filesystem::path& path, const NpyArray& array) {
  write_file(path, format_npy(array));
}

NpyArray make_npy(char kind, int item_bytes, std::vector<int64_t> shape,
                  const std::vector<double>& values) {
  NpyArray array{kind, item_bytes, std::move(shape), {}};
  array.bytes.reserve(values.size() * static_cast<size_t>(item_bytes));
#define MOTE_NPY_STORE(k, n, type)                                \
  if (kind == k && item_bytes == n) {                             \
    for (double value : values) append<type>(array.bytes, value); \
  }
  MOTE_NPY_TYPES(MOTE_NPY_STORE)
#undef MOTE_NPY_STORE
  return array;
}

}  // namespace mote
