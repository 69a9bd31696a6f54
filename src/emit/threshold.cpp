// SPDX-License-Identifier: Apache-2.0
#include "emit/threshold.h"

#include <fmt/format.h>

#include "emit/library_parts.h"

namespace mote {
namespace {

constexpr const char* kPrototypes = R"(
/* Takes the novelty of a window of normal running, from which the threshold is estimated; none is
   stored. Learn the classes before: distances change with what is known. */
void {name}_normal({name}_memory *memory, int32_t novelty);

/* The novelty that one in {one_in} windows of normal running exceeds: more is unusual. While there
   were fewer than {few} of them the greatest, before the fifth INT32_MAX: nothing is unusual. */
int32_t {name}_threshold(const {name}_memory *memory);
)";

constexpr const char* kSource = R"(
static mote_threshold_state mote_normal_of({name}_learnt *learnt)
{{
    const mote_threshold_state state = {{learnt->heights, learnt->kept.positions,
                                        MOTE_THRESHOLD_TAIL({one_in})}};
    return state;
}}

void {name}_normal({name}_memory *memory, int32_t novelty)
{{
    const mote_threshold_state state = mote_normal_of(&memory->learnt);
    mote_threshold_add(&state, novelty);
}}

int32_t {name}_threshold(const {name}_memory *memory)
{{
    const mote_threshold_state state = mote_normal_of(({name}_learnt *)(uintptr_t)&memory->learnt);
    return mote_threshold_value(&state);
}}
)";

std::string filled_in(const char* text, const LibraryContext& context) {
  const int64_t one_in = context.learning->one_in;
  return fmt::format(fmt::runtime(text), fmt::arg("name", context.name), fmt::arg("one_in", one_in),
                     fmt::arg("few", 2 * one_in));
}

}  // namespace

std::string threshold_prototypes(const LibraryContext& context) {
  return filled_in(kPrototypes, context);
}

std::string threshold_source(const LibraryContext& context) {
  return filled_in(kSource, context);
}

}  // namespace mote
