#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The whole road on small data: the five commands agree, on every core, bit for bit."""
import filecmp
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from mote_cli import run, run_json, small_dataset

CORES = ["cortex-m0", "cortex-m3", "cortex-m4", "cortex-m7", "cortex-m33", "cortex-m55", "host"]
STRICT = ["-Os", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
DIALECTS = [["gcc", "-std=c99"], ["clang", "-std=c99"], ["g++", "-x", "c++", "-std=c++11"],
            ["arm-none-eabi-gcc", "-std=c99", "-mcpu=cortex-m0", "-mthumb", "-ffreestanding"]]


class Road(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="mote-road-"))
        cls.data = small_dataset(cls.root / "data", windows=100)
        cls.model = cls.root / "m.onnx"
        cls.library = cls.root / "lib"
        cls.trained = run_json("train", "--data", cls.data, "--arch", "dscnn1d", "--epochs", "4",
                               "-o", cls.model)
        cls.generated = run_json("generate", cls.model, "-t", "cortex-m0", "--name", "tiny", "-o",
                                 cls.library)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def test_train_eval_and_validate_give_the_same_numbers(self):
        evaluated = run_json("eval", self.model, "--data", self.data)
        self.assertEqual(evaluated["accuracy"], self.trained["accuracy"])
        self.assertEqual(evaluated["macro_f1"], self.trained["macro_f1"])
        validated = run_json("validate", self.model, self.library, "-t", "cortex-m0", "--data",
                             self.data)
        self.assertEqual(validated["accuracy_model"], self.trained["accuracy"])
        self.assertEqual(validated["accuracy_target"], self.trained["accuracy"])
        self.assertEqual(validated["inferences"], 200)
        self.assertIsNone(validated["first_difference"])

    def test_arrays_of_real_numbers_and_of_counts_give_what_the_data_set_gives(self):
        whole = run_json("eval", self.model, "--data", self.data)
        counts = run_json("eval", self.model, "-i", self.data / "X_test.npy", "-l",
                          self.data / "y_test.npy")
        self.assertEqual(whole["accuracy"], counts["accuracy"])

    def test_two_models_are_compared_on_the_same_samples(self):
        narrow = self.root / "narrow.onnx"
        run_json("train", "--data", self.data, "--arch", "dscnn1d", "--width", "50", "--epochs", "1",
                 "-o", narrow)
        both = run_json("compare", self.model, narrow, "-t", "cortex-m0", "--data", self.data)
        self.assertEqual(both["first"]["accuracy"], self.trained["accuracy"])
        self.assertEqual(both["first"]["flash_bytes"], self.generated["flash_bytes"])
        self.assertLess(both["second"]["cycles"], both["first"]["cycles"])
        self.assertEqual(run_json("compare", self.model, self.model, "-t", "cortex-m0", "--data",
                                  self.data)["agreement"], 1)

    def test_same_bits_on_every_core(self):
        outputs = []
        for core in CORES:
            library = self.root / core
            run_json("generate", self.model, "-t", core, "--name", "tiny", "-o", library)
            result = run_json("validate", self.model, library, "-t", core, "--data", self.data)
            self.assertTrue(result["bit_exact"], core)
            out = self.root / f"{core}.npy"
            run_json("run", library, "-t", core, "--data", self.data, "-o", out)
            outputs.append(out.read_bytes())
        self.assertEqual(len(set(outputs)), 1)

    def test_counts_are_identical_in_every_run_and_layers_sum_to_the_total(self):
        first, second = (run_json("run", self.library, "-t", "cortex-m0", "--data", self.data)
                         for _ in range(2))
        self.assertEqual(first, second)
        layers = sum(layer["instructions"] for layer in first["layers"])
        self.assertAlmostEqual(layers, first["instructions"], delta=1)
        ram = first["arena_bytes"] + first["static_bytes"] + first["stack_bytes"]
        self.assertEqual(first["ram_bytes"], ram)
        self.assertEqual(first["flash_bytes"], self.generated["flash_bytes"])

    def test_counts_input_is_bit_exact_and_cheaper(self):
        library = self.root / "counts"
        run_json("generate", self.model, "--name", "tiny", "-o", library, "--input", "counts")
        result = run_json("validate", self.model, library, "--data", self.data)
        self.assertTrue(result["bit_exact"])
        real = run_json("run", self.library, "--data", self.data)
        counts = run_json("run", library, "--data", self.data)
        self.assertLess(counts["instructions"], real["instructions"])

    def test_a_spoilt_library_is_found_out(self):
        library = self.root / "spoilt"
        shutil.copytree(self.library, library, dirs_exist_ok=True)
        source = library / "src" / "tiny.c"
        text = source.read_text()
        at = text.index("_weights[")
        number = text.index("\n    ", at) + 5
        source.write_text(text[:number] + "-" * (text[number] != "-") + text[number:].lstrip("-"))
        code, out, err = run("validate", self.model, library, "--data", self.data, "--json")
        self.assertEqual(code, 1, out + err)

    def test_generating_twice_gives_the_same_bytes(self):
        again = self.root / "again"
        result = run_json("generate", self.model, "--name", "tiny", "-o", again)
        _, different, missing = filecmp.cmpfiles(self.library, again, result["files"],
                                                 shallow=False)
        self.assertEqual((different, missing), ([], []))

    def test_library_compiles_cleanly_everywhere(self):
        for dialect in DIALECTS:
            for source in ("tiny.c", "tiny_selftest.c"):
                subprocess.run([*dialect, *STRICT, "-c", f"src/{source}", "-o", "/dev/null"],
                               cwd=self.library, check=True)

    def test_library_needs_no_libc(self):
        subprocess.run(["arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb", "-O2", "-c",
                        "src/tiny.c",
                        "-o", self.root / "tiny.o"], cwd=self.library, check=True)
        names = subprocess.run(["arm-none-eabi-nm", "-u", self.root / "tiny.o"],
                               capture_output=True, text=True, check=True).stdout.split()
        self.assertEqual([n for n in names if n != "U" and not n.startswith("__aeabi_")], [])

    def test_drops_into_make_and_cmake(self):
        copy = self.root / "make"
        shutil.copytree(self.library, copy)
        out = subprocess.run(["make", "-C", copy, "check"], capture_output=True, text=True,
                             check=True)
        self.assertIn("selftest ok", out.stdout)
        build = self.root / "cmake"
        prefix = self.root / "prefix"
        for command in (["cmake", "-S", self.library, "-B", build,
                         f"-DCMAKE_INSTALL_PREFIX={prefix}"],
                        ["cmake", "--build", build], ["ctest", "--test-dir", build],
                        ["cmake", "--install", build]):
            subprocess.run(command, capture_output=True, check=True)
        self.assertTrue((prefix / "include" / "tiny.h").exists())

    def test_float_models_run_on_the_device_too(self):
        library = self.root / "float"
        model = self.root / "m.float.onnx"
        run_json("generate", model, "--name", "tiny", "-o", library)
        result = run_json("validate", model, library, "--data", self.data, "--limit", "20")
        self.assertEqual(result["mismatches"], 0)
        quantized = self.root / "quantized"
        run_json("generate", model, "--name", "tiny", "-o", quantized, "--data", self.data)
        result = run_json("validate", self.model, quantized, "--data", self.data)
        self.assertTrue(result["bit_exact"])

    def test_analyze_agrees_with_generate(self):
        analyzed = run_json("analyze", self.model, "-t", "cortex-m0")
        for key in ("flash_bytes", "arena_bytes", "weight_bytes"):
            self.assertEqual(analyzed[key], self.generated[key])
        self.assertEqual(analyzed["arena_bytes"], analyzed["arena_bound_bytes"])

    def test_anomalies_are_scored_by_reconstruction(self):
        model = self.root / "anomaly.onnx"
        library = self.root / "anomaly"
        trained = run_json("train", "--data", self.data, "--arch", "autoencoder", "--task",
                           "anomaly", "--epochs", "20", "-o", model)
        self.assertGreater(trained["auc"], 0.9)
        run_json("generate", model, "--name", "anomaly", "-o", library)
        result = run_json("validate", model, library, "--data", self.data)
        self.assertTrue(result["bit_exact"])
        self.assertEqual(result["auc_target"], trained["auc"])

    def test_samples_without_labels_begin_a_training_and_join_one(self):
        begin = self.root / "begin.onnx"
        for pretext in ("masked", "contrastive"):
            facts = run_json("train", "--data", self.data, "--task", "pretrain", "--arch",
                             "dscnn1d", "--pretext", pretext, "--epochs", 2, "-o", begin)
            self.assertGreater(facts["loss"], 0)
            self.assertLessEqual(facts["quality"], 1)
            self.assertEqual(facts["parameters"], self.trained["parameters"])
            page = pathlib.Path(facts["report"]).read_text()
            self.assertTrue("<h2>Training</h2>" in page and pretext in page)
        for extra in (["--from", begin], ["--unlabeled", self.data / "X_test.npy"]):
            model = self.root / "with_unlabeled.onnx"
            trained = run_json("train", "--data", self.data, "--arch", "dscnn1d", "--epochs", 4,
                               "-o", model, *extra)
            self.assertGreater(trained["accuracy"], 0.9, extra)
            self.assertEqual(trained["parameters"], self.trained["parameters"])

    def test_lists_are_json_too(self):
        self.assertEqual({t["name"] for t in run_json("targets")["targets"]}, set(CORES))
        operators = {o["name"]: o for o in run_json("ops")["operators"]}
        self.assertEqual(operators["conv"]["onnx"], "Conv")
        self.assertEqual(operators["conv"]["tflite"], "CONV_2D DEPTHWISE_CONV_2D")
        self.assertIn("version", run_json("version"))
        self.assertTrue(all(c["found"] or not c["needed"]
                            for c in run_json("doctor")["checks"]))
        info = run_json("data", "info", self.data)
        self.assertEqual((info["people"], info["shape"], info["train"]), (8, [16, 3], 600))


if __name__ == "__main__":
    os.chdir("/")
    unittest.main(verbosity=2)
