#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""MLPerf Tiny's runner talks to the generated endpoint over the UART of an emulated board: the four
reference models, as far as they are there, and what TensorFlow Lite Micro makes of the same samples."""
import os
import pathlib
import random
import re
import shutil
import struct
import subprocess
import tempfile
import unittest

from mote_cli import npy, run_json
from photos import photo, write_photos

SHARED = pathlib.Path(os.environ.get("MOTE_SHARED", pathlib.Path(__file__).parents[2] / "shared"))
MODELS = SHARED / "data" / "models"
HERE = pathlib.Path(__file__).resolve().parent / "packaging"
BOARD = ["-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=hard", "-mfpu=fpv4-sp-d16"]


def array(path, kind):
    """The first sample of a .npy file."""
    raw = path.read_bytes()
    size = struct.unpack("<H", raw[8:10])[0]
    shape = eval(re.search(r"'shape': (\(.*?\))", raw[10:10 + size].decode()).group(1))
    count = 1
    for extent in shape[1:]:
        count *= extent
    width = struct.calcsize(kind)
    return struct.unpack(f"<{count}{kind}", raw[10 + size:10 + size + count * width])


class Session:
    """Commands and answers, as the runner has them."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            ["qemu-system-arm", "-M", "mps2-an386", "-kernel", str(program), "-display", "none",
             "-monitor", "none", "-serial", "stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.greeting = self.answer()

    def answer(self):
        lines = []
        while not lines or lines[-1] != "m-ready":
            line = self.process.stdout.readline().decode()
            assert line.endswith("\r\n"), f"the board fell silent behind {lines}"
            lines.append(line[:-2])
        return lines[:-1]

    def ask(self, command):
        self.process.stdin.write(f"{command}%".encode())
        self.process.stdin.flush()
        return self.answer()

    def load(self, data):
        said = self.ask(f"db load {len(data)}")
        assert said == [f"m-[Expecting {len(data)} bytes]"], said
        for at in range(0, len(data), 32):
            said = self.ask(f"db {data[at:at + 32].hex()}")
        return said

    def close(self):
        self.process.kill()
        self.process.communicate()


class MlperfTiny(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="mote-mlperf-"))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def session(self, kind):
        place = MODELS / f"mlperf_{kind}_int8"
        if not place.is_dir():
            self.skipTest(f"{place} is not there")
        model = self.root / f"{kind}.onnx"
        run_json("import", place / f"mlperf_{kind}_int8.tflite", "-o", model)
        return place, self.session_of(kind, model)

    def session_of(self, kind, model, *options):
        library, program = self.root / kind, self.root / f"{kind}.elf"
        run_json("generate", model, "-t", "cortex-m4", "--name", "net", "-o", library, *options)
        subprocess.run(["arm-none-eabi-gcc", *BOARD, "-O2", "-std=c99", "-ffreestanding", "-nostdlib",
                        f"-DMLPERF_{kind.upper()}01", f"-I{library / 'src'}", "-T", HERE / "uart.ld",
                        HERE / "uart.c", library / "examples" / "mlperf_tiny" / "endpoint.c",
                        *sorted((library / "src").glob("*.c")), "-lgcc", "-o", program], check=True)
        session = Session(program)
        self.addCleanup(session.close)
        self.assertEqual(session.greeting[0], "m-timestamp-mode-performance")
        self.assertEqual(session.greeting[-1], "m-init-done")
        self.assertEqual(session.ask("name"), ["m-name-dut-[net]"])
        self.assertEqual(session.ask("profile")[1], f"m-model-[{kind}01]")
        return session

    def inferred(self, session, data):
        self.assertEqual(session.load(data), ["m-load-done"])
        said = session.ask("infer 2 1")
        self.assertEqual(said[:3], ["m-warmup-start-1", "m-warmup-done", "m-infer-start-2"])
        begin, end = (int(line.removeprefix("m-lap-us-")) for line in said[3:5])
        self.assertGreater(end, begin)
        self.assertEqual(said[5:], ["m-infer-done"])
        line = session.ask("results")[0]
        return [float(number) for number in re.fullmatch(r"m-results-\[(.*)\]", line)[1].split(",")]

    def check_classes(self, kind, offset):
        place, session = self.session(kind)
        stored = array(place / "real_input.npy", "b")
        found = self.inferred(session, bytes((value + offset) % 256 for value in stored))
        golden = array(place / "tflm_real_out0.npy", "b")
        for value, wanted in zip(found, golden, strict=True):
            self.assertAlmostEqual(value, (wanted + 128) / 256, delta=0.00051)

    def test_keyword_spotting(self):
        self.check_classes("kws", 0)

    def test_image_classification(self):
        self.check_classes("ic", 128)

    def test_visual_wake_words(self):
        self.check_classes("vww", 128)

    def test_visual_wake_words_learnt_here(self):
        """The fourth reference network with weights of its own: images of 96 x 96 x 3."""
        photos, model = self.root / "photos", self.root / "own_vww.onnx"
        write_photos(photos, 96)
        trained = run_json("train", "--data", photos, "--arch", "mobilenet", "--epochs", 1, "-o", model)
        self.assertEqual(trained["macs"], 7_489_664)
        session = self.session_of("vww", model, "--input", "counts")
        pixels = b"".join(photo("standing", random.Random(9), 96))
        found = self.inferred(session, pixels)
        image, scores = self.root / "one.npy", self.root / "scores.npy"
        image.write_bytes(npy("u1", (1, 96, 96, 3), list(pixels)))
        run_json("eval", model, "-i", image, "-o", scores)
        header = (self.root / "vww" / "src" / "net.h").read_text()
        scale, zero = (float(re.search(rf"NET_OUTPUT_{what} ([-0-9.e]+)", header)[1])
                       for what in ("SCALE", "ZERO_POINT"))
        for value, stored in zip(found, scores.read_bytes()[-2:], strict=True):
            stored -= 256 if stored > 127 else 0
            self.assertAlmostEqual(value, scale * (stored - zero), delta=0.00051)

    def test_anomaly_detection(self):
        place, session = self.session("ad")
        library = (self.root / "ad" / "src" / "net.h").read_text()
        scale = {port: float(re.search(rf"NET_{port}_SCALE ([0-9.e-]+)f", library)[1])
                 for port in ("INPUT", "OUTPUT")}
        zero = {port: int(re.search(rf"NET_{port}_ZERO_POINT (-?\d+)", library)[1])
                for port in ("INPUT", "OUTPUT")}
        stored = array(place / "in0.npy", "b")
        real = [scale["INPUT"] * (value - zero["INPUT"]) for value in stored]
        found = self.inferred(session, struct.pack(f"<{len(real)}f", *real))
        golden = array(place / "tflm_out0.npy", "b")
        errors = [(scale["OUTPUT"] * (y - zero["OUTPUT"]) - x) ** 2
                  for x, y in zip(real, golden, strict=True)]
        wanted = sum(errors) / len(errors)
        self.assertAlmostEqual(found[0], wanted, delta=1e-5 * wanted + 0.00051)

    def test_what_is_wrong_is_said(self):
        _, session = self.session("kws")
        self.assertEqual(session.ask("dance"), ["e-[Unknown command]"])
        self.assertEqual(session.ask("db load 100000"), ["e-[The buffer is smaller]"])
        session.ask("db load 2")
        self.assertEqual(session.ask("db 0z"), ["e-[Expected hexadecimal digits]"])
        self.assertEqual(session.ask("db 010203"), ["e-[More bytes than expected]"])
        self.assertEqual(session.ask("db print"), ["m-buffer-01-02"])


if __name__ == "__main__":
    unittest.main()
