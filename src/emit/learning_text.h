// SPDX-License-Identifier: Apache-2.0
// Words that the texts of a library that learns have in common.
#pragma once

#include <fmt/args.h>
#include <fmt/format.h>

namespace mote {

struct LibraryContext;

using TextWords = fmt::dynamic_format_arg_store<fmt::format_context>;

// {name}, {NAME}, {classes} and the number of features {d}. REQUIRES: the library learns.
TextWords learning_words(const LibraryContext& context);

}  // namespace mote
