# SPDX-License-Identifier: Apache-2.0
"""The windows of one real recording, as MLPerf Tiny's anomaly autoencoder takes them, and seven kinds
of changes made to them."""
import struct

import measure

BANDS, FRAMES = 128, 5


def windows():
    path = measure.SHARED / "data" / "ad_real" / "normal_id_01_00000000_hist_librosa.bin"
    raw = path.read_bytes()
    numbers = struct.unpack(f"<{len(raw) // 4}f", raw)
    frames = [numbers[i:i + BANDS] for i in range(0, len(numbers), BANDS)]
    return [[x for frame in frames[i:i + FRAMES] for x in frame]
            for i in range(len(frames) - FRAMES + 1)]


def bumped(window, rng, height):
    first, height = rng.randrange(BANDS - 10), rng.choice((-height, height))
    return [x + height * (first <= i % BANDS < first + 10) for i, x in enumerate(window)]


def shuffled(window, rng):
    order = list(range(FRAMES))
    while order == sorted(order):
        rng.shuffle(order)
    return [window[frame * BANDS + band] for frame in order for band in range(BANDS)]


CHANGES = {
    "bump of 4": lambda w, rng: bumped(w, rng, 4),
    "bump of 8": lambda w, rng: bumped(w, rng, 8),
    "5 bands up": lambda w, rng: [w[i - i % BANDS + (i % BANDS - 5) % BANDS] for i in range(len(w))],
    "level +6": lambda w, rng: [x + 6 for x in w],
    "level -6": lambda w, rng: [x - 6 for x in w],
    "noise of 3": lambda w, rng: [x + rng.gauss(0, 3) for x in w],
    "frames shuffled": shuffled,
}


def write(path, samples):
    raw = b"".join(struct.pack(f"<{len(sample)}f", *sample) for sample in samples)
    path.write_bytes(measure.npy("f4", (len(samples), len(samples[0])), raw))
    return path
