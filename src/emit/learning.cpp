// SPDX-License-Identifier: Apache-2.0
#include "emit/learning.h"

#include "base/text.h"
#include "emit/c_text.h"
#include "emit/learning_text.h"
#include "emit/library_parts.h"
#include "emit/threshold.h"

namespace mote {
namespace {

int64_t dimensions(const LibraryContext& context) {
  return element_count(context.output(context.output_count() - 1).shape);
}

constexpr int64_t kUnnamed = 1;  // class of what was gathered without a label

int64_t triangle(int64_t d) {
  return d * (d + 1) / 2;
}

Tensor numbers(const std::vector<int16_t>& stored) {
  return {stored.begin(), stored.end()};
}

// Which state of which library a flash holds: layouts that differ have another one.
uint32_t magic_of(const LibraryContext& context) {
  uint32_t hash = 2166136261;
  const Learning& learning = *context.learning;
  const auto mix = [&](int64_t number) {
    hash = (hash ^ static_cast<uint32_t>(number)) * 16777619;
  };
  mix(learning.classes);
  mix(dimensions(context));
  mix(learning.one_in);
  for (const int16_t mean : learning.base_means) mix(mean);
  return hash;
}

// `text` with {name}, {classes}, {products} and the like filled in.
std::string filled_in(const LibraryContext& context, std::string_view text) {
  const Learning& learning = *context.learning;
  const int64_t d = dimensions(context), classes = learning.classes;
  TextWords words = learning_words(context);
  words.push_back(fmt::arg("base", learning.base_classes));
  words.push_back(fmt::arg("prior", learning.prior_count));
  words.push_back(fmt::arg("all", classes + kUnnamed));
  words.push_back(fmt::arg("sums", (classes + kUnnamed) * d));
  words.push_back(fmt::arg("weights", classes * d));
  words.push_back(fmt::arg("products", triangle(d)));
  words.push_back(fmt::arg("kept", learnt_bytes(classes, d, learning.nearest)));
  words.push_back(fmt::arg("covariance", learning.nearest ? "0" : "mote_base_covariance"));
  words.push_back(fmt::arg("magic", magic_of(context)));
  words.push_back(fmt::arg("steps", context.plan.steps.size()));
  return fmt::vformat(text, words);
}

// `text` with `part` in the place of `word`.
std::string with(std::string_view text, std::string_view word, std::string_view part) {
  std::string result(text);
  return result.replace(result.find(word), word.size(), part);
}

constexpr std::string_view kMacros = R"(
/* Learning. {name}_run gives features beside its output: {d} numbers in 1/16 of a standard
   deviation within a class. {name}_learn adds those of a labelled window to what is known of its
   class, {name}_classify tells classes apart by all that was learnt. Classes from {base} on are
   free; what was known of the others counts as {prior} windows. */
#define {NAME}_LEARN_CLASSES {classes}
#define {NAME}_FEATURES {d}
#define {NAME}_STATE_BYTES {kept} /* what {name}_save keeps */

/* What was learnt, and what scores are computed from; private. */
typedef struct {{
    int64_t heights[5];
    struct {{
        int32_t positions[5], pooled, counts[{all}], sums[{sums}]{more_kept};
    }} kept;
{made}}} {name}_learnt;

/* The flash that keeps what was learnt: two slots of {NAME}_SLOT_BYTES(page_bytes) bytes each, which
   are written in turn, so that a power cut at any moment leaves the last state or the new one.
   Callbacks return 0 when all went well. */
typedef struct {{
    void *context;
    const uint8_t *base;  /* where the first slot is read */
    uint32_t page_bytes;  /* what an erase clears */
    uint32_t write_bytes; /* what is written at once: 1, 2, 4 or 8 */
    int32_t (*erase)(void *context, uint32_t offset); /* one page to 0xff */
    int32_t (*program)(void *context, uint32_t offset, const uint8_t *bytes, uint32_t count);
}} {name}_flash;
#define {NAME}_SLOT_BYTES(page_bytes) \
    (({NAME}_STATE_BYTES + 22u + (page_bytes)) / (page_bytes) * (page_bytes))
)";

constexpr std::string_view kPrototypes = R"(
/* The class of a window from its features, the highest of scores[{NAME}_LEARN_CLASSES] (logarithms
   of probabilities but for a common number, in 1/256; INT32_MIN: nothing is known of the class).{uses}
   */
int32_t {name}_classify({name}_memory *memory, const int8_t *features, int32_t *scores);

/* Learns one window of a class. 0: done; -1: there is no such class. */
int32_t {name}_learn({name}_memory *memory, const int8_t *features, int32_t label);

/* Forgets what was learnt of a class; of {NAME}_LEARN_CLASSES what {name}_unnamed gathered. 0: done;
   -1: there is no such class. */
int32_t {name}_forget({name}_memory *memory, int32_t label);

/* How far a window is from the nearest class: the squared Mahalanobis distance in 1/256, about
   256 * {d} for windows of known classes. Uses the arena. */
int32_t {name}_novelty({name}_memory *memory, const int8_t *features);

/* Something new: gathers the window if its novelty is above {name}_threshold and it is like those
   gathered before. Returns how many there are with this one ("something new, seen 14 times: name
   it?"), 0 if it is none of them. Only kinds far from all classes are found. Uses the arena. */
int32_t {name}_unnamed({name}_memory *memory, const int8_t *features);

/* What was gathered becomes windows of a class, a free one or one that is known. Returns how many
   windows; -1: there is no such class. */
int32_t {name}_name({name}_memory *memory, int32_t label);

/* Keeps what was learnt; gets it back. 0: done; 1: nothing was saved yet (all is as it was);
   3: the flash failed. */
int32_t {name}_save(const {name}_memory *memory, const {name}_flash *flash);
int32_t {name}_load({name}_memory *memory, const {name}_flash *flash);
)";

