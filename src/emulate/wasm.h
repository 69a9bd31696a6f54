// SPDX-License-Identifier: Apache-2.0
// A generated library as WebAssembly.
#pragma once

#include <filesystem>
#include <string>

namespace mote {

// The library's examples/wasm compiled: a module without imports. "" where clang or its linker for
// WebAssembly is not installed (Debian: clang, lld). Throws tool_failed.
std::string wasm_module(const std::filesystem::path& library);

}  // namespace mote
