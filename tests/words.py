# SPDX-License-Identifier: Apache-2.0
"""Sounds for tests: tones that rise, fall, tremble or stay, by speakers of other pitches."""
import math
import pathlib
import random
import struct
import wave

RATE = 8000
WORDS = ("fall", "rise", "stay", "tremble")


def spoken(word, chance, pitch):
    """A second of it."""
    start, length, loud = chance.uniform(0.1, 0.3), chance.uniform(0.4, 0.5), chance.uniform(1500, 9000)
    samples, phase = [], 0
    for i in range(RATE):
        t = (i / RATE - start) / length
        value = chance.gauss(0, 40)
        if 0 <= t < 1:
            hertz = {"rise": 400 + 900 * t, "fall": 1300 - 900 * t, "stay": 420,
                     "tremble": 800 + 250 * math.sin(60 * t)}[word] * pitch
            phase += 2 * math.pi * hertz / RATE
            value += loud * math.sin(math.pi * t) * (math.sin(phase) + 0.4 * math.sin(2 * phase))
        samples.append(max(-32768, min(32767, round(value))))
    return samples


def write_wav(path, samples):
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))


def write_words(folder, speakers=5, takes=5):
    """As a data set: folder/rise/s0_0.wav."""
    for speaker in range(speakers):
        chance = random.Random(speaker)
        pitch = chance.uniform(0.8, 1.25)
        for word in WORDS:
            for take in range(takes):
                write_wav(pathlib.Path(folder) / word / f"s{speaker}_{take}.wav",
                          spoken(word, chance, pitch))
