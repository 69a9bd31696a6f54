#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Keyword spotting from recordings: sound through the front end and MLPerf's network, on boards. The
classes are those of the same network behind TensorFlow's features in real numbers; the word "no" is
taken for "go" by both."""
import os
import pathlib
import shutil
import struct
import tempfile
import unittest

from mote_cli import run, run_json
from served import BROWSER, heard_by_page

SHARED = pathlib.Path(os.environ.get("MOTE_SHARED", pathlib.Path(__file__).parents[2] / "shared"))
MODEL = SHARED / "data" / "models" / "mlperf_kws_int8" / "mlperf_kws_int8.tflite"
SOUNDS = SHARED / "data" / "audio"
CLASSES = "down go left no off on right stop up yes silence unknown".split()


class Keyword(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="mote-keyword-"))
        if MODEL.exists():
            run_json("import", MODEL, "-o", cls.root / "kws.onnx")
            run_json("import", MODEL, "-o", cls.root / "hears.onnx", "--front-end", "mfcc", "--classes",
                     ",".join(CLASSES))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def setUp(self):
        if not MODEL.exists() or not SOUNDS.exists():
            self.skipTest(f"{MODEL} or {SOUNDS} is not there")

    def generated(self, target):
        library = self.root / target
        run_json("generate", self.root / "kws.onnx", "-t", target, "--name", "kws", "--front-end",
                 "mfcc", "-o", library)
        return library

    def heard(self, library, target, sound):
        out = self.root / "out.npy"
        counted = run_json("run", library, "-t", target, "-i", SOUNDS / sound, "-o", out)
        return counted, struct.unpack("12b", out.read_bytes()[-12:])

    def test_words_are_told_on_a_board(self):
        library = self.generated("cortex-m4")
        for sound, word in (("yes_1000ms.wav", "yes"), ("no_1000ms.wav", "go"),
                            ("mlperf_marvin_617de221_0.wav", "unknown"),
                            ("noise_1000ms.wav", "unknown")):
            counted, output = self.heard(library, "cortex-m4", sound)
            self.assertEqual(CLASSES[output.index(max(output))], word, sound)
        stages = {layer["op"]: layer["instructions"] for layer in counted["layers"]}
        self.assertGreater(stages["mfcc"], 0)

    def test_a_model_that_is_told_what_it_hears_needs_no_more_words(self):
        model = self.root / "hears.onnx"
        library = self.root / "hears"
        run_json("generate", model, "-t", "host", "--name", "kws", "-o", library)
        _, output = self.heard(library, "host", "yes_1000ms.wav")
        self.assertEqual(CLASSES[output.index(max(output))], "yes")
        code, out, err = run("live", model, SOUNDS / "yes_1000ms.wav")
        self.assertEqual(code, 0, err)
        self.assertRegex(out, r" s  yes ")
        for option, text, words in (("--classes", "yes,no", "has 2 names, the model has outputs: 12"),
                                    ("--classes", "yes,,no", "'' is no name"),
                                    ("--channels", "a,b", "has 2 names, the model has channels: 1"),
                                    ("--rate", "often", "often"),
                                    ("--front-end", "mfcc:coefficients=8", "gives 8 columns")):
            code, _, err = run("import", MODEL, "-o", self.root / "none.onnx", option, text)
            self.assertEqual(code, 2, err)
            self.assertIn(words, err)
            self.assertFalse((self.root / "none.onnx").exists())

    @unittest.skipUnless(BROWSER, "chromium is not installed")
    def test_a_phone_hears_a_word(self):
        is_heard, said = heard_by_page(self.root / "hears.onnx", SOUNDS / "yes_1000ms.wav", "yes")
        self.assertTrue(is_heard, said)

    def test_all_cores_compute_the_same_bytes(self):
        outputs = {target: self.heard(self.generated(target), target, "yes_1000ms.wav")[1]
                   for target in ("cortex-m0", "cortex-m4", "host")}
        self.assertEqual(len(set(outputs.values())), 1, outputs)

    def test_what_is_no_sound_is_named(self):
        library = self.generated("host")
        broken = self.root / "broken.wav"
        whole = (SOUNDS / "yes_1000ms.wav").read_bytes()
        for content, words in ((b"RIFF", "is no RIFF WAVE file"), (whole[:2000], "ends too early"),
                               (whole[:34] + b"\x08\x00" + whole[36:], "16 bits")):
            broken.write_bytes(content)
            code, _, err = run("run", library, "-t", "host", "-i", broken)
            self.assertEqual(code, 3)
            self.assertIn(words, err)


if __name__ == "__main__":
    unittest.main()
