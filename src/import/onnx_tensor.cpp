// SPDX-License-Identifier: Apache-2.0
#include "import/onnx_tensor.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>

#include "base/error.h"
#include "base/files.h"
#include "import/limits.h"
#include "import/onnx_types.h"

namespace mote {
namespace {

using onnx::TensorProto;

[[noreturn]] void malformed(const std::string& place, const std::string& message) {
  throw Error(ErrorCode::malformed_file, place, message, "the file is damaged: get it again");
}

// The largest integer that std::clamp and a cast to int64_t survive.
constexpr double kMaxInt64 = 9223372036854774784.0;

double to_float(double real) {
  return double{static_cast<float>(real)};
}

size_t bytes_of(const OnnxType& type, int64_t count) {
  return (static_cast<size_t>(count) * static_cast<size_t>(type.bits) + 7) / 8;
}

// Little endian elements side by side.
Tensor decode_raw(const OnnxType& type, const std::string& raw, int64_t count,
                  const std::string& place) {
  if (raw.size() != bytes_of(type, count)) {
    malformed(place,
              fmt::format("has {} bytes of data, expected {}", raw.size(), bytes_of(type, count)));
  }
  Tensor elements(static_cast<size_t>(count));
  for (size_t i = 0; i < elements.size(); i++) {
    const size_t first_bit = i * static_cast<size_t>(type.bits);
    uint64_t bits = 0;
    std::memcpy(&bits, raw.data() + first_bit / 8,
                std::max<size_t>(1, static_cast<size_t>(type.bits) / 8));
    if (type.kind == 'f') {
      elements[i] = type.bits == 64 ? to_float(std::bit_cast<double>(bits))
                                    : double{std::bit_cast<float>(static_cast<uint32_t>(bits))};
      continue;
    }
    bits >>= first_bit % 8;
    if (type.bits < 64) bits &= (uint64_t{1} << type.bits) - 1;
    elements[i] = decode_element(type, bits);
  }
  return elements;
}

// The numbers of a repeated field, each in [low, high].
template <typename Field>
Tensor field_elements(const Field& field, int64_t count, const std::string& place, double low,
                      double high) {
  if (field.size() != count) {
    malformed(place, fmt::format("has {} elements, but its extents say {}", field.size(), count));
  }
  Tensor elements;
  elements.reserve(static_cast<size_t>(count));
  for (const auto item : field) {
    const auto element = static_cast<double>(item);
    if (element < low || element > high) {
      malformed(place, fmt::format("has element {}, expected {} to {}", element, low, high));
    }
    elements.push_back(element);
  }
  return elements;
}

// 32-bit fields hold narrow integers as numbers, small floats and packed integers as bits.
Tensor narrow_elements(const OnnxType& type, const TensorProto& tensor, int64_t count,
                       const std::string& place) {
  const auto& field = tensor.int32_data();
  if (type.bits >= 8 && type.kind != 's' && type.kind != 'e') {
    const double span = std::ldexp(1.0, type.bits);
    if (type.kind == 'b') return field_elements(field, count, place, 0, 1);
    const double low = type.kind == 'i' ? -span / 2 : 0;
    return field_elements(field, count, place, low, low + span - 1);
  }
  const int per_item = type.bits >= 8 ? 1 : 8 / type.bits;
  const Tensor items = field_elements(field, (count + per_item - 1) / per_item, place, -128, 65535);
  std::string raw;
  for (double item : items) {
    const auto bits = static_cast<uint16_t>(static_cast<int32_t>(item));
    raw += static_cast<char>(bits & 255);
    if (type.bits == 16) raw += static_cast<char>(bits >> 8);
  }
  return decode_raw(type, raw, count, place);
}

Tensor read_fields(const OnnxType& type, const TensorProto& tensor, int64_t count,
                   const std::string& place) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto all = [&](const auto& field) {
    return field_elements(field, count, place, -infinity, infinity);
  };
  switch (tensor.data_type()) {
    case TensorProto::FLOAT:
      return all(tensor.float_data());
    case TensorProto::DOUBLE: {
      Tensor elements = all(tensor.double_data());
      for (double& element : elements) element = to_float(element);
      return elements;
    }
    case TensorProto::INT64:
      return all(tensor.int64_data());
    case TensorProto::UINT32:
    case TensorProto::UINT64:
      return field_elements(tensor.uint64_data(), count, place, 0, std::ldexp(1.0, type.bits));
    default:
      return narrow_elements(type, tensor, count, place);
  }
}

template <typename T>
void append_element(double element, std::string& bytes) {
  T stored;
  if constexpr (sizeof(T) == 8) {
    stored = element > kMaxInt64 ? std::numeric_limits<T>::max() : static_cast<T>(element);
  } else {
    stored = static_cast<T>(element);
  }
  char buffer[sizeof(T)];
  std::memcpy(buffer, &stored, sizeof(T));
  bytes.append(buffer, sizeof(T));
}

void append_element(double element, DType dtype, std::string& bytes) {
  switch (dtype) {
    case DType::f32:
      return append_element<float>(element, bytes);
    case DType::s8:
      return append_element<int8_t>(element, bytes);
    case DType::u8:
    case DType::b8:
      return append_element<uint8_t>(element, bytes);
    case DType::s16:
      return append_element<int16_t>(element, bytes);
    case DType::u16:
      return append_element<uint16_t>(element, bytes);
    case DType::s32:
      return append_element<int32_t>(element, bytes);
    case DType::u32:
      return append_element<uint32_t>(element, bytes);
    case DType::s64:
      return append_element<int64_t>(element, bytes);
    case DType::u64:
      return append_element<uint64_t>(element, bytes);
  }
}

// The bytes of a file beside the model that external_data points to.
std::string read_external(const TensorProto& tensor, const fs::path& folder, size_t expected,
                          const std::string& place) {
  std::map<std::string, std::string> keys;
  for (const onnx::StringStringEntryProto& entry : tensor.external_data()) {
    keys[entry.key()] = entry.value();
  }
  const fs::path name = keys["location"];
  const bool stays_inside = !name.empty() && name.is_relative() &&
                            std::find(name.begin(), name.end(), "..") == name.end();
  if (folder.empty() || !stays_inside) {
    throw Error(
        ErrorCode::bad_model, place,
        fmt::format("keeps its elements in '{}', expected a file beside the model", name.string()));
  }
  const auto number = [&](const char* key, uint64_t otherwise) {
    const std::string& text = keys[key];
    uint64_t value = otherwise;
    if (text.empty()) return value;
    const auto end = text.data() + text.size();
    if (std::from_chars(text.data(), end, value).ptr != end) {
      malformed(place, fmt::format("external data has {} '{}'", key, text));
    }
    return value;
  };
  const uint64_t offset = number("offset", 0);
  if (number("length", expected) != expected) {
    malformed(place,
              fmt::format("has {} bytes of external data, expected {}", keys["length"], expected));
  }
  return read_file_part(folder / name, offset, expected);
}

}  // namespace

