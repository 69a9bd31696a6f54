/* SPDX-License-Identifier: Apache-2.0 */
/* A state that survives power cuts: two slots in flash, of which a save erases and writes the older
   one. A slot counts when its checksum is right, and the checksum is written last, so a cut at any
   moment leaves the state before or the one saved; load takes the newest slot that is whole.

   A slot: magic, bytes, sequence, checksum (32 bits each, least byte first), then the state. The
   checksum is the CRC-32 of IEEE 802.3 over the first three words and the state. */
#ifndef MOTE_STORE_H
#define MOTE_STORE_H

#include <stdint.h>

#include "mote/rom.h"

/* Flash as the caller drives it. Offsets count from `base`; callbacks return 0 when all went well.
 */
typedef struct mote_flash {
    void *context;
    const uint8_t *base;  /* where flash is read, bytes at offset 0 */
    uint32_t page_bytes;  /* what an erase clears, a multiple of write_bytes */
    uint32_t write_bytes; /* what is written at once: 1, 2, 4 or 8 */
    int32_t (*erase)(void *context, uint32_t offset); /* one page to 0xff */
    /* Writes `count` bytes (write_bytes here, aligned to 8 in memory) that are erased. */
    int32_t (*program)(void *context, uint32_t offset, const uint8_t *bytes, uint32_t count);
} mote_flash;

/* A part of the state in memory. */
typedef struct mote_piece {
    void *data;
    uint32_t bytes;
} mote_piece;

typedef struct mote_store {
    const mote_flash *flash;
    const mote_piece *pieces;
    int32_t piece_count;
    uint32_t magic;      /* names the layout of the state: slots with another one are not read */
    uint32_t slot_bytes; /* whole pages; the slots lie at offsets 0 and slot_bytes */
} mote_store;

typedef enum mote_store_status {
    MOTE_STORE_OK,
    MOTE_STORE_EMPTY,     /* load: no slot is whole; the state in memory is as it was */
    MOTE_STORE_TOO_LARGE, /* save: state and header exceed slot_bytes */
    MOTE_STORE_FAILED     /* save: a callback failed, or flash reads back otherwise */
} mote_store_status;

#define MOTE_STORE_HEADER 16

/* Offsets within the header. */
#define MOTE_STORE_SEQUENCE 8
#define MOTE_STORE_CHECKSUM 12