constexpr std::string_view kUses =
    " Uses\n   the arena when something was learnt since the last call.";
constexpr std::string_view kMade = R"(    int32_t offsets[{classes}], weights_shift, is_solved;
    int16_t weights[{weights}];
)";

constexpr std::string_view kModel = R"(
static const mote_lda_model mote_learning = {{
    {d}, {all}, {classes}, {base}, {prior}, mote_base_means, {covariance}}};
)";

// Streaming LDA: weights are solved for when they are needed.
constexpr std::string_view kSolving = R"(
static mote_lda_state mote_learning_state_of({name}_learnt *learnt)
{{
    const mote_lda_state state = {{&learnt->kept.pooled,  learnt->kept.counts,
                                  learnt->kept.sums,     learnt->kept.products,
                                  learnt->weights,       learnt->offsets,
                                  &learnt->weights_shift}};
    return state;
}}

static void mote_learning_changed({name}_memory *memory)
{{
    memory->learnt.is_solved = 0;
}}

static mote_lda_work mote_learning_work_of({name}_memory *memory)
{{
    int32_t *const words = (int32_t *)(void *)memory->arena.bytes;
    const mote_lda_work work = {{(int16_t *)(words + {d} + {d}), words, words + {d}}};
    return work;
}}

int32_t {name}_classify({name}_memory *memory, const int8_t *features, int32_t *scores)
{{
    const mote_lda_state state = mote_learning_state_of(&memory->learnt);
    {NAME}_LAYER({steps});
    if (!memory->learnt.is_solved) {{
        const mote_lda_work work = mote_learning_work_of(memory);
        mote_lda_solve(&mote_learning, &state, &work);
        memory->learnt.is_solved = 1;
    }}
    return mote_lda_scores(&mote_learning, &state, features, scores);
}}

int32_t {name}_novelty({name}_memory *memory, const int8_t *features)
{{
    const mote_lda_state state = mote_learning_state_of(&memory->learnt);
    const mote_lda_work work = mote_learning_work_of(memory);
    mote_lda_factor(&mote_learning, &state, &work);
    return mote_lda_least_distance(&mote_learning, &state, &work, features);
}}

/* To what was gathered; behind {name}_novelty. */
static int32_t mote_learning_distance({name}_memory *memory, const int8_t *features)
{{
    const mote_lda_state state = mote_learning_state_of(&memory->learnt);
    const mote_lda_work work = mote_learning_work_of(memory);
    return mote_lda_distance(&mote_learning, &state, &work, features, {classes});
}}
)";

// Nearest mean: nothing but sums.
constexpr std::string_view kNearest = R"(
static mote_lda_state mote_learning_state_of({name}_learnt *learnt)
{{
    const mote_lda_state state = {{&learnt->kept.pooled, learnt->kept.counts, learnt->kept.sums,
                                  0, 0, 0, 0}};
    return state;
}}

static void mote_learning_changed({name}_memory *memory)
{{
    (void)memory;
}}

int32_t {name}_classify({name}_memory *memory, const int8_t *features, int32_t *scores)
{{
    const mote_lda_state state = mote_learning_state_of(&memory->learnt);
    {NAME}_LAYER({steps});
    return mote_mean_scores(&mote_learning, &state, features, scores);
}}

int32_t {name}_novelty({name}_memory *memory, const int8_t *features)
{{
    const mote_lda_state state = mote_learning_state_of(&memory->learnt);
    return mote_mean_least_distance(&mote_learning, &state, features);
}}

static int32_t mote_learning_distance({name}_memory *memory, const int8_t *features)
{{
    const mote_lda_state state = mote_learning_state_of(&memory->learnt);
    return mote_mean_distance(&mote_learning, &state, features, {classes});
}}
)";

constexpr std::string_view kSource = R"(
int32_t {name}_learn({name}_memory *memory, const int8_t *features, int32_t label)
{{
    const mote_lda_state state = mote_learning_state_of(&memory->learnt);
    {NAME}_LAYER({steps} + 1);
    if (label < 0 || label >= {classes})
        return -1;
    mote_lda_add(&mote_learning, &state, features, label);
    mote_learning_changed(memory);
    return 0;
}}

int32_t {name}_forget({name}_memory *memory, int32_t label)
{{
    const mote_lda_state state = mote_learning_state_of(&memory->learnt);
    if (label < 0 || label > {classes})
        return -1;
    mote_lda_forget(&mote_learning, &state, label);
    mote_learning_changed(memory);
    return 0;
}}

