#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Networks that learn from sound: folders of .wav through a front end to boards, which hear the sound
itself. The sounds are made up (words.py)."""
import json
import math
import os
import pathlib
import random
import re
import shutil
import struct
import subprocess
import tempfile
import unittest
import wave

from mote_cli import MOTE, run, run_json
from served import BROWSER, Served, heard_by_page, with_microphone
from words import RATE, WORDS, spoken, write_wav, write_words


# Prints class and confidence of every window of the samples on stdin.
PUSH = """
#include <stdint.h>
#include <stdio.h>
#include "words.h"
static words_feed feed;
int main(void)
{
    int16_t sample;
    words_begin(&feed);
    while (fread(&sample, 2, 1, stdin) == 1)
        if (words_push(&feed, &sample))
            printf("%d %d\\n", (int)feed.class_index, (int)feed.confidence);
    return 0;
}
"""


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

    def test_streams_need_a_share_of_the_work_and_of_the_memory(self):
        spectra, ram = [], []
        for hop in ((), ("--hop", 1600)):
            library = self.library(self.model, "cortex-m4", *hop)
            counted = run_json("run", library, "-t", "cortex-m4", "--data", self.words, "--limit", 2)
            spectra.append(sum(layer["instructions"] for layer in counted["layers"]
                               if layer["op"] == "mfcc"))
            ram.append(counted["ram_bytes"])
            self.assertTrue(run_json("validate", self.model, library, "-t", "cortex-m4", "--data",
                                     self.words, "--limit", 4)["bit_exact"])
        self.assertLess(spectra[1], spectra[0] / 4)
        self.assertLess(ram[1], ram[0] / 2)

    def pushed(self, library, stream, *options):
        """Classes of a stream, by the streaming interface."""
        program = self.root / (library.name + "-push")
        source = program.with_suffix(".c")
        source.write_text(PUSH)
        subprocess.run(["gcc", "-std=c99", "-O1", *options, "-I", library / "src", source,
                        *(library / "src").glob("*.c"), "-o", program], check=True)
        done = subprocess.run([program], input=struct.pack(f"<{len(stream)}h", *stream),
                              capture_output=True, check=True)
        return done.stdout.decode().splitlines()

    def test_new_frames_alone_give_the_classes_of_whole_windows(self):
        step = 1600
        whole, newest = self.library(self.model, "host"), self.library(self.model, "host", "--hop", step)
        window = int(re.search(r"WORDS_WINDOW (\d+)", (newest / "src/words.h").read_text())[1])
        chance, stream = random.Random(3), []
        for word in WORDS + WORDS:
            stream += spoken(word, chance, 1.1)
        first = -window % step  # windows of both end at the same samples
        wanted = self.pushed(whole, stream[first:], f"-DWORDS_STEP={step}")
        self.assertGreater(len(set(line.split()[0] for line in wanted)), 2)
        self.assertEqual(self.pushed(newest, stream), wanted)

    def test_new_words_are_learnt_on_the_device(self):
        library = self.library(self.model, "cortex-m4", "--data", self.words, "--learn", "classes=+2")
        self.assertIn("int32_t words_learn(", (library / "src/words.h").read_text())
        self.assertTrue(run_json("validate", self.model, library, "-t", "cortex-m4", "--data",
                                 self.words, "--limit", 2)["bit_exact"])

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

    def with_microphone(self, samples, *words):
        """mote where ALSA's recorder gives these samples."""
        tools = self.root / "tools"
        tools.mkdir(exist_ok=True)
        (tools / "sound").write_bytes(struct.pack(f"<{len(samples)}h", *samples))
        (tools / "arecord").write_text(f'#!/bin/sh\necho "$@" > {tools}/asked\ncat {tools}/sound\n')
        (tools / "arecord").chmod(0o755)
        done = subprocess.run([MOTE, *map(str, words), "--json"], capture_output=True, text=True,
                              check=False,
                              env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"})
        return done.returncode, done.stdout, done.stderr, (tools / "asked").read_text()

    def test_a_microphone_and_files_are_heard(self):
        chance, samples = random.Random(5), []
        for _ in range(3):
            samples += spoken("rise", chance, 1)
        code, out, err, asked = self.with_microphone(samples, "live", self.model, "microphone")
        self.assertEqual(code, 0, err)
        self.assertGreaterEqual(json.loads(out)["answers"], 3)
        self.assertIn(f"-r {RATE}", asked)
        write_wav(self.root / "heard.wav", samples)
        heard = run_json("live", self.model, self.root / "heard.wav")
        self.assertEqual(heard, json.loads(out))
        word = run_json("live", self.model, self.words / "rise" / "s0_0.wav")
        self.assertEqual(word["answers"], 1)
        code, _, err, _ = self.with_microphone([], "live", self.model, "microphone")
        self.assertEqual(code, 7, err)

    def test_a_microphone_is_recorded(self):
        samples = spoken("stay", random.Random(6), 1)
        for take in (1, 2):
            code, out, err, asked = self.with_microphone(
                samples, "collect", "microphone", "--label", "stay", "--person", "anna", "--rate",
                f"{RATE}Hz", "--seconds", 1, "-o", self.root / "own")
            self.assertEqual(code, 0, err)
            self.assertEqual(json.loads(out)["samples"], RATE)
            self.assertTrue((self.root / "own" / "stay" / f"anna_{take}.wav").exists())
        write_wav(self.root / "same.wav", samples)
        self.assertEqual((self.root / "own" / "stay" / "anna_1.wav").read_bytes(),
                         (self.root / "same.wav").read_bytes())
        info = run_json("data", "info", self.root / "own")
        self.assertEqual((info["rate_hz"], info["train"], info["test"]), (RATE, 1, 1))

    def test_compressed_networks_keep_their_front_end(self):
        small = self.root / "small.onnx"
        for how, hop in ((("low_rank", "--fine-tune", 1), ()), (("bits",), ("--hop", 1600))):
            chosen = run_json("compress", self.root / "words.float.onnx", "--data", self.words, "-t",
                              "cortex-m0", "--max-drop", 5, "--method", *how, *hop, "-o", small)["chosen"]
            library = self.library(small, "cortex-m0", *hop)
            checked = run_json("validate", small, library, "-t", "cortex-m0", "--data", self.words,
                               "--limit", 4)
            self.assertTrue(checked["bit_exact"])
            counted = run_json("run", library, "-t", "cortex-m0", "--data", self.words, "--limit", 1)
            self.assertEqual(chosen["flash_bytes"], counted["flash_bytes"])
            self.assertEqual(chosen["ram_bytes"], counted["ram_bytes"])
            self.assertGreater(counted["layers"][0]["cycles"], counted["cycles"] / 2)
            predicted = run_json("analyze", small, "-t", "cortex-m0", *hop)["cycles"]
            for cycles in (chosen["cycles"], predicted):
                self.assertLess(abs(cycles / counted["cycles"] - 1), 0.1)

    def test_sound_counts_in_budgets(self):
        code, _, err = run("compress", self.root / "words.float.onnx", "--data", self.words, "-t",
                           "cortex-m0", "--ram", "8KiB", "--method", "bits", "-o",
                           self.root / "none.onnx")
        self.assertEqual(code, 5, err)
        self.assertIn("--ram: the nearest", err)
        small = run_json("compress", self.root / "words.float.onnx", "--data", self.words, "-t",
                         "cortex-m0", "--ram", "8KiB", "--method", "bits", "--hop", 1600, "-o",
                         self.root / "fits.onnx")
        self.assertLessEqual(small["chosen"]["ram_bytes"], 8192)

    def test_vibration_has_spectra(self):
        model = self.root / "hum.onnx"
        trained = run_json("train", "--data", self.words, "--front-end",
                           "spectrum:window=256,hop=256,bands=24", "--arch", "cnn1d", "--epochs", 10,
                           "-o", model)
        self.assertGreaterEqual(trained["accuracy"], 0.7)
        checked = run_json("validate", model, self.library(model, "host"), "-t", "host", "--data",
                           self.words)
        self.assertTrue(checked["bit_exact"])

    def test_metadata_that_make_no_sense_are_named(self):
        model = self.root / "odd.onnx"
        whole = self.model.read_bytes()
        for old, new, code, words in ((b"rate_hz\x12\x0250", b"rate_hz\x12\x02ab", 3, "'rate_hz' is 'ab'"),
                                      (b"mfcc:rate=8000", b"mfcc:rate=0000", 2, "of a signal of 0 Hz"),
                                      (b"mfcc:rate=8000", b"nfcc:rate=8000", 2, "there is no 'nfcc'")):
            self.assertIn(old, whole)
            model.write_bytes(whole.replace(old, new))
            status, _, err = run("eval", model, "--data", self.words)
            self.assertEqual(status, code, err)
            self.assertIn(words, err)

    @unittest.skipUnless(BROWSER, "chromium is not installed")
    def test_a_phone_hears(self):
        sound = self.root / "tremble.wav"
        write_wav(sound, spoken("tremble", random.Random(7), 1) + [0] * 2000)
        is_heard, said = heard_by_page(self.model, sound, "tremble")
        self.assertTrue(is_heard, said)
        self.assertRegex(said[-1], r"\|-\d+ dB$")

    @unittest.skipUnless(BROWSER, "chromium is not installed")
    def test_a_phones_microphone_is_recorded(self):
        sound = self.root / "long.wav"
        write_wav(sound, [round(8000 * math.sin(2 * math.pi * 500 * i / RATE)) for i in range(RATE)])
        served = Served("collect", "phone:0", "--channels", "sound", "--rate", f"{RATE}Hz", "--label",
                        "hum", "--person", "anna", "-o", self.root / "hums")
        is_done, said = with_microphone(served.get(), sound, r"hum\|\d+ samples sent, done", 3,
                                        served.post)
        code, out, err = served.end()
        self.assertTrue(is_done, said)
        self.assertEqual(code, 0, err)
        self.assertIn("anna_1.wav", out)
        with wave.open(str(self.root / "hums" / "hum" / "anna_1.wav")) as file:
            self.assertEqual((file.getframerate(), file.getnchannels()), (RATE, 1))
            self.assertGreater(file.getnframes(), RATE)
            counts = struct.unpack(f"<{RATE}h", file.readframes(file.getnframes())[-2 * RATE:])
        crossings = sum(a < 0 <= b for a, b in zip(counts, counts[1:]))
        self.assertLess(abs(crossings - 500), 10)
        self.assertGreater(max(counts), 2000)

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
