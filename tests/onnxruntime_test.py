#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What mote writes means the same to ONNX Runtime as to mote.

Every real model is imported, written as ONNX, and run by both; so is an int8 model that mote has
trained and quantized. Skipped where node, npm or the package cannot be had."""
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

import mote_cli

PACKAGE = "onnxruntime-node@1.30.0"
HERE = pathlib.Path(__file__).resolve().parent
SHARED = pathlib.Path(os.environ.get("MOTE_SHARED", HERE.parent / ".." / "shared"))
MODELS = SHARED / "data" / "models"
CACHE = pathlib.Path(os.environ.get("MOTE_NODE_MODULES", HERE.parent / "build" / "node"))
SIZES = {"f32": ("f", 4), "s8": ("b", 1), "u8": ("B", 1), "s16": ("h", 2), "s32": ("i", 4)}


def node_folder():
    """The folder where the package is installed, or None."""
    if (CACHE / "node_modules" / "onnxruntime-node").is_dir():
        return CACHE
    if not shutil.which("npm") or not shutil.which("node"):
        return None
    CACHE.mkdir(parents=True, exist_ok=True)
    env = dict(os.environ, ONNXRUNTIME_NODE_INSTALL="skip")
    done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(CACHE),
                           PACKAGE], capture_output=True, env=env, check=False)
    return CACHE if done.returncode == 0 else None


def read_npy(path):
    """Number of samples and raw bytes."""
    content = pathlib.Path(path).read_bytes()
    length = struct.unpack("<H", content[8:10])[0]
    shape = re.search(rb"'shape': \((\d+)", content[10:10 + length])
    return int(shape.group(1)), content[10 + length:]


def write_first(path, most, to):
    """The first samples of a .npy file."""
    count, raw = read_npy(path)
    content = pathlib.Path(path).read_bytes()
    header = content[10:len(content) - len(raw)].decode()
    kept = min(count, most)
    header = re.sub(r"'shape': \(\d+", f"'shape': ({kept}", header)
    data = raw[:len(raw) // count * kept]
    to.write_bytes(content[:8] + struct.pack("<H", len(header)) + header.encode() + data)
    return to


def write_real(data, to):
    """The test windows of a data set in physical units; how many there are."""
    count, raw = read_npy(data / "X_test.npy")
    scale = numbers(read_npy(data / "scale.npy")[1], "f32")
    counts, channels = numbers(raw, "s16"), len(scale)
    steps = len(counts) // count // channels
    real = [number * scale[i % channels] for i, number in enumerate(counts)]
    to.write_bytes(mote_cli.npy("f4", (count, steps, channels), real))
    return count


def numbers(raw, dtype):
    letter, size = SIZES[dtype]
    return struct.unpack(f"<{len(raw) // size}{letter}", raw)


class Job:
    """One model, its samples, and the outputs of both programs."""

    def __init__(self, folder, model, inputs):
        self.folder, self.model, self.inputs = folder, model, inputs
        self.summary = mote_cli.run_json("import", model, "-o", folder / "again.onnx")
        self.samples = read_npy(inputs)[0]

    def describe(self):
        ports = []
        for port in self.summary["inputs"]:
            (self.folder / "in.raw").write_bytes(read_npy(self.inputs)[1])
            ports.append({**port, "data": str(self.folder / "in.raw")})
        for port in self.summary["states"]:
            ports.append({**port, "fill": (port["zero_point"] or [0])[0]})
        outputs = [{"name": port["name"], "data": str(self.folder / f"ort{i}.raw")}
                   for i, port in enumerate(self.summary["outputs"])]
        return {"model": str(self.model), "samples": self.samples, "inputs": ports,
                "outputs": outputs}

    def both(self):
        """Outputs of mote's reference and of ONNX Runtime, and their type."""
        mote_cli.run_json("eval", self.model, "-i", self.inputs, "-o", self.folder / "mote.npy")
        dtype = self.summary["outputs"][0]["type"]
        ours = numbers(read_npy(self.folder / "mote.npy")[1], dtype)
        theirs = numbers((self.folder / "ort0.raw").read_bytes(), dtype)
        return ours, theirs, dtype


