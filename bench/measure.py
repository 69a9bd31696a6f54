# SPDX-License-Identifier: Apache-2.0
"""What the programs of this folder share: running mote, finding models and what to feed them."""
import json
import math
import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
MOTE = os.environ.get("MOTE", ROOT / "build" / "release" / "bin" / "mote")
SHARED = pathlib.Path(os.environ.get("MOTE_SHARED", ROOT / ".." / "shared"))
MODELS = SHARED / "data" / "models"
# Integer weights, but activations in real numbers.
ARCHITECTURES = ("dscnn1d", "cnn1d", "mlp")  # one epoch each: their work is that of any training
HYBRID = {"mlperf_ad_dynrange", "mlperf_kws_float"}


class MoteError(Exception):
    pass


def mote(*args, expect=(0,)):
    """Runs mote with --json; gives the object. Raises MoteError with what it said."""
    command = [str(MOTE), *map(str, args), "--json"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode not in expect:
        raise MoteError(f"mote {' '.join(map(str, args))}: exit {result.returncode}\n"
                        f"{result.stdout}{result.stderr}")
    return json.loads(result.stdout)


def say(text):
    print(text, file=sys.stderr, flush=True)


def targets_with_boards():
    names = sorted(path.stem for path in (ROOT / "device" / "targets").glob("*.toml"))
    return [name for name in names if name != "host"]


def is_float(name):
    return name.endswith(("_float", "_f")) or name in HYBRID or name.startswith("onnx_")


def real_models():
    """name -> model file of every model that the shared data has."""
    found = {}
    for place in sorted(MODELS.iterdir()) if MODELS.is_dir() else []:
        files = [*place.glob("*.onnx"), *place.glob("*.tflite")]
        if place.is_dir() and files:
            found[place.name] = files[0]
    return found


def trained(work):
    """name -> model of the networks trained here, kept from run to run."""
    models = {}
    for arch in ARCHITECTURES:
        path = work / f"har_{arch}.onnx"
        if not path.exists():
            say(f"training {arch}")
            mote("train", "--data", "synthetic-har", "--arch", arch, "--epochs", 1,
                         "-o", path)
        models[path.stem] = path
    return models


def npy(kind, shape, raw):
    """The bytes of a .npy file; kind: "f4", "i1"."""
    order = "|" if kind.endswith("1") else "<"
    header = f"{{'descr': '{order}{kind}', 'fortran_order': False, 'shape': {tuple(shape)}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + raw


NOISE = {"f4": ("f", 1), "i1": ("b", 50), "i2": ("h", 3000)}  # format and deviation


def random_samples(path, kind, shape):
    """One sample of noise for an input of that kind."""
    length = math.prod(shape)
    rng = random.Random(length)
    form, deviation = NOISE[kind]
    numbers = [rng.gauss(0, deviation) for _ in range(length)]
    if kind == "i1":
        numbers = [max(-128, min(127, number)) for number in numbers]
    if kind != "f4":
        numbers = map(round, numbers)
    path.write_bytes(npy(kind, shape, struct.pack(f"<{length}{form}", *numbers)))
    return path


def generate(model, target, folder):
    if folder.exists():
        shutil.rmtree(folder)
    return mote("generate", model, "-t", target, "--name", "net", "-o", folder)


def run_once(folder, target, samples):
    """Counts of one sample, the first one of the file or the built-in data."""
    where = ("-i", samples) if isinstance(samples, pathlib.Path) else ("--data", samples)
    return mote("run", folder, "-t", target, *where, "--limit", 1)
