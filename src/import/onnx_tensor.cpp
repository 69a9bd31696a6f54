// SPDX-License-Identifier: Apache-2.0
#include "import/onnx_tensor.h"

#include <fmt/format.h>

#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>

#include "base/error.h"
#include "import/limits.h"
#include "import/onnx_model.h"

namespace mote {
namespace {

using onnx::TensorProto;

[[noreturn]] void malformed(const std::string& place, const std::string& message) {
  throw Error(ErrorCode::malformed_file, place, message, "the file is damaged: get it again");
}

// IEEE 754 binary16.
double half_to_double(uint16_t bits) {
  const int exponent = (bits >> 10) & 31;
  const int fraction = bits & 1023;
  const double sign = (bits & 0x8000) != 0 ? -1 : 1;
  if (exponent == 31) {
    return fraction != 0 ? std::numeric_limits<double>::quiet_NaN()
                         : sign * std::numeric_limits<double>::infinity();
  }
  return exponent == 0 ? sign * std::ldexp(fraction, -24)
                       : sign * std::ldexp(1024 + fraction, exponent - 25);
}

// The largest integer that std::clamp and a cast to int64_t survive.
constexpr double kMaxInt64 = 9223372036854774784.0;

double to_float(double real) {
  return double{static_cast<float>(real)};
}

// Little endian elements of type T, each taken through `convert`.
template <typename T, typename Convert>
Tensor raw_elements(const std::string& raw, int64_t count, const std::string& place,
                    Convert convert) {
  if (raw.size() != static_cast<size_t>(count) * sizeof(T)) {
    malformed(place, fmt::format("has {} bytes of data, expected {}", raw.size(),
                                 static_cast<size_t>(count) * sizeof(T)));
  }
  Tensor elements(static_cast<size_t>(count));
  for (size_t i = 0; i < elements.size(); i++) {
    T element;
    std::memcpy(&element, raw.data() + i * sizeof(T), sizeof(T));
    elements[i] = convert(element);
  }
  return elements;
}

template <typename T>
Tensor raw_elements(const std::string& raw, int64_t count, const std::string& place) {
  return raw_elements<T>(raw, count, place, [](T element) { return static_cast<double>(element); });
}

Tensor read_raw(const TensorProto& tensor, int64_t count, const std::string& place) {
  const std::string& raw = tensor.raw_data();
  switch (tensor.data_type()) {
    case TensorProto::FLOAT:
      return raw_elements<float>(raw, count, place);
    case TensorProto::DOUBLE:
      return raw_elements<double>(raw, count, place, to_float);
    case TensorProto::FLOAT16:
      return raw_elements<uint16_t>(raw, count, place, half_to_double);
    case TensorProto::INT8:
      return raw_elements<int8_t>(raw, count, place);
    case TensorProto::UINT8:
      return raw_elements<uint8_t>(raw, count, place);
    case TensorProto::INT16:
      return raw_elements<int16_t>(raw, count, place);
    case TensorProto::INT32:
      return raw_elements<int32_t>(raw, count, place);
    case TensorProto::INT64:
      return raw_elements<int64_t>(raw, count, place);
    default:  // BOOL
      return raw_elements<uint8_t>(raw, count, place,
                                   [](uint8_t element) { return element != 0 ? 1.0 : 0.0; });
  }
}

// Elements of a repeated field, each in [low, high].
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

Tensor read_fields(const TensorProto& tensor, int64_t count, const std::string& place) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto small = [&](double low, double high) {
    return field_elements(tensor.int32_data(), count, place, low, high);
  };
  Tensor elements;
  switch (tensor.data_type()) {
    case TensorProto::FLOAT:
      return field_elements(tensor.float_data(), count, place, -infinity, infinity);
    case TensorProto::DOUBLE:
      elements = field_elements(tensor.double_data(), count, place, -infinity, infinity);
      for (double& element : elements) element = to_float(element);
      return elements;
    case TensorProto::FLOAT16:
      elements = small(0, 65535);
      for (double& element : elements) element = half_to_double(static_cast<uint16_t>(element));
      return elements;
    case TensorProto::INT8:
      return small(-128, 127);
    case TensorProto::UINT8:
      return small(0, 255);
    case TensorProto::INT16:
      return small(-32768, 32767);
    case TensorProto::INT32:
      return small(-infinity, infinity);
    case TensorProto::INT64:
      return field_elements(tensor.int64_data(), count, place, -infinity, infinity);
    default:  // BOOL
      return small(0, 1);
  }
}

template <typename T>
void append_element(double element, std::string& bytes) {
  T stored;
  if constexpr (std::is_same_v<T, int64_t>) {
    stored =
        element > kMaxInt64 ? std::numeric_limits<int64_t>::max() : static_cast<int64_t>(element);
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
    case DType::s32:
      return append_element<int32_t>(element, bytes);
    case DType::s64:
      return append_element<int64_t>(element, bytes);
  }
}

}  // namespace

Value read_tensor(const TensorProto& tensor, const std::string& place) {
  const auto dtype = dtype_of(tensor.data_type());
  if (!dtype) {
    throw Error(ErrorCode::unsupported_type, place,
                fmt::format("is {}, which mote cannot read", onnx_type_name(tensor.data_type())),
                "export the model with float, int8, uint8, int16, int32, int64 "
                "or bool tensors");
  }
  if (tensor.data_location() == TensorProto::EXTERNAL || tensor.external_data_size() > 0) {
    throw Error(ErrorCode::unsupported_type, place, "keeps its elements in another file",
                "save the model as one file: onnx.save_model(..., "
                "save_as_external_data=False)");
  }
  if (tensor.has_segment()) malformed(place, "is only a segment of a tensor");
  Value value{tensor.name(), *dtype};
  value.shape.assign(tensor.dims().begin(), tensor.dims().end());
  const auto count = checked_count(value.shape);
  if (!count) {
    const bool many_axes = value.shape.size() > kMaxRank;
    malformed(place, fmt::format("has {}, expected at most {} axes and {} elements",
                                 many_axes ? fmt::format("{} axes", value.shape.size())
                                           : "shape " + to_string(value.shape),
                                 kMaxRank, kMaxElements));
  }
  value.constant =
      tensor.has_raw_data() ? read_raw(tensor, *count, place) : read_fields(tensor, *count, place);
  value.is_constant = true;
  return value;
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
