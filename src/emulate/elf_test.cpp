// SPDX-License-Identifier: Apache-2.0
#include "emulate/elf.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/files.h"

namespace mote {
namespace {

TEST(Elf, FilesThatAreNoneAreRefused) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "x";
  for (const std::string& content : {std::string(), std::string(100, 'x'),
                                     "\x7f"
                                     "ELF\1\1" +
                                         std::string(60, '\xff')}) {
    write_file(file, content);
    EXPECT_THROW(read_elf(file), Error);
  }
  const Elf self = read_elf("/bin/sh");
  EXPECT_GT(self.section_size(".text"), 1000u);
}

}  // namespace
}  // namespace mote
