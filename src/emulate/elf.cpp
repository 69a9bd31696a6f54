// SPDX-License-Identifier: Apache-2.0
// Field offsets are those of the ELF specification; pairs are {32 bits, 64 bits}.
#include "emulate/elf.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"

namespace mote {
namespace {

class Reader {
 public:
  Reader(const fs::path& path, std::string content) : path_(path), content_(std::move(content)) {
    if (content_.size() < 20 ||
        content_.compare(0, 4,
                         "\x7f"
                         "ELF") != 0 ||
        content_[5] != 1) {
      throw malformed("no little-endian ELF file");
    }
    is_64_ = content_[4] == 2;
  }

  bool is_64() const { return is_64_; }

  uint64_t number(uint64_t offset, int bytes) const {
    if (offset > content_.size() || content_.size() - offset < static_cast<uint64_t>(bytes)) {
      throw malformed("the file ends too early");
    }
    uint64_t value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | static_cast<uint8_t>(content_[offset + static_cast<uint64_t>(i)]);
    }
    return value;
  }

  // An address-sized number.
  uint64_t word(uint64_t base, uint64_t offset_32, uint64_t offset_64) const {
    return is_64_ ? number(base + offset_64, 8) : number(base + offset_32, 4);
  }

  std::string name(uint64_t offset) const {
    if (offset >= content_.size()) throw malformed("a name lies outside of the file");
    return content_.c_str() + offset;
  }

  Error malformed(const std::string& message) const {
    return Error(ErrorCode::malformed_file, path_.string(), message);
  }

 private:
  fs::path path_;
  std::string content_;
  bool is_64_ = false;
};

struct Header {
  uint64_t type, name, offset, size, link, flags, address;
};

constexpr uint64_t kSymbolTable = 2, kNoBits = 8;           // sh_type
constexpr uint64_t kWritable = 1, kAllocated = 2;           // sh_flags
constexpr uint64_t kObjectSymbol = 1, kFunctionSymbol = 2;  // low bits of st_info

std::vector<Header> read_headers(const Reader& file) {
  const uint64_t begin = file.word(0, 0x20, 0x28);
  const uint64_t stride = file.number(file.is_64() ? 0x3a : 0x2e, 2);
  const uint64_t count = file.number(file.is_64() ? 0x3c : 0x30, 2);
  std::vector<Header> headers;
  for (uint64_t i = 0; i < count; i++) {
    const uint64_t at = begin + i * stride;
    headers.push_back({file.number(at + 4, 4), file.number(at, 4), file.word(at, 0x10, 0x18),
                       file.word(at, 0x14, 0x20), file.number(at + (file.is_64() ? 0x28 : 0x18), 4),
                       file.word(at, 0x08, 0x08), file.word(at, 0x0c, 0x10)});
  }
  return headers;
}

void read_symbols(const Reader& file, const Header& table, uint64_t names, Elf& elf) {
  const uint64_t stride = file.is_64() ? 24 : 16;
  for (uint64_t at = table.offset; at + stride <= table.offset + table.size; at += stride) {
    const uint64_t type = file.number(at + (file.is_64() ? 4 : 12), 1) & 15;
    if (type != kObjectSymbol && type != kFunctionSymbol) continue;
    const bool is_function = type == kFunctionSymbol;
    const uint64_t address = file.word(at, 4, 8) & (is_function ? ~uint64_t{1} : ~uint64_t{0});
    elf.symbols.push_back(
        {file.name(names + file.number(at, 4)), address, file.word(at, 8, 16), is_function});
  }
}

}  // namespace

uint64_t Elf::section_size(const std::string& name) const {
  for (const ElfSection& section : sections) {
    if (section.name == name) return section.size;
  }
  return 0;
}

uint64_t Elf::symbol_size(const std::string& name) const {
  for (const ElfSymbol& symbol : symbols) {
    if (symbol.name == name) return symbol.size;
  }
  return 0;
}

std::string Elf::function_at(uint64_t address) const {
  for (const ElfSymbol& symbol : symbols) {
    if (symbol.is_function && address >= symbol.address && address - symbol.address < symbol.size) {
      return fmt::format("{}+{:#x}", symbol.name, address - symbol.address);
    }
  }
  return "";
}

Elf read_elf(const fs::path& path) {
  const Reader file(path, read_file(path));
  const std::vector<Header> headers = read_headers(file);
  const uint64_t names = file.number(file.is_64() ? 0x3e : 0x32, 2);
  Elf elf;
  if (names >= headers.size()) throw file.malformed("no section names");
  for (const Header& header : headers) {
    elf.sections.push_back({file.name(headers[names].offset + header.name), header.address,
                            header.size, (header.flags & kAllocated) != 0, header.type != kNoBits,
                            (header.flags & kWritable) != 0});
    if (header.type != kSymbolTable) continue;
    if (header.link >= headers.size()) throw file.malformed("no symbol names");
    read_symbols(file, header, headers[header.link].offset, elf);
  }
  return elf;
}

}  // namespace mote
