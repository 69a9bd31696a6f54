// SPDX-License-Identifier: Apache-2.0
#include "emit/stream.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "base/text.h"
#include "emit/c_text.h"
#include "emit/learning_text.h"
#include "emit/library_parts.h"

namespace mote {
namespace {

constexpr std::string_view kMacros = R"(
/* Classes of a stream come {delay} windows late from {name}_steady. */
#define {NAME}_DELAY {delay}

/* What the last windows of a stream were like; private. */
typedef struct {{
    int32_t direction[3], moving;
    uint32_t past[{classes}], future[{classes}];
    int32_t windows, newest, rest_direction[3], rests, follows_now;
    int32_t sure[2], compared[2], since, chosen;
    uint16_t evidence[{evidence}];
    uint8_t follows[{NAME}_DELAY + 1];
}} {name}_stream;
)";

constexpr std::string_view kSteady = R"(
/* Of a stream of windows, of which each begins soon after the one before: takes the scores of one
   more window, as {name}_classify gives them; returns the class of the window {NAME}_DELAY before it,
   which is steadier than what {name}_classify said, or -1 when the stream is that young. */
int32_t {name}_steady({name}_memory *memory, const int32_t *scores);

/* The stream has a gap here: what came before says nothing about what comes. */
void {name}_gap({name}_memory *memory);
)";

constexpr std::string_view kScores = R"(
/* The network's own scores of the classes it was trained for, from the output of {name}_run, as
   {name}_steady takes them; INT32_MIN for the other classes. Better than what {name}_classify gives
   as long as no class was learnt: features alone know less of people that were never seen. Returns
   the class with the highest one. scores[{NAME}_LEARN_CLASSES]. */
int32_t {name}_scores(const {output_type} *output, int32_t *scores);
)";

constexpr std::string_view kAdapt = R"(
/* Puts right the windows of a sensor that sits turned: learns from moving windows where gravity
   points, without labels, and turns every three-axis sensor in the window, in place, as far as that
   differs from training by more than {degrees} degrees. Call it before {name}_run with
   {NAME}_{INPUT}_LENGTH counts, {name}_{input}(memory) or any buffer. 1: the window was turned;
   0: left as it was. Turns around gravity itself cannot be seen. {name}_steady then also knows when
   a body at rest keeps its posture, and sees to it that windows are only turned as long as this
   leaves the network no less sure: one in 4, later 32, is left as it was to compare. */
int32_t {name}_adapt({name}_memory *memory, int16_t *window);

/* Takes the scores of the window that {name}_adapt saw last. {name}_steady does so by itself; for
   those who turn windows and do not call it. */
void {name}_judged({name}_memory *memory, const int32_t *scores);
)";

constexpr std::string_view kSteadySource = R"(
static const mote_filter_model mote_persistence = {{{classes}, {delay}, {{{stay}, {rest_stay}, {turn_stay}}}, {sharpen}}};

static mote_filter_state mote_stream_state_of({name}_stream *stream)
{{
    const mote_filter_state state = {{stream->past, stream->future, stream->evidence,
                                     stream->follows, &stream->windows, &stream->newest}};
    return state;
}}

static mote_guard_state mote_stream_guard_of(const {name}_stream *stream)
{{
    const mote_guard_state state = {{{{stream->sure[0], stream->sure[1]}},
                                    {{stream->compared[0], stream->compared[1]}},
                                    stream->since, stream->chosen}};
    return state;
}}

static void mote_stream_set_guard({name}_stream *stream, const mote_guard_state *state)
{{
    int32_t i;
    for (i = 0; i < 2; i++) {{
        stream->sure[i] = state->sure[i];
        stream->compared[i] = state->count[i];
    }}
    stream->since = state->since;
    stream->chosen = state->chosen;
}}

void {name}_gap({name}_memory *memory)
{{
    const mote_filter_state state = mote_stream_state_of(&memory->stream);
    mote_filter_restart(&mote_persistence, &state);
    memory->stream.rests = 0;
    memory->stream.follows_now = MOTE_FOLLOWS;
}}

