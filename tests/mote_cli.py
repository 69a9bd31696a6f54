# SPDX-License-Identifier: Apache-2.0
"""What the tests of the command line share: running mote, making small data sets."""
import json
import os
import pathlib
import random
import struct
import subprocess

MOTE = os.environ["MOTE"]


def run(*args, env=None, timeout=600):
    """Runs mote without progress; gives exit code, stdout and stderr."""
    environment = dict(os.environ, OMP_WAIT_POLICY="passive", **(env or {}))
    result = subprocess.run([MOTE, *map(str, args)], capture_output=True, text=True,
                            env=environment, timeout=timeout)
    return result.returncode, result.stdout, result.stderr


def run_json(*args, expect=0):
    """Runs mote with --json and checks the exit code; gives the object."""
    code, out, err = run(*args, "--json")
    assert code == expect, f"mote {' '.join(map(str, args))}: exit {code}\n{out}{err}"
    result = json.loads(out)
    assert result["schema"] == 1
    return result


NPY_FORMATS = {"f4": "f", "i1": "b", "u1": "B", "i2": "h", "i4": "i"}


def npy(dtype, shape, values):
    """The bytes of a .npy file."""
    order = "|" if dtype.endswith("1") else "<"
    shape_text = "(" + "".join(f"{n}, " for n in shape) + ")"
    header = f"{{'descr': '{order}{dtype}', 'fortran_order': False, 'shape': {shape_text}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    data = struct.pack(f"<{len(values)}{NPY_FORMATS[dtype]}", *values)
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + data


CLASSES = ["slow", "middle", "fast", "hasty"]


def write_recorded_dataset(folder, people=4, windows=30, steps=16, rare=False):
    """Windows of an acceleration (gravity in it) and a rotation, two recordings of each person, with
    segments of one class; with `rare`, single windows of a fourth class between them."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(2)
    classes = 4 if rare else 3
    for split, persons in (("train", range(people)), ("test", range(people, people + 2))):
        x, y, who, source = [], [], [], []
        for recording in range(2 * len(persons)):
            for window in range(windows):
                label = window // 5 % 3
                if rare and window % 10 == 9:
                    label = 3
                phase = rng.random()
                for t in range(steps):
                    wave = (t * (2, 3, 0, 5)[label] / steps + phase) % 1.0 - 0.5
                    acceleration = [1 + wave, 0.2 * wave, 0.1 + (0.3 if label == 2 else 0)]
                    rotation = [wave, -wave if label else wave, 0.5 * wave]
                    x += [int(1000 * (value + rng.gauss(0, 0.05)))
                          for value in acceleration + rotation]
                y.append(label)
                who.append(persons[recording // 2])
                source += [recording, window * steps // 2]
        count = len(y)
        (folder / f"X_{split}.npy").write_bytes(npy("i2", (count, steps, 6), x))
        (folder / f"y_{split}.npy").write_bytes(npy("u1", (count,), y))
        (folder / f"subject_{split}.npy").write_bytes(npy("u1", (count,), who))
        (folder / f"source_{split}.npy").write_bytes(npy("i4", (count, 2), source))
    (folder / "scale.npy").write_bytes(npy("f4", (6,), [0.001] * 6))
    (folder / "rate_hz.txt").write_text("50\n")
    (folder / "labels.txt").write_text("".join(f"{name}\n" for name in CLASSES[:classes]))
    return folder


def small_dataset(folder, windows=24, steps=16, channels=3, people=6, classes=3):
    """Classes of sine windows that a small network tells apart."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(1)
    for split, persons in (("train", range(people)), ("test", range(people, people + 2))):
        x, y, who = [], [], []
        for person in persons:
            for window in range(windows):
                label = window % classes
                phase = rng.random()
                for t in range(steps):
                    for c in range(channels):
                        wave = ((t * (label + 1) / steps + phase + c / 7) % 1.0) * 2 - 1
                        x.append(int(1000 * (wave * (1 + c) + rng.gauss(0, 0.1))))
                y.append(label)
                who.append(person)
        count = len(y)
        (folder / f"X_{split}.npy").write_bytes(npy("i2", (count, steps, channels), x))
        (folder / f"y_{split}.npy").write_bytes(npy("u1", (count,), y))
        (folder / f"subject_{split}.npy").write_bytes(npy("u1", (count,), who))
    (folder / "scale.npy").write_bytes(npy("f4", (channels,), [0.001] * channels))
    (folder / "labels.txt").write_text("".join(f"{name}\n" for name in CLASSES[:classes]))
    return folder
