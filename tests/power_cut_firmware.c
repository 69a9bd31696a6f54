/* SPDX-License-Identifier: Apache-2.0 */
/* Firmware of power_cut_test.py: a generated library learns and saves to a model of flash that
   loses power at every call, in the middle of it. Writes what became of the state to the file
   "out".
   REQUIRES: SAVES, how often it saves. */
#include "firmware.h"
#include "tiny.h"

#define PAGE_BYTES 128u
#define WRITE_BYTES 4u
#define SLOT_BYTES TINY_SLOT_BYTES(PAGE_BYTES)
#define HEADER_BYTES 16u
#define NO_CUT 0xffffffffu

/* How far the call comes that a cut hits. */
enum { NOT_BEGUN, HALF_OF_BYTES, ANY_BITS, COMPLETE, CUTS_OF_A_CALL };

/* What the test reads. A state is lost when load finds none though one was saved, wrong when it is
   neither the last one nor the one that was being saved. */
static struct {
    uint32_t saves, cut_writes, cut_erases, found_last, found_new, flips;
    uint32_t lost, wrong, failed_saves, overwritten, wrong_flips;
} counts;

static tiny_memory memory;
static uint8_t cells[2 * SLOT_BYTES], cells_before[2 * SLOT_BYTES];
static uint8_t last_state[TINY_STATE_BYTES], new_state[TINY_STATE_BYTES];
static uint32_t cut_call, cut_kind, calls, is_off, random_bits = 1;

static uint8_t random_byte(void)
{
    random_bits = random_bits * 1664525u + 1013904223u;
    return (uint8_t)(random_bits >> 24);
}

static void copy(uint8_t *to, const uint8_t *from, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes; i++)
        to[i] = from[i];
}

static int are_equal(const uint8_t *a, const uint8_t *b, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes; i++) {
        if (a[i] != b[i])
            return 0;
    }
    return 1;
}

/* Bits of byte i that the call changes; without power, none. */
static uint8_t mask_of(uint32_t i, uint32_t bytes, int is_cut)
{
    if (is_off)
        return 0;
    if (!is_cut || cut_kind == COMPLETE)
        return 0xff;
    return cut_kind == ANY_BITS                         ? random_byte()
           : cut_kind == HALF_OF_BYTES && i < bytes / 2 ? 0xff
                                                        : 0;
}

/* One call: bits are cleared where `wanted` has zeros, all set where there is none. */
static void change(uint32_t offset, const uint8_t *wanted, uint32_t bytes)
{
    const int is_cut = !is_off && calls++ == cut_call;
    for (uint32_t i = 0; i < bytes; i++) {
        uint8_t *cell = cells + offset + i;
        const uint8_t after = wanted ? *cell & wanted[i] : 0xff;
        counts.overwritten += !is_off && wanted && *cell != 0xff;
        *cell ^= (*cell ^ after) & mask_of(i, bytes, is_cut);
    }
    counts.cut_writes += is_cut && wanted;
    counts.cut_erases += is_cut && !wanted;
    is_off |= (uint32_t)is_cut;
}

static int32_t erase(void *context, uint32_t offset)
{
    (void)context;
    change(offset, 0, PAGE_BYTES);
    return 0;
}

static int32_t program(void *context, uint32_t offset, const uint8_t *bytes, uint32_t count)
{
    (void)context;
    change(offset, bytes, count);
    return 0;
}

static const tiny_flash flash = {0, cells, PAGE_BYTES, WRITE_BYTES, erase, program};

static const uint8_t *state(void)
{
    return (const uint8_t *)&memory.learnt;
}

/* Power comes back: memory is garbage, then as load finds it. */
static int32_t restart(void)
{
    uint8_t *bytes = (uint8_t *)&memory;
    for (uint32_t i = 0; i < sizeof memory; i++)
        bytes[i] = random_byte();
    is_off = 0;
    cut_call = NO_CUT;
    tiny_reset(&memory);
    return tiny_load(&memory, &flash);
}

static void learn_a_window(void)
{
    int8_t features[TINY_FEATURES];
    for (uint32_t i = 0; i < TINY_FEATURES; i++)
        features[i] = (int8_t)random_byte();
    tiny_learn(&memory, features, random_byte() % TINY_LEARN_CLASSES);
    tiny_normal(&memory, random_byte());
}

static void check_state_after(int was_cut)
{
    const int32_t loaded = restart();
    const int is_new = are_equal(state(), new_state, TINY_STATE_BYTES);
    const int is_last = was_cut && are_equal(state(), last_state, TINY_STATE_BYTES);
    counts.found_new += (uint32_t)is_new;
    counts.found_last += (uint32_t)is_last;
    counts.lost += loaded != 0 && (counts.saves > 0 || !was_cut);
    counts.wrong += !is_new && !is_last;
}

/* Whatever the cut left, the next save must succeed. */
static void save_once_more(void)
{
    learn_a_window();
    copy(new_state, state(), TINY_STATE_BYTES);
    counts.failed_saves += tiny_save(&memory, &flash) != 0;
    check_state_after(0);
}

/* From the same flash each time: learns a window and saves. Returns whether power went off. */
static int save_with_cut(uint32_t call, uint32_t kind)
{
    copy(cells, cells_before, sizeof cells);
    restart();
    learn_a_window();
    copy(new_state, state(), TINY_STATE_BYTES);
    calls = 0;
    cut_call = call;
    cut_kind = kind;
    counts.failed_saves += tiny_save(&memory, &flash) != 0 && !is_off;
    return is_off != 0;
}

/* One save, cut at each of its calls, at last not at all. */
static void save_with_all_cuts(void)
{
    copy(cells_before, cells, sizeof cells);
    restart();
    copy(last_state, state(), TINY_STATE_BYTES);
    for (uint32_t cut = 0; save_with_cut(cut / CUTS_OF_A_CALL, cut % CUTS_OF_A_CALL); cut++) {
        check_state_after(1);
        save_once_more();
    }
    check_state_after(0);
    counts.saves++;
}

/* Every bit of the newest slot: the older state must come back, and nothing where that is damaged,
   too. Slots are written in turn. */
static void flip_all_bits(void)
{
    uint8_t *newest = cells + (SAVES % 2 ? 0 : SLOT_BYTES);
    uint8_t *older = cells + (SAVES % 2 ? SLOT_BYTES : 0);
    for (uint32_t bit = 0; bit < 8 * (HEADER_BYTES + TINY_STATE_BYTES); bit++) {
        const uint8_t mask = (uint8_t)(1u << bit % 8);
        newest[bit / 8] ^= mask;
        counts.wrong_flips += restart() != 0 || !are_equal(state(), last_state, TINY_STATE_BYTES);
        older[bit / 8] ^= mask;
        counts.wrong_flips += restart() != 1;
        older[bit / 8] ^= mask;
        newest[bit / 8] ^= mask;
        counts.flips++;
    }
}

firmware_status firmware_main(void)
{
    if (!firmware_open())
        return FIRMWARE_NO_FILE;
    for (uint32_t i = 0; i < sizeof cells; i++)
        cells[i] = random_byte();
    while (counts.saves < SAVES)
        save_with_all_cuts();
    flip_all_bits();
    return firmware_write(&counts, sizeof counts) ? FIRMWARE_OK : FIRMWARE_NO_FILE;
}