static void mote_stream_judged({name}_memory *memory, const int32_t *scores)
{{
    mote_guard_state guard = mote_stream_guard_of(&memory->stream);
    mote_guard_add(&guard, {classes}, scores);
    mote_stream_set_guard(&memory->stream, &guard);
}}

int32_t {name}_steady({name}_memory *memory, const int32_t *scores)
{{
    const mote_filter_state state = mote_stream_state_of(&memory->stream);
    const int32_t follows = memory->stream.follows_now;
    mote_stream_judged(memory, scores);
    memory->stream.follows_now = MOTE_FOLLOWS;
    return mote_filter_add(&mote_persistence, &state, scores, follows);
}}

static void mote_stream_begin({name}_memory *memory)
{{
    mote_guard_state guard;
    int32_t i;
    mote_guard_reset(&guard);
    for (i = 0; i < 3; i++)
        memory->stream.direction[i] = 0;
    memory->stream.moving = 0;
    mote_stream_set_guard(&memory->stream, &guard);
    {name}_gap(memory);
}}
)";

// A table: outputs may be logarithms of probabilities or probabilities.
constexpr std::string_view kScoresSource = R"(
{table}
int32_t {name}_scores(const {output_type} *output, int32_t *scores)
{{
    int32_t i, best = 0;
    for (i = 0; i < {classes}; i++)
        scores[i] = i < {outputs} ? MOTE_READ_S16(mote_scores + (output[i] + {offset})) : INT32_MIN;
    for (i = 1; i < {outputs}; i++)
        best = scores[i] > scores[best] ? i : best;
    return best;
}}
)";

constexpr std::string_view kAdaptSource = R"(
static const mote_align_model mote_alignment = {{
    {{{reference}}}, {cosine}, {deviation}, {least}, {most}, {needed}, {fading}}};

static int32_t mote_stream_follows({name}_stream *stream, const mote_gravity_sums *sums)
{{
    mote_rest_state rest = {{{{stream->rest_direction[0], stream->rest_direction[1],
                              stream->rest_direction[2]}}, stream->rests}};
    const int32_t follows = mote_rest_add(&rest, sums, {steps});
    int32_t i;
    for (i = 0; i < 3; i++)
        stream->rest_direction[i] = rest.direction[i];
    stream->rests = rest.rests;
    return follows;
}}

void {name}_judged({name}_memory *memory, const int32_t *scores)
{{
    mote_stream_judged(memory, scores);
}}

int32_t {name}_adapt({name}_memory *memory, int16_t *window)
{{
    static const int32_t vectors[] = {{{vectors}}};
    {name}_stream *const stream = &memory->stream;
    mote_align_state state = {{{{stream->direction[0], stream->direction[1], stream->direction[2]}},
                              stream->moving}};
    const mote_gravity_sums sums = mote_gravity_sums_of(window + {gravity}, {steps}, {channels});
    mote_guard_state guard;
    int16_t matrix[9];
    int32_t i, t, turns;
    stream->follows_now = mote_stream_follows(stream, &sums);
    mote_align_add(&mote_alignment, &state, &sums, {steps});
    for (i = 0; i < 3; i++)
        stream->direction[i] = state.direction[i];
    stream->moving = state.windows;
    stream->chosen = -1;
    if (!mote_align_matrix(&mote_alignment, &state, matrix))
        return 0;
    guard = mote_stream_guard_of(stream);
    turns = mote_guard_choose(&guard);
    mote_stream_set_guard(stream, &guard);
    if (!turns)
        return 0;
    for (t = 0; t < {steps}; t++, window += {channels})
        for (i = 0; i < (int32_t)(sizeof vectors / sizeof *vectors); i++)
            mote_align_rotate(matrix, window + vectors[i], window + vectors[i]);
    return 1;
}}
)";

