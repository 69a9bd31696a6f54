// SPDX-License-Identifier: Apache-2.0
// Compiles a generated library and the firmware around it; links; measures sizes.
#pragma once

#include <filesystem>
#include <vector>

#include "emulate/emulate.h"

namespace mote {

struct Sizes {
  int64_t flash_bytes = 0;                         // library with the run-time helpers it pulls in
  int64_t static_bytes = 0;                        // its .data and .bss, and the caller's buffers
  int64_t arena_bytes = 0;                         // sizeof(NAME_memory)
  int64_t all_flash_bytes = 0, all_ram_bytes = 0;  // firmware included, stack excluded
};

// A library in the making, inside a folder that the caller removes.
struct Build {
  const LibraryInfo* info = nullptr;
  const Target* target = nullptr;
  std::filesystem::path library, folder;
  std::vector<std::filesystem::path> plain, marked;  // objects of the library
  std::vector<std::filesystem::path> firmware;       // and of what surrounds it
};

// Compiles everything; `with_marks`: also a second time, with a marker before each layer, if it has
// any. Throws missing_tool, tool_failed.
Build compile(const std::filesystem::path& library, const LibraryInfo& info, const Target& target,
              const std::filesystem::path& folder, bool with_marks);

// Links as the user would, without markers, for a board without bounds.
Sizes measure(const Build& build);

// The first board from `first` on that holds the program and a small stack, as an index; else
// throws bad_model that says what is missing.
size_t choose_board(const Build& build, const Sizes& sizes, size_t first);

// The program to run: on a board with markers and all free RAM as stack.
std::filesystem::path link_for(const Build& build, const Sizes& sizes, const Board& board);
std::filesystem::path link_for_host(const Build& build);

// At most `count` lines of a tool's output.
// Every C and assembly file of the library, in one order on every machine. Throws missing_file.
std::vector<std::filesystem::path> library_files(const std::filesystem::path& library);

std::string first_lines(const std::string& output, int count = 12);

}  // namespace mote