/* Continues a checksum, four bits a turn; begins with 2^32 - 1, ends complemented. */
static inline uint32_t mote_store_crc(uint32_t crc, const uint8_t *bytes, uint32_t count)
{
    static MOTE_ROM uint32_t table[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
                                          0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
                                          0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                          0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    for (uint32_t i = 0; i < count; i++) {
        crc ^= bytes[i];
        crc = (crc >> 4) ^ MOTE_READ_U32(table + (crc & 15));
        crc = (crc >> 4) ^ MOTE_READ_U32(table + (crc & 15));
    }
    return crc;
}

static inline uint32_t mote_store_word(const uint8_t *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static inline void mote_store_put_word(uint8_t *bytes, uint32_t word)
{
    for (int32_t i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(word >> (8 * i));
    }
}

static inline uint32_t mote_store_bytes(const mote_store *store)
{
    uint32_t bytes = 0;
    for (int32_t i = 0; i < store->piece_count; i++) {
        bytes += store->pieces[i].bytes;
    }
    return bytes;
}

static inline const uint8_t *mote_store_slot(const mote_store *store, int32_t slot)
{
    return store->flash->base + (slot ? store->slot_bytes : 0);
}

/* Whether a slot holds a state of this layout, all of it as it was written. */
static inline int32_t mote_store_is_whole(const mote_store *store, int32_t slot)
{
    const uint8_t *at = mote_store_slot(store, slot);
    const uint32_t bytes = mote_store_bytes(store);
    if (bytes + MOTE_STORE_HEADER > store->slot_bytes || mote_store_word(at) != store->magic ||
        mote_store_word(at + 4) != bytes) {
        return 0;
    }
    uint32_t crc = mote_store_crc(UINT32_MAX, at, MOTE_STORE_CHECKSUM);
    crc = mote_store_crc(crc, at + MOTE_STORE_HEADER, bytes);
    return mote_store_word(at + MOTE_STORE_CHECKSUM) == ~crc;
}

/* The slot with the state saved last, -1 when there is none. Sequence numbers wrap. */
static inline int32_t mote_store_newest(const mote_store *store)
{
    const int32_t first = mote_store_is_whole(store, 0);
    const int32_t second = mote_store_is_whole(store, 1);
    if (first && second) {
        const uint32_t ahead = mote_store_word(mote_store_slot(store, 1) + MOTE_STORE_SEQUENCE) -
                               mote_store_word(mote_store_slot(store, 0) + MOTE_STORE_SEQUENCE);
        return ahead != 0 && ahead < (uint32_t)1 << 31;
    }
    return first ? 0 : second ? 1 : -1;
}

/* Reads the state saved last into the pieces. */
static inline mote_store_status mote_store_load(const mote_store *store)
{
    const int32_t slot = mote_store_newest(store);
    if (slot < 0) {
        return MOTE_STORE_EMPTY;
    }
    const uint8_t *from = mote_store_slot(store, slot) + MOTE_STORE_HEADER;
    for (int32_t i = 0; i < store->piece_count; i++) {
        uint8_t *to = (uint8_t *)store->pieces[i].data;
        for (uint32_t k = 0; k < store->pieces[i].bytes; k++) {
            to[k] = *from++;
        }
    }
    return MOTE_STORE_OK;
}

/* Gathers bytes into units of write_bytes. */
typedef struct mote_store_writer {
    const mote_flash *flash;
    uint32_t offset; /* of the unit */
    uint32_t filled;
    int32_t failed;
    union {
        uint8_t bytes[8];
        uint64_t alignment;
    } unit;
} mote_store_writer;

static inline mote_store_writer mote_store_write_at(const mote_flash *flash, uint32_t offset)
{
    mote_store_writer writer;
    writer.flash = flash;
    writer.offset = offset;
    writer.filled = 0;
    writer.failed = 0;
    writer.unit.alignment = 0;
    return writer;
}

static inline void mote_store_write(mote_store_writer *writer, const uint8_t *bytes, uint32_t count)
{
    const mote_flash *flash = writer->flash;
    for (uint32_t i = 0; i < count && !writer->failed; i++) {
        writer->unit.bytes[writer->filled++] = bytes[i];
        if (writer->filled == flash->write_bytes) {
            writer->failed = flash->program(flash->context, writer->offset, writer->unit.bytes,
                                            flash->write_bytes) != 0;
            writer->offset += flash->write_bytes;
            writer->filled = 0;
        }
    }
}

/* Erases the pages that the next state needs, the one with the header first. */
static inline int32_t mote_store_erase(const mote_flash *flash, uint32_t from, uint32_t bytes)
{
    int32_t failed = 0;
    for (uint32_t at = 0; at < bytes && !failed; at += flash->page_bytes) {
        failed = flash->erase(flash->context, from + at) != 0;
    }
    return failed;
}

static inline void mote_store_write_state(const mote_store *store, mote_store_writer *writer)
{
    const uint8_t erased = 0xff;
    for (int32_t i = 0; i < store->piece_count; i++) {
        mote_store_write(writer, (const uint8_t *)store->pieces[i].data, store->pieces[i].bytes);
    }
    while (writer->filled > 0 && !writer->failed) {
        mote_store_write(writer, &erased, 1);
    }
}

static inline void mote_store_header(const mote_store *store, uint32_t sequence,
                                     uint8_t header[MOTE_STORE_HEADER])
{
    mote_store_put_word(header, store->magic);
    mote_store_put_word(header + 4, mote_store_bytes(store));
    mote_store_put_word(header + MOTE_STORE_SEQUENCE, sequence);
    uint32_t crc = mote_store_crc(UINT32_MAX, header, MOTE_STORE_CHECKSUM);
    for (int32_t i = 0; i < store->piece_count; i++) {
        const mote_piece *piece = store->pieces + i;
        crc = mote_store_crc(crc, (const uint8_t *)piece->data, piece->bytes);
    }
    mote_store_put_word(header + MOTE_STORE_CHECKSUM, ~crc);
}

/* Writes the state into the slot that is not the newest. The pieces must not change meanwhile. */
static inline mote_store_status mote_store_save(const mote_store *store)
{
    const mote_flash *flash = store->flash;
    const int32_t newest = mote_store_newest(store);
    const int32_t slot = newest == 0;
    const uint32_t from = slot ? store->slot_bytes : 0;
    const uint32_t bytes = MOTE_STORE_HEADER + mote_store_bytes(store);
    uint8_t header[MOTE_STORE_HEADER];
    uint32_t sequence = 0;
    if (bytes > store->slot_bytes) {
        return MOTE_STORE_TOO_LARGE;
    }
    if (newest >= 0) {
        sequence = mote_store_word(mote_store_slot(store, newest) + MOTE_STORE_SEQUENCE) + 1;
    }
    mote_store_header(store, sequence, header);
    if (mote_store_erase(flash, from, bytes)) {
        return MOTE_STORE_FAILED;
    }
    mote_store_writer state = mote_store_write_at(flash, from + MOTE_STORE_HEADER);
    mote_store_write_state(store, &state);
    if (state.failed) {
        return MOTE_STORE_FAILED;
    }
    mote_store_writer commit = mote_store_write_at(flash, from);
    mote_store_write(&commit, header, MOTE_STORE_HEADER);
    return commit.failed || !mote_store_is_whole(store, slot) ? MOTE_STORE_FAILED : MOTE_STORE_OK;
}

#endif
