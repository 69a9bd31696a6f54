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


def built(model, folder, *options):
    """The generated library "net"."""
    if folder.exists():
        shutil.rmtree(folder)
    measure.mote("generate", model, "-t", "host", "--name", "net", "-o", folder, *options)
    return folder


def detector(folder, text, header="", one_in=0):
    """A program of this folder with the library."""
    program = folder / "novelty"
    source = folder / "src"
    device = measure.ROOT / "device"
    subprocess.run(["gcc", "-std=c99", "-O2", f'-DNOVELTY="{header}"', f"-DONE_IN={one_in}",
                    f"-I{source}", f"-I{device}", f"-I{device / 'include'}", HERE / text,
                    *source.glob("*.c"), "-lm", "-o", program], check=True)
    return program


def numbers_of(command, windows):
    raw = subprocess.run(command, input=b"".join(windows), stdout=subprocess.PIPE, check=True).stdout
    return struct.unpack(f"<{len(raw) // 4}i", raw)


def novelties(program, normal, others):
    """Threshold learnt from normal windows (bytes); novelty of each window of other lists."""
    numbers = iter(numbers_of([program, str(len(normal))], [*normal, *sum(others, [])]))
    for _ in normal:
        next(numbers)
    found = [[next(numbers) for _ in windows] for windows in others]
    return next(numbers), found
