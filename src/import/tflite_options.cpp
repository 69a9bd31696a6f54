// SPDX-License-Identifier: Apache-2.0
#include "import/tflite_options.h"

#include <flatbuffers/reflection.h>
#include <fmt/format.h>
#include <tflite_bfbs_generated.h>

namespace mote {
namespace {

constexpr std::string_view kActivation = "fused_activation_function";
constexpr uint32_t kLongestList = 64;

const reflection::Schema& schema() {
  return *reflection::GetSchema(tflite::ModelBinarySchema::data());
}

std::string activation_name(int64_t number, const std::string& place) {
  switch (number) {
    case tflite::ActivationFunctionType_NONE:
      return "none";
    case tflite::ActivationFunctionType_RELU:
      return "relu";
    case tflite::ActivationFunctionType_RELU_N1_TO_1:
      return "relu_n1_to_1";
    case tflite::ActivationFunctionType_RELU6:
      return "relu6";
    case tflite::ActivationFunctionType_TANH:
      return "tanh";
    case tflite::ActivationFunctionType_SIGN_BIT:
      return "sign_bit";
    default:
      fail_malformed(place, fmt::format("has activation function {}", number));
  }
}

std::vector<int64_t> read_list(const flatbuffers::Table& table, const reflection::Field& field,
                               const std::string& place) {
  const auto* list = table.GetPointer<const flatbuffers::Vector<int32_t>*>(field.offset());
  if (list == nullptr) return {};
  if (list->size() > kLongestList) {
    fail_malformed(place, fmt::format("{} has {} entries", field.name()->str(), list->size()));
  }
  return {list->begin(), list->end()};
}

Attr read_field(const flatbuffers::Table& table, const reflection::Field& field) {
  const reflection::BaseType type = field.type()->base_type();
  if (type == reflection::Float || type == reflection::Double) {
    return flatbuffers::GetAnyFieldF(table, field);
  }
  return flatbuffers::GetAnyFieldI(table, field);
}

// The table's type in the schema, or null when this schema does not know it.
const reflection::Object* object_of(uint8_t number) {
  const auto* unions = schema().enums()->LookupByKey("mote.tflite.BuiltinOptions");
  for (const reflection::EnumVal* value : *unions->values()) {
    if (value->value() == number && number != 0) {
      return schema().objects()->Get(
          static_cast<flatbuffers::uoffset_t>(value->union_type()->index()));
    }
  }
  return nullptr;
}

}  // namespace

std::map<std::string, Attr> read_options(const tflite::Operator& table, const std::string& place) {
  std::map<std::string, Attr> attrs;
  const auto number = static_cast<uint8_t>(table.builtin_options_type());
  const reflection::Object* object = object_of(number);
  const auto* options = static_cast<const flatbuffers::Table*>(table.builtin_options());
  if (object == nullptr || options == nullptr) return attrs;
  for (const reflection::Field* field : *object->fields()) {
    const std::string name = field->name()->str();
    if (field->deprecated()) continue;
    if (field->type()->base_type() == reflection::Vector) {
      const bool is_there = options->CheckField(field->offset());
      if (is_there) attrs[name] = read_list(*options, *field, place);
      continue;
    }
    const Attr value = read_field(*options, *field);
    if (name != kActivation) {
      attrs[name] = value;
      continue;
    }
    const std::string activation = activation_name(std::get<int64_t>(value), place);
    if (activation != "none") attrs["activation"] = activation;
  }
  return attrs;
}

}  // namespace mote
