#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A sensor's own road: samples collected, a network trained on them, classes of the stream."""
import math
import os
import pathlib
import pty
import random
import shutil
import tempfile
import threading
import unittest

from mote_cli import run, run_json

RATE = 32


def samples(hz, seconds, seed):
    """Lines of a sensor that is moved so often a second."""
    rng = random.Random(seed)
    phase = rng.random() * 6
    lines = []
    for i in range(seconds * RATE):
        wave = math.sin(phase + 2 * math.pi * hz * i / RATE)
        lines.append(f"{wave + rng.gauss(0, 0.1):.4f},{1 - 0.5 * wave + rng.gauss(0, 0.1):.4f}")
    return lines


class Live(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="mote-live-"))
        cls.data, cls.model = cls.root / "data", cls.root / "m.onnx"
        for person in ("anna", "ben", "cleo"):
            for label, hz in (("slow", 1), ("still", 0), ("fast", 4)):
                lines = cls.root / "lines.csv"
                lines.write_text("\n".join(samples(hz, 90, f"{person} {label}")) + "\n")
                cls.collected = run_json("collect", lines, "--label", label, "--person", person,
                                         "--rate", f"{RATE}Hz", "--channels", "x,y", "-o", cls.data)
        cls.trained = run_json("train", "--data", cls.data, "--arch", "dscnn1d", "--width", "50",
                               "--epochs", "12", "-o", cls.model)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def stream(self, *parts):
        """A file of (class, hz, seconds), labelled."""
        path = self.root / "stream.csv"
        path.write_text("".join(f"{line},{label}\n" for label, hz, seconds in parts
                                for line in samples(hz, seconds, 9)))
        return path

    def test_what_was_collected_is_a_data_set(self):
        self.assertEqual(self.collected["samples"], 90 * RATE)
        info = run_json("data", "info", self.data)
        self.assertEqual(info["format"], "recordings")
        self.assertEqual(info["classes"], ["fast", "slow", "still"])
        self.assertEqual(info["shape"], [64, 2])
        self.assertEqual(info["people"], 3)
        self.assertGreater(self.trained["accuracy"], 0.95)

    def test_classes_of_a_stream_are_right_and_come_half_a_window_late(self):
        stream = self.stream((1, 1, 30), (0, 4, 30), (2, 0, 30))
        live = run_json("live", self.model, stream)
        self.assertEqual(live["samples"], 90 * RATE)
        self.assertLess(live["delay_samples"], live["window"])
        self.assertGreater(live["accuracy"], 0.9)
        code, out, _ = run("live", self.model, stream)
        self.assertEqual(code, 0)
        self.assertIn("slow", out)
        self.assertIn("accuracy", out)

    def test_another_rate_and_another_unit_are_made_the_models_own(self):
        lines = samples(1, 60, 5)
        doubled = self.root / "doubled.csv"
        doubled.write_text("".join(f"{1000 * float(x)},{1000 * float(y)},1\n"
                                   for line in lines for x, y in [line.split(",")] * 2))
        live = run_json("live", self.model, doubled, "--rate", f"{2 * RATE}Hz", "--scale", "0.001")
        self.assertAlmostEqual(live["samples"], 60 * RATE, delta=2)
        self.assertGreater(live["accuracy"], 0.9)

    def test_what_is_not_sure_is_unknown(self):
        live = run_json("live", self.model, self.stream((1, 1, 30)), "--least", "101")
        self.assertEqual(live["unknown"], live["answers"])

    def test_a_port_is_read_at_its_own_pace(self):
        ours, theirs = pty.openpty()
        port = os.ttyname(theirs)
        lines = samples(1, 20, 4)

        def feed():
            for i in range(0, len(lines), 16):
                os.write(ours, ("\n".join(lines[i:i + 16]) + "\n").encode())

        # Opening the port drops what lay in it.
        threading.Timer(2, feed).start()
        collected = run_json("collect", f"serial:{port}", "--label", "slow", "--rate", f"{RATE}Hz",
                             "--seconds", "10", "-o", self.root / "port")
        self.assertEqual(collected["samples"], 10 * RATE)
        written = (self.root / "port" / "slow.csv").read_text().splitlines()
        self.assertEqual(len(written), 1 + 10 * RATE)
        os.close(ours)
        os.close(theirs)

    def test_damaged_lines_cost_no_recording(self):
        lines = samples(1, 20, 4)
        lines[100] = lines[100].split(",")[0]
        lines[200] = "nan,1"
        lines[300] = ""
        stream, folder = self.root / "damaged.csv", self.root / "damaged"
        stream.write_text("\n".join(lines) + "\n" + "1,2,3\n" * 500)
        collected = run_json("collect", stream, "--label", "slow", "--rate", f"{RATE}Hz", "-o", folder)
        self.assertEqual(collected["samples"], len(lines) - 3)
        self.assertEqual(collected["damaged"], 102)
        self.assertIn("3 numbers, but the lines before have 2", collected["ended_by"])
        times = [float(line.split(",")[0])
                 for line in (folder / "slow.csv").read_text().splitlines()[1:]]
        steps = [round((after - before) * RATE / 1000) for before, after in zip(times, times[1:])]
        self.assertEqual([step for step in steps if step != 1], [2, 2, RATE + 1])

    def test_mistakes_are_named(self):
        short = self.root / "short.csv"
        short.write_text("1,2\n1\n")
        for arguments, code, words in (
                (("live", self.model, short), 3, "short.csv:2"),
                (("live", self.model, self.root / "none.csv"), 3, "cannot be read"),
                (("live", self.model, "serial:/dev/null"), 7, "is no serial port"),
                (("live", self.model, "serial:/dev/null@17"), 2, "is no speed"),
                (("live", self.model, short, "--step", "65"), 2, "a window has 64 samples"),
                (("live", self.model, short, "--scale", "1,2,3"), 2, "3 factors for 2 channels"),
                (("collect", short, "--label", "a", "-o", self.data), 2, "--rate"),
                (("collect", short, "--label", "a/b", "--rate", "5Hz", "-o", self.data), 2, "a/b"),
                (("collect", short, "--label", "a", "--rate", "5Hz", "-o", self.data), 3,
                 "gave no samples")):
            with self.subTest(arguments=arguments[0], words=words):
                got, out, err = run(*arguments)
                self.assertEqual(got, code, out + err)
                self.assertIn(words, err)


if __name__ == "__main__":
    unittest.main()
