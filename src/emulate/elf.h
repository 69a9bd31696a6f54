// SPDX-License-Identifier: Apache-2.0
// Sizes and addresses out of object files and linked programs (ELF, 32 or 64 bits, little endian).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mote {

struct ElfSection {
  std::string name;
  uint64_t address = 0, size = 0;
  bool is_allocated = false;  // takes memory on the device
  bool has_content = false;   // false: zeros that no file holds
  bool is_writable = false;
};

struct ElfSymbol {
  std::string name;
  uint64_t address = 0, size = 0;
  bool is_function = false;
};

struct Elf {
  std::vector<ElfSection> sections;
  std::vector<ElfSymbol> symbols;

  uint64_t section_size(const std::string& name) const;  // 0 when there is none
  uint64_t symbol_size(const std::string& name) const;   // 0 when there is none

  // "har_run+0x12", or "" when no function holds the address.
  std::string function_at(uint64_t address) const;
};

// Throws missing_file, malformed_file.
Elf read_elf(const std::filesystem::path& path);

}  // namespace mote
