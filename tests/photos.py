# SPDX-License-Identifier: Apache-2.0
"""Images for tests: something that stands, or lies, before some background, by several cameras."""
import pathlib
import random
import struct
import zlib

KINDS = ("lying", "standing")


def photo(kind, chance, extent):
    """Rows of red, green and blue, one byte each."""
    ground = [chance.randrange(40, 160) for _ in range(3)]
    thing = [chance.randrange(0, 30) if level > 100 else chance.randrange(200, 256) for level in ground]
    across, along = extent // 6, extent // 2
    height, width = (along, across) if kind == "standing" else (across, along)
    top, left = chance.randrange(extent - height), chance.randrange(extent - width)
    rows = []
    for y in range(extent):
        row = bytearray()
        for x in range(extent):
            level = thing if 0 <= y - top < height and 0 <= x - left < width else ground
            row += bytes(max(0, min(255, value + chance.randrange(-8, 9))) for value in level)
        rows.append(bytes(row))
    return rows


def png(rows):
    """The bytes of a PNG file of red, green and blue."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", len(rows[0]) // 3, len(rows), 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def write_photos(folder, extent, cameras=5, takes=4):
    """As a data set: folder/standing/c0_0.png."""
    for camera in range(cameras):
        chance = random.Random(camera)
        for kind in KINDS:
            for take in range(takes):
                path = pathlib.Path(folder) / kind / f"c{camera}_{take}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(png(photo(kind, chance, extent)))
