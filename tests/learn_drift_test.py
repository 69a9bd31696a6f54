#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sensors that age, followed on the device: the protocol drift of mote learn."""
import os
import pathlib
import random
import shutil
import tempfile
import unittest

from mote_cli import npy, run, run_json

GASES = 6
ROOT = pathlib.Path(__file__).resolve().parents[1]
SHARED = pathlib.Path(os.environ.get("MOTE_SHARED", ROOT.parent / "shared")) / "data" / "gasdrift"


def aging_sensors(folder, batches=(1, 2, 3, 4, 5), samples=16, channels=12):
    """Gases that lie elsewhere in each batch after the second one."""
    folder.mkdir()
    rng = random.Random(1)
    centers = [[rng.gauss(0, 3) for _ in range(channels)] for _ in range(GASES)]
    x, gas, batch = [], [], []
    for number in batches:
        if number > 2:
            centers = [[value + rng.gauss(0, 3) for value in center] for center in centers]
        for i in range(samples * GASES):
            x += [1000 * (value + rng.gauss(0, 0.5)) for value in centers[i % GASES]]
            gas.append(i % GASES)
            batch.append(number)
    (folder / "X.npy").write_bytes(npy("f4", (len(gas), channels), x))
    (folder / "gas.npy").write_bytes(npy("u1", (len(gas),), gas))
    (folder / "batch.npy").write_bytes(npy("u1", (len(batch),), batch))
    return folder


class Drift(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="mote-drift-"))
        cls.data = aging_sensors(cls.root / "data")
        cls.model = cls.root / "m.float.onnx"
        run_json("train", "--data", cls.data, "--arch", "mlp", "--epochs", "4", "-o",
                 cls.root / "m.onnx")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def replay(self, *options, **kinds):
        return run_json("learn", self.model, "--data", self.data, "--protocol", "drift",
                        "--networks", "1", "--draws", "1", "--epochs", "4", *options, **kinds)

    def test_a_few_labels_follow_the_sensors_with_the_same_bits_on_a_core(self):
        result = self.replay("--labels", "1,3", "--features", "16", "-t", "cortex-m0",
                             "--retrained", "--models", self.root, "--report",
                             self.root / "r.html")
        self.assertIn("<h2>Batch after batch</h2>", (self.root / "r.html").read_text())
        self.assertTrue(result["bit_exact"])
        self.assertEqual(result["batches"], [3, 4, 5])
        one, three = result["relearnt"]
        self.assertEqual((one["labels"], three["labels"]), (1, 3))
        self.assertLess(result["frozen"]["later"], 0.7)
        self.assertGreater(three["learnt"]["later"], 0.9)
        self.assertGreater(three["learnt"]["later"], result["frozen"]["later"] + 0.25)
        self.assertAlmostEqual(three["learnt"]["later"], sum(three["learnt"]["batches"][1:]) / 2)
        for row in (one, three):
            self.assertAlmostEqual(row["learnt"]["later"], row["real_numbers"]["later"], delta=0.02)
            self.assertEqual(len(row["retrained"]["batches"]), 3)
        self.assertEqual(result["state_bytes"], 60 + 4 * (1 + 7 + 7 * 16 + 16 * 17 // 2))
        self.assertGreater(result["instructions_update"], 1000)
        self.assertLess(result["instructions_learn"], result["instructions_run"])
        self.assertTrue((self.root / "drift-linear-seed-1.checkpoint").exists())
        again = self.replay("--labels", "1,3", "--features", "16", "-t", "host", "--models",
                            self.root)
        self.assertEqual(again["relearnt"][1]["learnt"], three["learnt"])
        self.assertNotIn("retrained", again["relearnt"][1])

    def test_logarithms_are_another_data_set(self):
        result = self.replay("--labels", "3", "--log", "-t", "host")
        self.assertGreater(result["relearnt"][0]["learnt"]["later"], 0.8)

    def test_errors_name_what_is_missing(self):
        for options, words in ((["--labels", "1,x"], "'x' is not 1 to 1000"),
                               (["--labels", "0"], "'0' is not 1 to 1000"),
                               (["--networks", "0"], "--networks")):
            code, _, err = run("learn", self.model, "--data", self.data, "--protocol", "drift",
                               *options)
            self.assertEqual(code, 2, err)
            self.assertIn(words, err)
        one_batch = aging_sensors(self.root / "one", batches=(1, 2, 3))
        code, _, err = run("learn", self.model, "--data", one_batch, "--protocol", "drift")
        self.assertEqual(code, 3, err)
        self.assertIn("has 1 batches", err)

    @unittest.skipUnless(SHARED.exists(), "the gas sensors' data is not there")
    def test_three_labels_follow_real_gas_sensors(self):
        model = self.root / "gas.float.onnx"
        run_json("train", "--data", SHARED, "--arch", "mlp", "--epochs", "1", "-o",
                 self.root / "gas.onnx")
        result = run_json("learn", model, "--data", SHARED, "--protocol", "drift", "--networks",
                          "1", "--draws", "1", "--labels", "3", "-t", "host")
        three = result["relearnt"][0]
        self.assertEqual(result["batches"], [3, 4, 5, 6, 8, 9])
        self.assertLess(result["frozen"]["later"], 0.75)
        self.assertGreater(three["learnt"]["later"], 0.88)
        self.assertAlmostEqual(three["learnt"]["later"], three["real_numbers"]["later"], delta=0.01)


if __name__ == "__main__":
    unittest.main()
