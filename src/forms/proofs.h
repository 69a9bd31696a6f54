// SPDX-License-Identifier: Apache-2.0
// What was proved while a graph is planned. The bands of a layer and every trial of a plan ask the
// same again, and a proof takes longer than all the rest of lowering.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "forms/byte_rows.h"
#include "ir/graph.h"

namespace mote {

// Answers to questions that were asked before. Few: they are looked for one by one.
template <typename Question, typename Answer>
class Memo {
 public:
  template <typename Find>
  const Answer& get(const Question& question, const Find& find) {
    for (const auto& [asked, answer] : known_) {
      if (asked == question) return answer;
    }
    return known_.emplace_back(question, find()).second;
  }

 private:
  std::deque<std::pair<Question, Answer>> known_;  // references stay valid
};

// A sum of two int8 values and all on which its output depends.
struct SumQuestion {
  std::map<std::string, Attr> attrs;
  Quant a, b, y;

  bool operator==(const SumQuestion&) const = default;
};

// clamp(floor((a * x + b * y + added) / 2^shift), low, high) is the sum of the bytes x and y.
struct SumFactors {
  int64_t a, b, added;
  int shift;
};

// The arguments of byte_scales.
struct ScalesQuestion {
  std::vector<ByteRow> rows;
  int bits, first_shift;

  bool operator==(const ScalesQuestion&) const = default;
};

struct Proofs {
  Memo<ScalesQuestion, std::optional<ByteScales>> scales = {};
  Memo<SumQuestion, std::optional<SumFactors>> sums = {};
};

// byte_scales, when it was not asked before.
inline const std::optional<ByteScales>& byte_scales(Proofs& proofs,
                                                    const std::vector<ByteRow>& rows, int bits,
                                                    int first_shift = 0) {
  return proofs.scales.get({rows, bits, first_shift},
                           [&] { return byte_scales(rows, bits, first_shift); });
}

}  // namespace mote
