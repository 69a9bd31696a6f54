#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""mote compress: what it states is what the compressed model takes; impossible wishes are refused."""
import pathlib
import random
import shutil
import tempfile
import unittest

from mote_cli import npy, run, run_json, small_dataset


class Compress(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="mote-compress-"))
        cls.data = small_dataset(cls.root / "data", windows=60)
        run_json("train", "--data", cls.data, "--arch", "mlp", "--epochs", "4", "-o",
                 cls.root / "m.onnx")
        cls.model = cls.root / "m.float.onnx"

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def compress(self, *options):
        return run_json("compress", self.model, "--data", self.data, "-t", "cortex-m0", *options)

    def test_states_what_the_model_takes(self):
        small, library = self.root / "small.onnx", self.root / "lib"
        result = self.compress("--max-drop", "3", "-o", small)
        before, after = result["baseline"], result["chosen"]
        self.assertLess(after["flash_bytes"], before["flash_bytes"])
        self.assertLess(after["weight_bytes"], 0.7 * before["weight_bytes"])
        self.assertGreaterEqual(after["validation"], before["validation"] - 0.03)
        made = run_json("generate", small, "-t", "cortex-m0", "--name", "net", "-o", library)
        self.assertEqual(made["flash_bytes"], after["flash_bytes"])
        checked = run_json("validate", small, library, "-t", "cortex-m0", "--data", self.data)
        self.assertTrue(checked["bit_exact"])
        self.assertEqual(checked["accuracy_target"], after["accuracy"])
        counted = run_json("run", library, "-t", "cortex-m0", "--data", self.data, "--limit", "1")
        # Of another sample: floats near a half take longer to become int8.
        self.assertLess(abs(counted["cycles"] / after["cycles"] - 1), 0.05)
        self.assertEqual(counted["ram_bytes"], after["ram_bytes"])

    def test_dictionary_alone_makes_two_layers_of_one(self):
        result = self.compress("--method", "dictionary", "--max-drop", "40", "-o",
                               self.root / "d.onnx")
        self.assertIn("dictionary", [layer["method"] for layer in result["layers"]])
        counted = run_json("analyze", self.root / "d.onnx", "-t", "cortex-m0")
        self.assertIn("dense1_inner", [layer["name"] for layer in counted["layers"]])

    def test_fine_tuned_networks_compete(self):
        result = self.compress("--max-drop", "3", "--method", "bits", "--fine-tune", "2", "-o",
                               self.root / "f.onnx")
        tuned = [point for point in result["networks"] if point["fine_tuned"]]
        self.assertGreaterEqual(len(tuned), 2)
        plain = [point for point in result["networks"] if not point["fine_tuned"]]
        smallest = min(plain, key=lambda point: point["weight_bytes"])
        better = max(point["validation"] for point in tuned)
        self.assertGreaterEqual(better, smallest["validation"])
        sizes = [(point["flash_bytes"], point["validation"]) for point in result["networks"]]
        front = [size for size, point in zip(sizes, result["networks"]) if point["on_front"]]
        for smaller, larger in zip(front, front[1:]):
            self.assertTrue(smaller[0] < larger[0] and smaller[1] < larger[1])
        for flash, validation in sizes:
            self.assertTrue(any(f <= flash and v >= validation for f, v in front))
        control = result["control"]
        self.assertLess(control["width"], 100)
        self.assertLessEqual(control["weight_bytes"], result["chosen"]["weight_bytes"])
        self.assertEqual(control["wins"],
                         control["validation"] >= result["chosen"]["validation"])

    def test_folds_decide_where_they_were_asked_for(self):
        result = self.compress("--max-drop", "8", "--method", "bits", "--folds", "2", "-o",
                               self.root / "f.onnx")
        tried = [point for point in result["networks"] if "fold_loss" in point]
        self.assertGreaterEqual(len(tried), 1)
        good = [point for point in tried if point["fold_loss"] <= 0.08]
        smallest = min(good or [result["baseline"]], key=lambda point: point["flash_bytes"])
        self.assertEqual(result["chosen"]["weight_bytes"], smallest["weight_bytes"])
        self.refused(2, "--folds", self.model, "--folds", "1")
        self.refused(2, "--fold-models", self.model, "--fold-models", self.root / "folds")
        self.refused(3, "m.float.onnx", self.model, "--folds", "2", "--fold-models", self.model)
        self.refused(2, "needs labels", self.model, "-i", self.arrays("x.npy", 90), "--folds", "2")

    def test_models_of_folds_are_trained_once(self):
        files = []
        for name in ("first.onnx", "second.onnx"):
            code, _, err = run("compress", self.model, "--data", self.data, "--max-drop", "8",
                               "--method", "bits", "--folds", "2", "--fold-models",
                               self.root / "folds", "-o", self.root / name)
            self.assertEqual(code, 0, err)
            files.append((self.root / name).read_bytes())
            self.assertEqual("epoch 1/" in err, name == "first.onnx")
        self.assertEqual(files[0], files[1])
        kept = self.root / "folds" / "fold-1-of-2-seed-1.checkpoint"
        shutil.copy(kept, kept.with_name("fold-1-of-2-seed-2.checkpoint"))
        self.refused(2, "its seed is 1, here it is 2", self.model, "--method", "bits", "--folds", "2",
                     "--fold-models", self.root / "folds", "--seed", "2")

    def test_same_wish_gives_the_same_file(self):
        for name in ("a.onnx", "b.onnx"):
            self.compress("--method", "prune", "--max-drop", "5", "-o", self.root / name)
        self.assertEqual((self.root / "a.onnx").read_bytes(), (self.root / "b.onnx").read_bytes())

    def refused(self, code, words, model, *options):
        target = self.root / "no.onnx"
        if "-i" not in options:
            options += ("--data", self.data)
        got, _, err = run("compress", model, "-o", target, *options)
        self.assertEqual(got, code, err)
        self.assertIn(words, err)
        self.assertFalse(target.exists())

    def arrays(self, name, count, change=lambda values: values):
        rng = random.Random(2)
        values = change([rng.gauss(1, 1) for _ in range(count * 48)])
        (self.root / name).write_bytes(npy("f4", (count, 16, 3), values))
        return self.root / name

    def test_detectors_are_compared_with_themselves_on_arrays_without_labels(self):
        run_json("train", "--data", self.data, "--task", "anomaly", "--epochs", 2, "-o",
                 self.root / "a.onnx")
        result = run_json("compress", self.root / "a.float.onnx", "-i", self.arrays("x.npy", 90),
                          "--method", "bits", "--max-drop", "10", "--fine-tune", "1", "-o",
                          self.root / "small.onnx")
        self.assertEqual(result["quality"], "fidelity")
        before, after = result["baseline"], result["chosen"]
        self.assertGreater(before["validation"], 0.9)
        self.assertGreaterEqual(after["validation"], before["validation"] - 0.1)
        self.assertLess(after["weight_bytes"], 0.8 * before["weight_bytes"])
        self.assertNotIn("auc", after)

    def test_classifiers_without_labels_are_asked_whether_they_agree(self):
        result = run_json("compress", self.model, "-i", self.arrays("x.npy", 90), "--method", "bits",
                          "--max-drop", "20", "-o", self.root / "small.onnx")
        self.assertEqual(result["quality"], "agreement")

    def test_impossible_wishes_say_by_how_much(self):
        self.refused(5, "--flash: the nearest network takes", self.model, "--method", "bits",
                     "--flash", "1KiB")
        self.refused(5, "--latency: the nearest network takes", self.model, "--method", "bits",
                     "--latency", "1us@8MHz")

    def test_mistakes_are_named(self):
        self.refused(2, "--latency", self.model, "--latency", "fast")
        self.refused(2, "--max-drop", self.model, "--max-drop", "some")
        self.refused(3, "M.float.onnx", self.root / "m.onnx")
        other = small_dataset(self.root / "other", windows=30, steps=9)
        self.data, kept = other, self.data
        self.refused(3, "16x3", self.model)
        self.data = kept

    def test_places_that_cannot_be_written_are_named_before_the_work(self):
        for words in (("compress", self.model), ("train", "--arch", "mlp")):
            got, _, err = run(*words, "--data", self.data, "-o", self.model / "small.onnx")
            self.assertEqual(got, 3, err)
            self.assertIn("small.onnx", err)
            self.assertNotIn("epoch", err)

    def test_bad_arrays_are_named(self):
        def spoil(values):
            values[100] = float("nan")
            return values
        self.refused(3, "sample 2, element 4 is nan", self.model, "-i",
                     self.arrays("nan.npy", 30, spoil))
        self.refused(3, "has 0 samples", self.model, "-i", self.arrays("none.npy", 0))
        short = self.root / "short.npy"
        short.write_bytes(npy("f4", (20, 15, 3), [0] * 900))
        self.refused(3, "expected N samples of 16x3", self.model, "-i", short)
        self.refused(2, "either with -i", self.model, "-i", short, "--data", self.data)


if __name__ == "__main__":
    unittest.main(verbosity=2)