Value read_tensor(const TensorProto& tensor, const std::string& place, const fs::path& folder) {
  const OnnxType* type = find_onnx_type(tensor.data_type());
  if (type == nullptr) {
    throw Error(ErrorCode::unsupported_type, place,
                fmt::format("is {}, which mote cannot read", onnx_type_name(tensor.data_type())),
                "export the model with tensors of numbers");
  }
  if (tensor.has_segment()) malformed(place, "is only a segment of a tensor");
  Value value{tensor.name(), type->dtype};
  value.shape.assign(tensor.dims().begin(), tensor.dims().end());
  const auto count = checked_count(value.shape);
  if (!count) {
    const bool many_axes = value.shape.size() > kMaxRank;
    malformed(place, fmt::format("has {}, expected at most {} axes and {} elements",
                                 many_axes ? fmt::format("{} axes", value.shape.size())
                                           : "shape " + to_string(value.shape),
                                 kMaxRank, kMaxElements));
  }
  if (tensor.data_location() == TensorProto::EXTERNAL) {
    const std::string raw = read_external(tensor, folder, bytes_of(*type, *count), place);
    value.constant = decode_raw(*type, raw, *count, place);
  } else if (tensor.has_raw_data()) {
    value.constant = decode_raw(*type, tensor.raw_data(), *count, place);
  } else {
    value.constant = read_fields(*type, tensor, *count, place);
  }
  value.is_constant = true;
  return value;
}

Value read_sparse_tensor(const onnx::SparseTensorProto& sparse, const std::string& place,
                         const fs::path& folder) {
  const Value values = read_tensor(sparse.values(), place, folder);
  const Value indices = read_tensor(sparse.indices(), place, folder);
  Value dense{values.name, values.dtype};
  dense.shape.assign(sparse.dims().begin(), sparse.dims().end());
  const auto count = checked_count(dense.shape);
  const size_t entries = values.constant.size();
  const bool is_linear = indices.shape.size() == 1;
  const size_t rank = dense.shape.size();
  if (!count || indices.constant.size() != (is_linear ? entries : entries * rank)) {
    malformed(place, "sparse elements, indices and extents do not fit together");
  }
  dense.constant.assign(static_cast<size_t>(*count), 0.0);
  for (size_t i = 0; i < entries; i++) {
    double at = is_linear ? indices.constant[i] : 0;
    for (size_t axis = 0; axis < rank && !is_linear; axis++) {
      const double index = indices.constant[i * rank + axis];
      if (!(index >= 0 && index < static_cast<double>(dense.shape[axis]))) at = -1e30;
      at = at * static_cast<double>(dense.shape[axis]) + index;
    }
    if (!(at >= 0 && at < static_cast<double>(*count))) {
      malformed(place,
                fmt::format("sparse element {} lies outside of {}", i, to_string(dense.shape)));
    }
    dense.constant[static_cast<size_t>(at)] = values.constant[i];
  }
  dense.is_constant = true;
  return dense;
}

TensorProto write_tensor(const Value& value) {
  assert(value.is_constant);
  TensorProto tensor;
  tensor.set_name(value.name);
  tensor.set_data_type(onnx_type_of(value.dtype));
  for (int64_t extent : value.shape) tensor.add_dims(extent);
  std::string& bytes = *tensor.mutable_raw_data();
  bytes.reserve(value.constant.size() * static_cast<size_t>(dtype_bytes(value.dtype)));
  for (double element : value.constant) append_element(element, value.dtype, bytes);
  return tensor;
}

}  // namespace mote
