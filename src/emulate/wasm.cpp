// SPDX-License-Identifier: Apache-2.0
#include "emulate/wasm.h"

#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "base/process.h"
#include "emulate/build.h"

namespace mote {

std::string wasm_module(const fs::path& library) {
  if (!find_program("clang") || !find_program("wasm-ld")) return "";
  const TemporaryFolder folder;
  const std::string module = (folder.path() / "library.wasm").string();
  std::vector<std::string> words{"clang",
                                 "--target=wasm32",
                                 "-O2",
                                 "-std=c99",
                                 "-nostdlib",
                                 "-ffreestanding",
                                 "-I" + (library / "src").string(),
                                 "-Wl,--no-entry",
                                 "-Wl,--strip-all",
                                 (library / "examples" / "wasm" / "wasm.c").string()};
  for (const fs::path& file : library_files(library)) words.push_back(file.string());
  words.insert(words.end(), {"-o", module});
  const ProcessResult result = run_process(words);
  if (result.exit_status == 0) return read_file(module);
  throw Error(ErrorCode::tool_failed, library.string(),
              "clang failed:\n" + first_lines(result.output));
}

}  // namespace mote