def run_jobs(jobs, node, folder):
    (folder / "jobs.json").write_text(json.dumps([job.describe() for job in jobs]))
    done = subprocess.run(["node", str(HERE / "onnxruntime.mjs"), str(folder / "jobs.json")],
                          cwd=node, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def largest(values):
    return max(range(len(values)), key=values.__getitem__)


class OnnxRuntime(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.node = node_folder()
        if cls.node is None:
            raise unittest.SkipTest(f"needs node and npm package {PACKAGE}")
        cls.folder = pathlib.Path(tempfile.mkdtemp())

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def subfolder(self, name):
        path = self.folder / name
        path.mkdir()
        return path

    def test_gives_the_same_outputs_for_every_real_model(self):
        if not MODELS.is_dir():
            self.skipTest(f"{MODELS} is not there")
        jobs = []
        for place in sorted(MODELS.iterdir()):
            files = [*place.glob("*.onnx"), *place.glob("*.tflite")] if place.is_dir() else []
            if not files:
                continue
            folder = self.subfolder(place.name)
            mote_cli.run_json("import", files[0], "-o", folder / "model.onnx")
            # Random input excites rounding far more than data do: those where there are any.
            names = ("real_input.npy", "in0.npy")
            source = next(place / name for name in names if (place / name).exists())
            samples = write_first(source, 50, folder / "samples.npy")
            jobs.append(Job(folder, folder / "model.onnx", samples))
        run_jobs(jobs, self.node, self.folder)
        for job in jobs:
            with self.subTest(job.folder.name):
                ours, theirs, dtype = job.both()
                distances = [abs(a - b) for a, b in zip(ours, theirs)]
                mean, worst = sum(distances) / len(distances), max(distances)
                print(f"{job.folder.name}: {dtype}, mean difference {mean:.3g}, "
                      f"largest {worst:.3g}")
                reach = max(1e-6, *map(abs, theirs))
                if dtype == "f32" and "dequantize" in job.summary["operators"]:
                    self.assertLess(mean, reach / 256)
                elif dtype == "f32":
                    self.assertLessEqual(worst, 1e-4 * reach)
                elif dtype == "s8":
                    self.assertLess(mean, 0.5)
                else:
                    self.assertLess(mean, 1e-3 * 2**15)

    def check_quantized(self, name, data, epochs):
        """Both programs run the int8 network that mote trains on all test windows."""
        folder = self.subfolder(name)
        mote_cli.run_json("train", "--data", data, "--arch", "dscnn1d", "--epochs", str(epochs),
                          "-o", folder / "net.onnx")
        count = write_real(data, folder / "x.npy")
        job = Job(folder, folder / "net.onnx", folder / "x.npy")
        run_jobs([job], self.node, self.folder)
        ours, theirs, dtype = job.both()
        step = job.summary["outputs"][0]["scale"][0] if dtype == "s8" else 1 / 256
        mean = sum(abs(a - b) for a, b in zip(ours, theirs)) / len(ours)
        mean_steps = mean if dtype == "s8" else mean / step
        classes = len(ours) // count
        same = sum(largest(ours[i:i + classes]) == largest(theirs[i:i + classes])
                   for i in range(0, len(ours), classes))
        print(f"int8 model of mote on {name}: same class on {same} of {count} windows, "
              f"mean difference {mean_steps:.3g} steps")
        self.assertEqual(len(ours), len(theirs))
        self.assertGreaterEqual(same, 0.995 * count)
        self.assertLess(mean_steps, 0.5)

    def test_agrees_on_what_mote_quantized(self):
        self.check_quantized("waves", mote_cli.small_dataset(self.subfolder("data"), windows=60), 3)

    def test_agrees_on_what_mote_quantized_for_human_activities(self):
        data = SHARED / "data" / "ucihar"
        if not data.is_dir():
            self.skipTest(f"{data} is not there")
        self.check_quantized("ucihar", data, 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
