#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Streams of people a network does not know: a turned sensor, a filter, rare classes."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from mote_cli import run, run_json, write_recorded_dataset

# Walks with the sensor upside down; prints when the library began to turn windows, and the mean of
# the first axis then, which gravity points along in training.
PROGRAM = r"""
#include <stdio.h>

#include "tiny.h"

static tiny_memory memory;

int main(void)
{
    int32_t i, k, t, first = -1, mean = 0, scores[TINY_LEARN_CLASSES], late = 0;
    tiny_reset(&memory);
    for (i = 0; i < 40; i++) {
        int16_t *window = tiny_input(&memory);
        for (t = 0; t < 16; t++)
            for (k = 0; k < 6; k++)
                window[6 * t + k] = (int16_t)(k == 0 ? (t & 1 ? -1600 : -400) : 10 * k);
        if (tiny_adapt(&memory, window) && first < 0)
            first = i;
        mean = 0;
        for (t = 0; t < 16; t++)
            mean += window[6 * t] / 16;
    }
    for (i = 0; i < TINY_LEARN_CLASSES; i++)
        scores[i] = 256 * (i == 1);
    for (i = 0; i < 4; i++)
        late = 10 * late + tiny_steady(&memory, scores);
    tiny_gap(&memory);
    printf("%d %d %d %d\n", (int)first, (int)mean, (int)late, (int)tiny_steady(&memory, scores));
    return 0;
}
"""


class Streams(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="mote-streams-"))
        cls.data = write_recorded_dataset(cls.root / "data")
        cls.model = cls.root / "m.onnx"
        run_json("train", "--data", cls.data, "--arch", "dscnn1d", "--epochs", "2", "-o", cls.model)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def learn(self, protocol, data=None, **options):
        words = [word for name, value in options.items()
                 for word in (f"--{name}", str(value))]
        return run_json("learn", self.root / "m.float.onnx", "--data", data or self.data,
                        "--protocol", protocol, "--epochs", "2", "--features", "16",
                        "--labels-only", "-t", "cortex-m0", *words)

    def test_a_turned_sensor_is_put_right(self):
        result = self.learn("new-person", folds=2, report=self.root / "r.html", rotation=10)
        self.assertIn("<h2>As in training</h2>", (self.root / "r.html").read_text())
        self.assertTrue(result["bit_exact"])
        self.assertEqual(len(result["people"]), 6)
        mean = {(row["worn"], row["treatment"]): row["mean"] for row in result["summaries"]}
        turned, worn = "turned by 40 degrees", "as in training"
        self.assertGreater(mean[turned, "alignment"], mean[turned, "none"])
        self.assertGreater(mean[turned, "alignment, filter"], 0.8)
        self.assertAlmostEqual(mean[worn, "alignment"], mean[worn, "none"], delta=0.02)
        self.assertGreaterEqual(mean[worn, "filter"], mean[worn, "none"] - 0.02)

    def test_rare_classes_are_learnt_and_the_stream_is_filtered(self):
        data = write_recorded_dataset(self.root / "rare", rare=True)
        run_json("train", "--data", data, "--arch", "dscnn1d", "--epochs", "1", "-o",
                 self.root / "rare.onnx")
        result = run_json("learn", self.root / "rare.float.onnx", "--data", data, "--protocol",
                          "stream", "--epochs", "2", "--draws", "1", "--labels-only", "-t",
                          "cortex-m0", "--features", "16")
        self.assertTrue(result["bit_exact"])
        self.assertEqual(result["new"], ["hasty"])
        self.assertGreater(result["at_once"]["new_f1"], 0.5)
        self.assertLessEqual(result["late"]["changes_per_hour"],
                             result["at_once"]["changes_per_hour"])
        # 30 windows, 8 moments apart, of which 29 steps go on: 4 recordings at 50 moments a second.
        self.assertAlmostEqual(result["hours"], 4 * 29 * 8 / 50 / 3600)
        self.assertEqual(sum(map(sum, result["confusion"])), 4 * 30)

    def test_a_library_that_takes_counts_turns_windows(self):
        library = self.root / "lib"
        run_json("generate", self.model, "--data", self.data, "--name", "tiny", "-o", library,
                 "--learn", "classes=+1,features=8", "--input", "counts")
        source, program = self.root / "program.c", self.root / "program"
        source.write_text(PROGRAM)
        subprocess.run(["gcc", "-std=c99", "-Wall", "-Wextra", "-Wconversion", "-Werror",
                        "-fsanitize=address,undefined", "-Isrc", source, "src/tiny.c", "-o",
                        program], cwd=library, check=True)
        out = subprocess.run([program], capture_output=True, text=True, check=True).stdout
        first, mean, late, after_gap = map(int, out.split())
        self.assertEqual(first, 4, "the fifth moving window")
        self.assertAlmostEqual(mean, 1000, delta=60)
        self.assertEqual(late, -1 * 1000 - 1 * 100 + 1 * 10 + 1)
        self.assertEqual(after_gap, -1)

    def test_errors_name_what_the_data_lacks(self):
        plain = write_recorded_dataset(self.root / "plain")
        for split in ("train", "test"):
            (plain / f"source_{split}.npy").unlink()
        for protocol in ("new-person", "stream"):
            code, _, err = run("learn", self.root / "m.float.onnx", "--data", plain, "--protocol",
                               protocol)
            self.assertEqual(code, 3, err)
            self.assertIn("record", err)


if __name__ == "__main__":
    unittest.main()
