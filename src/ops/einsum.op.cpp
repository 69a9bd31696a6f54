// SPDX-License-Identifier: Apache-2.0
// Einstein sums of one or two operands ("bij,bjk->bik"), said by transposes and one matrix product:
// letters in both operands and the result are its batch, letters in both but not in the result are
// summed by it, letters of one operand alone that the result lacks are summed before.
#include <algorithm>
#include <map>

#include "base/error.h"
#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

struct Equation {
  std::vector<std::string> terms;
  std::string result;
};

[[noreturn]] void refuse(const std::string& why) {
  throw Error(ErrorCode::unsupported_operator, "", "the equation " + why,
              "write it as transposes, products and sums");
}

Equation equation_of(const Node& node) {
  std::string text = node.text("equation", "");
  std::erase(text, ' ');
  const size_t arrow = text.find("->");
  const std::string left = text.substr(0, arrow);
  Equation e;
  for (size_t first = 0; first <= left.size();) {
    const size_t comma = std::min(left.find(',', first), left.size());
    e.terms.push_back(left.substr(first, comma - first));
    first = comma + 1;
  }
  std::map<char, int> uses;
  for (const std::string& term : e.terms) {
    for (char letter : term) {
      if (std::isalpha(static_cast<unsigned char>(letter)) == 0) refuse("is more than letters");
      if (std::count(term.begin(), term.end(), letter) > 1) refuse("takes a diagonal");
      uses[letter]++;
    }
  }
  if (arrow != std::string::npos) {
    e.result = text.substr(arrow + 2);
  } else {
    for (const auto& [letter, count] : uses) e.result += count == 1 ? std::string(1, letter) : "";
  }
  for (char letter : e.result) {
    if (!uses.contains(letter)) refuse("has a result that no operand has");
    if (std::count(e.result.begin(), e.result.end(), letter) > 1) refuse("repeats a result");
  }
  return e;
}

// Letters of `of` for which `test` holds, in order.
template <typename Test>
std::string letters(const std::string& of, Test test) {
  std::string kept;
  std::copy_if(of.begin(), of.end(), std::back_inserter(kept), test);
  return kept;
}

bool has(const std::string& term, char letter) {
  return term.find(letter) != std::string::npos;
}

// An operand on its way: its value, and which letter each axis is.
struct Term {
  ValueId value;
  std::string axes;
};

class Product {
 public:
  Product(Graph& graph, const Node& node, std::vector<Node>& nodes)
      : graph_(graph), node_(node), equation_(equation_of(node)), expansion_(graph, node, nodes) {
    if (equation_.terms.size() != node.inputs.size() || node.inputs.size() > 2) {
      refuse("has not one or two operands as the node has");
    }
    for (size_t i = 0; i < node.inputs.size(); i++) learn_extents(i);
  }

  void expand() {
    std::vector<Term> terms;
    for (size_t i = 0; i < equation_.terms.size(); i++) terms.push_back(summed(i));
    const Term product = terms.size() == 2 ? multiplied(terms[0], terms[1]) : terms[0];
    const Term done = ordered(product, equation_.result);
    expansion_.finish("identity", {done.value}, node_.outputs[0]);
  }

 private:
  void learn_extents(size_t i) {
    check_dtype(graph_, node_, i, {DType::f32});
    const Shape shape = input(graph_, node_, i).shape;
    const std::string& axes = equation_.terms[i];
    if (shape.size() != axes.size()) {
      fail_operand(graph_, node_, i, std::to_string(axes.size()) + " axes");
    }
    for (size_t k = 0; k < axes.size(); k++) {
      const auto known = extents_.emplace(axes[k], shape[k]).first;
      if (known->second != shape[k]) fail_operand(graph_, node_, i, "equal extents of a letter");
    }
  }

  std::vector<int64_t> shape_of(const std::string& axes) const {
    std::vector<int64_t> shape;
    for (char letter : axes) shape.push_back(extents_.at(letter));
    return shape;
  }

  // Without the letters that nobody else has.
  Term summed(size_t i) {
    const std::string& axes = equation_.terms[i];
    const std::string other = equation_.terms.size() == 2 ? equation_.terms[1 - i] : "";
    const auto is_kept = [&](char letter) {
      return has(equation_.result, letter) || has(other, letter);
    };
    std::vector<int64_t> gone;
    for (size_t k = 0; k < axes.size(); k++) {
      if (!is_kept(axes[k])) gone.push_back(static_cast<int64_t>(k));
    }
    if (gone.empty()) return {node_.inputs[i], axes};
    const ValueId sum = expansion_.add("reduce_sum", {node_.inputs[i], expansion_.integers(gone)},
                                       {{"keepdims", int64_t{0}}});
    return {sum, letters(axes, is_kept)};
  }

  Term ordered(const Term& term, const std::string& axes) {
    if (term.axes == axes) return term;
    std::vector<int64_t> perm;
    for (char letter : axes) perm.push_back(static_cast<int64_t>(term.axes.find(letter)));
    return {expansion_.add("transpose", {term.value}, {{"perm", perm}}), axes};
  }

  // As batch x rows x columns.
  ValueId matrices(const Term& term, const std::string& batch, const std::string& rows,
                   const std::string& columns) {
    const Term turned = ordered(term, batch + rows + columns);
    const std::vector<int64_t> shape{element_count(shape_of(batch)), element_count(shape_of(rows)),
                                     element_count(shape_of(columns))};
    return expansion_.add("reshape", {turned.value, expansion_.integers(shape)});
  }

  Term multiplied(const Term& a, const Term& b) {
    const auto shared = [&](char letter) { return has(b.axes, letter); };
    const std::string batch =
        letters(a.axes, [&](char c) { return shared(c) && has(equation_.result, c); });
    const std::string inner =
        letters(a.axes, [&](char c) { return shared(c) && !has(equation_.result, c); });
    const std::string rows = letters(a.axes, [&](char c) { return !shared(c); });
    const std::string columns = letters(b.axes, [&](char c) { return !has(a.axes, c); });
    const ValueId product = expansion_.add(
        "matmul", {matrices(a, batch, rows, inner), matrices(b, batch, inner, columns)});
    const std::string axes = batch + rows + columns;
    return {expansion_.add("reshape", {product, expansion_.integers(shape_of(axes))}), axes};
  }

  Graph& graph_;
  const Node& node_;
  const Equation equation_;
  Expansion expansion_;
  std::map<char, int64_t> extents_;
};

void expand(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 1, 2);
  Product(graph, node, nodes).expand();
}

}  // namespace

extern const OpDef op_einsum = {.name = "einsum", .onnx_name = "Einsum", .expand = expand};

}  // namespace mote
