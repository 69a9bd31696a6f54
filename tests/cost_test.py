#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The predicted cycles of `mote analyze` against the cycles that `mote run` counts.

MLPerf's int8 networks and three over time that are trained here, to none of which the costs of
device/costs are fitted: each layer of 50 cycles and more comes within 10 %. After a change of
kernels: bench/fit -t TARGET."""
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

import mote_cli

HERE = pathlib.Path(__file__).resolve().parent
SHARED = pathlib.Path(os.environ.get("MOTE_SHARED", HERE.parent / ".." / "shared"))
MODELS = SHARED / "data" / "models"
TARGETS = os.environ.get(
    "MOTE_TEST_TARGETS", "cortex-m0,cortex-m3,cortex-m4,cortex-m7,cortex-m33,cortex-m55").split(",")
LEAST, BOUND = 50, 0.10  # cycles, of them


class Clock(unittest.TestCase):
    def test_is_a_frequency(self):
        with tempfile.TemporaryDirectory() as folder:
            for text in ("48", "48MHz", "1.5 GHz", "100kHz", "32768 Hz"):
                code, _, err = mote_cli.run("analyze", folder + "/no.onnx", "--clock", text)
                self.assertNotIn("frequency", err, text)
                self.assertEqual(code, 3, err)
            for text in ("fast", "-3MHz", "48MHzz", "48 m"):
                code, _, err = mote_cli.run("analyze", folder + "/no.onnx", "--clock=" + text)
                self.assertIn("frequency", err, text)
                self.assertEqual(code, 2, err)


def networks(folder):
    """(model, where samples are) of each."""
    for name in ("mlperf_ad_int8", "mlperf_kws_int8", "mlperf_ic_int8"):
        yield next((MODELS / name).glob("*.tflite")), ("-i", MODELS / name / "in0.npy")
    for arch in ("dscnn1d", "cnn1d", "mlp"):
        series = folder / f"har_{arch}.onnx"
        mote_cli.run_json("train", "--data", "synthetic-har", "--arch", arch, "--epochs", 1,
                          "-o", series)
        yield series, ("--data", "synthetic-har")


@unittest.skipUnless(MODELS.is_dir() and shutil.which("qemu-system-arm"), "models and QEMU needed")
class PredictedCycles(unittest.TestCase):
    def check(self, model, samples, target, folder):
        predicted = mote_cli.run_json("analyze", model, "-t", target, "--clock", "1MHz")
        library = folder / f"{model.stem}-{target}"
        mote_cli.run_json("generate", model, "-t", target, "--name", "net", "-o", library)
        counted = mote_cli.run_json("run", library, "-t", target, *samples, "--limit", 1)
        worst, total = (0.0, ""), sum(layer["cycles"] for layer in predicted["layers"])
        self.assertEqual(predicted["cycles"], total)
        self.assertAlmostEqual(predicted["milliseconds"], total / 1000)
        for guess, real in zip(predicted["layers"], counted["layers"], strict=True):
            if real["cycles"] < LEAST:
                continue
            off = guess["cycles"] / real["cycles"] - 1
            worst = max(worst, (abs(off), f"{guess['name']}: predicted {guess['cycles']} cycles, "
                                          f"counted {real['cycles']:.0f}"))
        print(f"{model.stem} on {target}: worst layer {100 * worst[0]:.1f} % off ({worst[1]}), "
              f"in all {100 * (total / counted['cycles'] - 1):.1f} %", flush=True)
        self.assertLessEqual(worst[0], BOUND, worst[1])

    def test_come_within_a_tenth_of_the_counted_ones(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for model, samples in networks(folder):
                for target in TARGETS:
                    with self.subTest(model=model.stem, target=target):
                        self.check(model, samples, target, folder)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
