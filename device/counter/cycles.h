/* SPDX-License-Identifier: Apache-2.0 */
/* What one Thumb instruction costs, from its opcode alone. */
#pragma once

#include <cstdint>

struct Cost {
    int cycles = 1;       /* when the next instruction in memory follows */
    int taken_cycles = 0; /* more, when execution goes on elsewhere */
    bool is_load = false; /* of one register: pairs of these overlap on some cores */
};

/* Opcodes of 32 bits have their first halfword in `first`, as the manuals print them; `second`
   is looked at only then. Size never comes from QEMU: it may append the next halfword. */
inline int thumb_bytes(uint16_t first)
{
    return (first >> 11) >= 0x1d ? 4 : 2;
}

/* Cortex-M0, complete: zero wait states, single-cycle multiplier (DDI0432, table 3-1). */
Cost m0_cost(uint16_t first, uint16_t second);

/* Cortex-M4's manual read as an estimate for all larger cores: no flash wait states, no dual
   issue, no caches; a divide and a refilled pipeline take their middle values. */
Cost m4_cost(uint16_t first, uint16_t second);

/* A load that follows a load takes this much less in m4_cost's model. */
constexpr int m4_load_overlap = 1;

/* Whether the instruction can write memory (may be wrongly true for rare encodings). */
bool may_store(uint16_t first);
