// SPDX-License-Identifier: Apache-2.0
// The tables that cmake/embed.cmake makes; read that of the device through embedded.h.
#pragma once

#include <cstddef>
#include <string_view>

namespace mote {

struct EmbeddedFile {
  std::string_view path, content;
};

extern const EmbeddedFile embedded_table[];  // sorted by path
extern const size_t embedded_count;

}  // namespace mote