std::string filled_in(const LibraryContext& context, std::string_view text) {
  const Persistence& persistence = context.learning->persistence;
  const int64_t classes = context.learning->classes;
  TextWords words = learning_words(context);
  words.push_back(fmt::arg("delay", persistence.delay));
  words.push_back(fmt::arg("stay", persistence.stay));
  words.push_back(fmt::arg("rest_stay", persistence.rest));
  words.push_back(fmt::arg("turn_stay", persistence.turn));
  words.push_back(fmt::arg("sharpen", persistence.sharpen));
  words.push_back(fmt::arg("evidence", (persistence.delay + 1) * classes));
  if (scores_itself(context)) {
    const Value& output = context.output(0);
    words.push_back(fmt::arg("outputs", element_count(output.shape)));
    words.push_back(fmt::arg("output_type", dtype_c_type(output.dtype)));
    words.push_back(fmt::arg("offset", output.dtype == DType::s8 ? 128 : 0));
    words.push_back(fmt::arg("table", score_table(context)));
  }
  if (!adapts(context)) return fmt::vformat(text, words);
  constexpr double degrees = 180 / 3.141592653589793, one = 16384;
  const Alignment& alignment = *context.learning->alignment;
  const Shape& shape = context.input(0).shape;
  words.push_back(fmt::arg("input", context.input_name(0)));
  words.push_back(fmt::arg("INPUT", upper_case(context.input_name(0))));
  words.push_back(fmt::arg(
      "degrees", std::lround(degrees * std::acos(static_cast<double>(alignment.cosine) / one))));
  words.push_back(fmt::arg("reference", fmt::format("{}", fmt::join(alignment.reference, ", "))));
  words.push_back(fmt::arg("vectors", fmt::format("{}", fmt::join(alignment.vectors, ", "))));
  words.push_back(fmt::arg("cosine", alignment.cosine));
  words.push_back(fmt::arg("deviation", alignment.deviation));
  words.push_back(fmt::arg("least", alignment.least_gravity));
  words.push_back(fmt::arg("most", alignment.most_gravity));
  words.push_back(fmt::arg("needed", alignment.windows_needed));
  words.push_back(fmt::arg("fading", alignment.memory));
  words.push_back(fmt::arg("gravity", alignment.gravity));
  words.push_back(fmt::arg("steps", shape[1]));
  words.push_back(fmt::arg("channels", shape[2]));
  return fmt::vformat(text, words);
}

}  // namespace

std::string score_table(const LibraryContext& context) {
  const Value& output = context.output(0);
  const Graph& graph = context.plan.graph;
  const int last = producer(graph, graph.outputs[0]);
  const bool is_probability = last >= 0 && graph.nodes[static_cast<size_t>(last)].op == "softmax";
  const int low = output.dtype == DType::s8 ? -128 : 0;
  Tensor scores;
  for (int stored = low; stored < low + 256; stored++) {
    const double real = double{output.quant.scale[0]} * (stored - output.quant.zero_point[0]);
    const double least = double{output.quant.scale[0]} / 2;
    const double score = is_probability ? std::log(std::max(real, least)) : real;
    scores.push_back(std::clamp(std::round(256 * score), -32768.0, 32767.0));
  }
  return c_array("mote_scores", DType::s16, scores);
}

bool adapts(const LibraryContext& context) {
  return context.learning != nullptr && context.learning->alignment.has_value() &&
         context.input(0).dtype == DType::s16 && context.input(0).shape.size() == 3;
}

bool scores_itself(const LibraryContext& context) {
  if (context.learning == nullptr) return false;
  const Value& output = context.output(0);
  return (output.dtype == DType::s8 || output.dtype == DType::u8) &&
         element_count(output.shape) <= context.learning->classes;
}

int64_t stream_bytes(int64_t classes, const Persistence& persistence) {
  const int64_t evidence = 2 * (persistence.delay + 1) * classes;
  return 4 * (4 + 2 * classes + 7 + 6) + (evidence + persistence.delay + 1 + 3) / 4 * 4;
}

std::string stream_macros(const LibraryContext& context) {
  return filled_in(context, kMacros);
}

std::string stream_prototypes(const LibraryContext& context) {
  return filled_in(context, kSteady) + (scores_itself(context) ? filled_in(context, kScores) : "") +
         (adapts(context) ? filled_in(context, kAdapt) : "");
}

std::string stream_source(const LibraryContext& context) {
  return filled_in(context, kSteadySource) +
         (scores_itself(context) ? filled_in(context, kScoresSource) : "") +
         (adapts(context) ? filled_in(context, kAdaptSource) : "");
}

}  // namespace mote
