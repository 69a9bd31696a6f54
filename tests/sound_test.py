#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Networks that learn from sound: folders of .wav through a front end to boards, which hear the sound
itself. The sounds are made up (words.py)."""
import pathlib
import random
import shutil
import tempfile
import unittest

from mote_cli import run, run_json
from words import WORDS, spoken, write_words


class Sound(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="mote-sound-"))
        cls.words = cls.root / "words"
        write_words(cls.words)
        cls.model = cls.root / "words.onnx"
        cls.trained = run_json("train", "--data", cls.words, "--front-end", "mfcc", "--epochs", 15,
                               "-o", cls.model)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def library(self, model, target, *options):
        folder = self.root / f"{model.stem}-{target}-{len(options)}"
        run_json("generate", model, "-t", target, "--name", "words", "-o", folder, *options)
        return folder

    def test_networks_learn_what_the_front_end_makes_of_sound(self):
        self.assertGreaterEqual(self.trained["accuracy"], 0.9)
        self.assertGreaterEqual(run_json("eval", self.model, "--data", self.words)["accuracy"], 0.9)

    def test_windows_without_labels_are_heard_alike(self):
        trained = run_json("train", "--data", self.words, "--front-end", "log-mel", "--epochs", 2,
                           "--unlabeled", self.words, "-o", self.root / "more.onnx")
        self.assertGreater(trained["unlabeled"], 0)

    def test_boards_hear_the_sound_itself(self):
        for target in ("cortex-m0", "cortex-m4"):
            library = self.library(self.model, target)
            checked = run_json("validate", self.model, library, "-t", target, "--data", self.words,
                               "--limit", 8)
            self.assertTrue(checked["bit_exact"])
            self.assertGreaterEqual(checked["accuracy_target"], 0.9)
            heard = run_json("run", library, "-t", target, "-i", self.words / "rise" / "s0_0.wav")
            self.assertEqual([layer["op"] for layer in heard["layers"]][0], "mfcc")

    def test_streams_need_a_share_of_the_work(self):
        words = []
        for hop in ((), ("--hop", 1600)):
            library = self.library(self.model, "cortex-m4", *hop)
            layers = run_json("run", library, "-t", "cortex-m4", "-i",
                              self.words / "rise" / "s0_0.wav")["layers"]
            words.append(sum(layer["instructions"] for layer in layers if layer["op"] == "mfcc"))
        self.assertLess(words[1], words[0] / 4)

    def test_a_stream_is_heard(self):
        stream = self.root / "stream.csv"
        chance, lines = random.Random(0), []
        pitch = chance.uniform(0.8, 1.25)
        for word in ("rise", "rise", "stay", "stay", "fall", "fall", "tremble", "tremble"):
            lines += [f"{sample},{WORDS.index(word)}" for sample in spoken(word, chance, pitch)]
        stream.write_text("\n".join(lines) + "\n")
        heard = run_json("live", self.model, stream, "--least", 0)
        self.assertGreaterEqual(heard["answers"], 14)
        self.assertGreaterEqual(heard["accuracy"], 0.7)

    def test_compressed_networks_keep_their_front_end(self):
        small = self.root / "small.onnx"
        run_json("compress", self.root / "words.float.onnx", "--data", self.words, "-t", "cortex-m0",
                 "--max-drop", 5, "--fine-tune", 1, "-o", small)
        library = self.library(small, "cortex-m0")
        checked = run_json("validate", small, library, "-t", "cortex-m0", "--data", self.words,
                           "--limit", 4)
        self.assertTrue(checked["bit_exact"])

    def test_vibration_has_spectra(self):
        model = self.root / "hum.onnx"
        trained = run_json("train", "--data", self.words, "--front-end",
                           "spectrum:window=256,hop=256,bands=24", "--arch", "cnn1d", "--epochs", 10,
                           "-o", model)
        self.assertGreaterEqual(trained["accuracy"], 0.7)
        checked = run_json("validate", model, self.library(model, "host"), "-t", "host", "--data",
                           self.words)
        self.assertTrue(checked["bit_exact"])

    def test_what_is_no_sound_is_named(self):
        out = self.root / "none.onnx"
        for data, front_end, code, words in (
                ("synthetic-har", "mfcc", 3, "a front end takes one channel"),
                (self.words, "mfcc:rate=16000", 3, "8000 samples a second"),
                (self.words, "cepstra", 2, "there is no 'cepstra'"),
                (self.words, "mfcc:tempo=3", 2, "'tempo=3' is no setting"),
                (self.words, "mfcc:window=2048,hop=8,rate=8000,high=5000", 2, "of a signal of 8000 Hz")):
            status, _, err = run("train", "--data", data, "--front-end", front_end, "-o", out)
            self.assertEqual(status, code, err)
            self.assertIn(words, err)
            self.assertFalse(out.exists())


if __name__ == "__main__":
    unittest.main()
