// SPDX-License-Identifier: Apache-2.0
// Operators of any number of operands said by one of two, from the left.
#pragma once

#include "ops/op.h"

namespace mote {

// op(op(op(x0, x1), x2), ...); one operand stays as it is. Throws bad_model when there is none.
ValueId fold_operands(Graph& graph, const Node& node, const std::string& op,
                      std::vector<Node>& nodes);

// The same as the whole of OpDef::expand.
void expand_to_fold(Graph& graph, const Node& node, const std::string& op,
                    std::vector<Node>& nodes);

}  // namespace mote