int32_t {name}_unnamed({name}_memory *memory, const int8_t *features)
{{
    const mote_lda_state state = mote_learning_state_of(&memory->learnt);
    const int32_t least = {name}_novelty(memory, features);
    const int32_t own = mote_learning_distance(memory, features);
    const int32_t count = mote_unnamed_add(&mote_learning, &state, features,
                                           {name}_threshold(memory), least, own);
    if (count > 0)
        mote_learning_changed(memory);
    return count;
}}

int32_t {name}_name({name}_memory *memory, int32_t label)
{{
    const mote_lda_state state = mote_learning_state_of(&memory->learnt);
    if (label < 0 || label >= {classes})
        return -1;
    mote_learning_changed(memory);
    return mote_unnamed_name(&mote_learning, &state, label);
}}

static int32_t mote_learning_stored({name}_learnt *learnt, const {name}_flash *flash, int32_t is_save)
{{
    const mote_flash device = {{flash->context,     flash->base,  flash->page_bytes,
                               flash->write_bytes, flash->erase, flash->program}};
    const mote_piece pieces[2] = {{{{learnt->heights, sizeof learnt->heights}},
                                  {{&learnt->kept, sizeof learnt->kept}}}};
    const mote_store store = {{&device, pieces, 2, {magic}u, {NAME}_SLOT_BYTES(flash->page_bytes)}};
    return (int32_t)(is_save ? mote_store_save(&store) : mote_store_load(&store));
}}

int32_t {name}_save(const {name}_memory *memory, const {name}_flash *flash)
{{
    return mote_learning_stored(({name}_learnt *)(uintptr_t)&memory->learnt, flash, 1);
}}

int32_t {name}_load({name}_memory *memory, const {name}_flash *flash)
{{
    mote_learning_changed(memory);
    return mote_learning_stored(&memory->learnt, flash, 0);
}}
)";

constexpr std::string_view kBegin = R"(
static void mote_learning_begin({name}_memory *memory)
{{
    const mote_lda_state state = mote_learning_state_of(&memory->learnt);
    const mote_threshold_state normal = mote_normal_of(&memory->learnt);
    mote_lda_reset(&mote_learning, &state);
    mote_threshold_begin(&normal);
    mote_learning_changed(memory);
    mote_stream_begin(memory);
}}
)";

}  // namespace

TextWords learning_words(const LibraryContext& context) {
  TextWords words;
  words.push_back(fmt::arg("name", context.name));
  words.push_back(fmt::arg("NAME", context.macro));
  words.push_back(fmt::arg("classes", context.learning->classes));
  words.push_back(fmt::arg("d", dimensions(context)));
  return words;
}

int64_t learnt_bytes(int64_t classes, int64_t features, bool nearest) {
  const int64_t all = classes + kUnnamed;
  return kThresholdBytes + 4 * (1 + all + all * features + (nearest ? 0 : triangle(features)));
}

int64_t learning_bytes(int64_t classes, int64_t features, bool nearest) {
  const auto aligned = [](int64_t bytes) { return (bytes + 7) / 8 * 8; };
  const int64_t scoring = nearest ? 0 : 4 * (classes + 2) + 2 * classes * features;
  return aligned(learnt_bytes(classes, features, nearest) + scoring) +
         aligned(stream_bytes(classes, Persistence()));
}

int64_t learning_work_bytes(const LibraryContext& context) {
  const int64_t d = dimensions(context);
  if (context.learning->nearest) return 0;
  return 8 * d + 2 * triangle(d - 1);
}

std::string learning_macros(const LibraryContext& context) {
  const bool nearest = context.learning->nearest;
  std::string macros = with(kMacros, "{more_kept}", nearest ? "" : ", products[{products}]");
  macros = with(macros, "{made}", nearest ? "" : kMade);
  return filled_in(context, macros) + stream_macros(context);
}

std::string learning_prototypes(const LibraryContext& context) {
  const bool nearest = context.learning->nearest;
  return filled_in(context, with(kPrototypes, "{uses}", nearest ? "" : kUses)) +
         threshold_prototypes(context) + stream_prototypes(context);
}

std::string learning_source(const LibraryContext& context) {
  const Learning& learning = *context.learning;
  std::string text =
      "\n" + c_array("mote_base_means", DType::s16, numbers(learning.base_means)) + "\n";
  if (!learning.nearest) {
    text += c_array("mote_base_covariance", DType::s16, numbers(learning.base_covariance));
  }
  return text + filled_in(context, kModel) +
         filled_in(context, learning.nearest ? kNearest : kSolving) + threshold_source(context) +
         filled_in(context, kSource) + stream_source(context) + filled_in(context, kBegin);
}

std::vector<std::string> learning_headers(bool nearest) {
  return {nearest ? "lda_state.h" : "lda.h",
          "unnamed.h",
          "store.h",
          "threshold.h",
          "filter.h",
          "align.h",
          "rest.h",
          "guard.h"};
}

}  // namespace mote
