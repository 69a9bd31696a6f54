/* SPDX-License-Identifier: Apache-2.0 */
/* Decodes only as much of Thumb as the cost tables ask for; bit patterns are those of the Armv6-M,
   Armv7-M and Armv8-M manuals. */
#include "cycles.h"

#include <bit>

namespace
{

constexpr int refill = 2; /* cycles to refill the pipeline after a jump */

int bits(uint16_t value, uint16_t mask)
{
    return std::popcount(static_cast<unsigned>(value & mask));
}

bool is(uint16_t value, uint16_t mask, uint16_t pattern)
{
    return (value & mask) == pattern;
}

/* B<cc>, of 16 bits; 0xde.. is UDF and 0xdf.. SVC. */
bool is_conditional_branch(uint16_t first)
{
    return (first >> 12) == 0xd && ((first >> 8) & 15) < 14;
}

/* ADD, MOV to the program counter. */
bool is_high_jump(uint16_t first)
{
    return is(first, 0xff87, 0x4487) || is(first, 0xff87, 0x4687);
}

Cost m4_narrow(uint16_t first)
{
    if (is_conditional_branch(first) || is(first, 0xf800, 0xe000))
        return {1, refill};
    if (is(first, 0xf500, 0xb100)) /* CBZ, CBNZ */
        return {1, refill};
    if (is(first, 0xff00, 0x4700) || is_high_jump(first)) /* BX, BLX */
        return {1, refill};
    if (is(first, 0xf800, 0x4800) || is(first, 0xf800, 0x6800) || is(first, 0xf800, 0x7800) ||
        is(first, 0xf800, 0x8800) || is(first, 0xf800, 0x9800))
        return {2, 0, true};
    if ((first >> 12) == 5)
        return ((first >> 9) & 7) < 3 ? Cost{1} : Cost{2, 0, true};
    if (is(first, 0xfe00, 0xb400))
        return {1 + bits(first, 0x1ff)};
    if (is(first, 0xfe00, 0xbc00))
        return {1 + bits(first, 0x1ff), (first & 0x100) ? refill : 0};
    if ((first >> 12) == 0xc)
        return {1 + bits(first, 0xff)};
    return {1};
}

/* VLDM, VSTM, VDIV, VSQRT, fused and chained multiplies; MVE handles half a vector per cycle. */
Cost m4_coprocessor(uint16_t first, uint16_t second)
{
    const int coprocessor = (second >> 8) & 15;
    const bool is_scalar_float = coprocessor == 10 || coprocessor == 11;
    if (is(first, 0xff00, 0xef00) || is(first, 0xff00, 0xff00) || !is_scalar_float)
        return {2}; /* MVE */
    if (is(first, 0xfe00, 0xec00)) {
        const bool is_single = is(first, 0xff00, 0xed00) && !is(first, 0x0020, 0x0020);
        return is_single ? Cost{2, 0, is(first, 0x10, 0x10)} : Cost{1 + (second & 0xff)};
    }
    if (is(first, 0xffb0, 0xee80) || (is(first, 0xffbf, 0xeeb1) && is(second, 0xc0, 0xc0)))
        return {14};
    if (is(first, 0xffb0, 0xee00) || is(first, 0xffb0, 0xee10) || is(first, 0xffb0, 0xeea0) ||
        is(first, 0xffb0, 0xee90))
        return {3};
    return {1};
}

Cost m4_load_store(uint16_t first, uint16_t second)
{
    if (is(first, 0xfe40, 0xe800)) { /* LDM, STM */
        const bool jumps = is(first, 0x10, 0x10) && (second & 0x8000);
        return {1 + bits(second, 0xffff), jumps ? refill : 0};
    }
    if (is(first, 0xfff0, 0xe8d0) && is(second, 0xffe0, 0xf000)) /* TBB, TBH */
        return {2, refill};
    if (is(first, 0xfe40, 0xe840)) /* LDRD, STRD, exclusives */
        return {3};
    if (is(first, 0xfe10, 0xf810)) /* LDR; to the program counter: a jump */
        return {2, (second >> 12) == 15 ? refill : 0, true};
    return {1};
}

Cost m4_branch_or_other(uint16_t first, uint16_t second)
{
    if (is(second, 0xd000, 0xd000) || is(second, 0xd000, 0x9000))
        return {1, refill}; /* BL, B */
    if (is(second, 0xd000, 0xc000))
        return {1}; /* low overhead loops: the jump back is free */
    if (!is(first, 0x0380, 0x0380))
        return {1, refill};                               /* B<cc> */
    return is(first, 0xffe0, 0xf3a0) ? Cost{1} : Cost{2}; /* hints and barriers; MSR, MRS */
}

Cost m4_wide(uint16_t first, uint16_t second)
{
    if (is(first, 0xec00, 0xec00))
        return m4_coprocessor(first, second);
    if (is(first, 0xfe00, 0xe800) || is(first, 0xfe00, 0xf800))
        return m4_load_store(first, second);
    if (is(first, 0xf800, 0xf000) && (second & 0x8000))
        return m4_branch_or_other(first, second);
    if (is(first, 0xffd0, 0xfb90)) /* SDIV, UDIV: 2 to 12 */
        return {6};
    return {1};
}

} /* namespace */

Cost m0_cost(uint16_t first, uint16_t)
{
    if (thumb_bytes(first) == 4) /* BL, MSR, MRS, barriers */
        return {4};
    if (is_conditional_branch(first))
        return {1, refill};
    if (is(first, 0xff00, 0x4700) || is_high_jump(first) || is(first, 0xf800, 0xe000))
        return {1 + refill};
    if (is(first, 0xf800, 0x4800) || (first >= 0x5000 && first < 0xa000)) /* every LDR, STR */
        return {2};
    if (is(first, 0xfe00, 0xb400))
        return {1 + bits(first, 0x1ff)};
    if (is(first, 0xfe00, 0xbc00))
        return {((first & 0x100) ? 2 + refill : 1) + bits(first, 0xff)};
    if ((first >> 12) == 0xc)
        return {1 + bits(first, 0xff)};
    return {1};
}

Cost m4_cost(uint16_t first, uint16_t second)
{
    return thumb_bytes(first) == 4 ? m4_wide(first, second) : m4_narrow(first);
}

bool may_store(uint16_t first)
{
    if (thumb_bytes(first) == 4)
        return is(first, 0xfe00, 0xe800) || is(first, 0xfe10, 0xf800) || is(first, 0xec00, 0xec00);
    if ((first >> 12) == 5)
        return ((first >> 9) & 7) < 3;
    if (first >= 0x6000 && first < 0xa000)
        return !(first & 0x0800);
    return is(first, 0xfe00, 0xb400) || is(first, 0xf800, 0xc000);
}
