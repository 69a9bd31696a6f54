// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace mote {

// 64 bits that change when the bytes change (FNV-1a on words).
uint64_t digest(const void* bytes, size_t count, uint64_t start = 0xcbf29ce484222325u);

}  // namespace mote
