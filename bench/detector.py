# SPDX-License-Identifier: Apache-2.0
"""Generated libraries asked on this machine how unusual windows are, and how right they are."""
import bisect
import shutil
import struct
import subprocess

import measure

HERE = measure.ROOT / "bench"


def area(normal, abnormal):
    """Under the ROC curve: how often an abnormal window is the more unusual one of a pair."""
    ordered = sorted(normal)
    wins = sum(bisect.bisect_left(ordered, x) + bisect.bisect_right(ordered, x) for x in abnormal)
    return wins / (2 * len(normal) * len(abnormal))


def share_above(numbers, threshold):
    return sum(number > threshold for number in numbers) / len(numbers)


def detector(model, folder, header, one_in, *options):
    """Generates the library and what runs it."""
    if folder.exists():
        shutil.rmtree(folder)
    measure.mote("generate", model, "-t", "host", "--name", "net", "-o", folder, *options)
    program = folder / "novelty"
    source = folder / "src"
    device = measure.ROOT / "device"
    subprocess.run(["gcc", "-std=c99", "-O2", f'-DNOVELTY="{header}"', f"-DONE_IN={one_in}",
                    f"-I{source}", f"-I{device}", f"-I{device / 'include'}", HERE / "novelty.c",
                    *source.glob("*.c"), "-lm", "-o", program], check=True)
    return program


def novelties(program, normal, others):
    """Threshold learnt from normal windows (bytes); novelty of each window of other lists."""
    raw = subprocess.run([program, str(len(normal))], input=b"".join([*normal, *sum(others, [])]),
                         stdout=subprocess.PIPE, check=True).stdout
    numbers = iter(struct.unpack(f"<{len(raw) // 4}i", raw))
    for _ in normal:
        next(numbers)
    found = [[next(numbers) for _ in windows] for windows in others]
    return next(numbers), found
