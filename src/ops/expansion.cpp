// SPDX-License-Identifier: Apache-2.0
#include "ops/expansion.h"

#include <fmt/format.h>

namespace mote {

std::string Expansion::next_name(const std::string& op) {
  return fmt::format("{}/{}_{}", stem_, op, count_++);
}

ValueId Expansion::add(const std::string& op, std::vector<ValueId> inputs,
                       std::map<std::string, Attr> attrs) {
  const std::string name = next_name(op);
  const ValueId y = graph_.add({graph_.fresh_name(name)});
  nodes_.push_back({name, op, std::move(inputs), {y}, std::move(attrs)});
  return y;
}

void Expansion::finish(const std::string& op, std::vector<ValueId> inputs, ValueId output,
                       std::map<std::string, Attr> attrs) {
  const std::string name = finished_++ == 0 ? stem_ : next_name(op);
  nodes_.push_back({name, op, std::move(inputs), {output}, std::move(attrs)});
}

ValueId Expansion::real(double number, Shape shape) {
  const auto count = static_cast<size_t>(element_count(shape));
  return reals(Tensor(count, double{static_cast<float>(number)}), std::move(shape));
}

ValueId Expansion::reals(Tensor elements, Shape shape) {
  return graph_.add_constant(next_name("constant"), DType::f32, std::move(shape),
                             std::move(elements));
}

ValueId Expansion::integers(const std::vector<int64_t>& list) {
  return graph_.add_constant(next_name("constant"), DType::s64, {static_cast<int64_t>(list.size())},
                             Tensor(list.begin(), list.end()));
}

}  // namespace mote
