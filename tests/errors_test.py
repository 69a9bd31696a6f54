#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Bad input: each gets a message that names the place, the right exit code, and leaves nothing."""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import mote_cli
from mote_cli import npy, run, run_json, small_dataset

UCI_CHANNELS = [f"{sensor}_{axis}" for sensor in ("body_acc", "body_gyro", "total_acc")
                for axis in "xyz"]


def uci_folder(folder, windows=12):
    """A tiny data set in UCI-HAR's original layout."""
    for split in ("train", "test"):
        signals = folder / split / "Inertial Signals"
        signals.mkdir(parents=True)
        for channel in UCI_CHANNELS:
            row = " ".join(["1.0000000e-001"] * 128) + "\n"
            (signals / f"{channel}_{split}.txt").write_text(row * windows)
        labels = "".join(f"{1 + i % 6}\n" for i in range(windows))
        people = "".join(f"{1 + i // 6}\n" for i in range(windows))
        (folder / split / f"y_{split}.txt").write_text(labels)
        (folder / split / f"subject_{split}.txt").write_text(people)
    names = ("WALKING", "WALKING_UPSTAIRS", "WALKING_DOWNSTAIRS", "SITTING", "STANDING", "LAYING")
    lines = "".join(f"{i + 1} {name}\n" for i, name in enumerate(names))
    (folder / "activity_labels.txt").write_text(lines)
    return folder


class Folder(unittest.TestCase):
    """A folder for each test, and what the tests share."""

    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="mote-errors-"))
        self.addCleanup(shutil.rmtree, self.root)

    def check(self, args, exit_code, *words):
        """The command fails with this code and a message that has all the words."""
        code, out, err = run(*args)
        self.assertEqual(code, exit_code, out + err)
        for word in words:
            self.assertIn(word, err)
        self.assertNotIn("internal error", err)
        return err

    def train(self, data, *extra):
        return ["train", "--data", data, "--arch", "cnn1d", "--epochs", "2", "-o",
                self.root / "m.onnx", *extra]


class BadInput(Folder):
    """Data, labels, names and models that are wrong."""

    def info(self, path, *words):
        return self.check(["data", "info", path], 3, *words)

    def test_missing_folder(self):
        self.info(self.root / "nowhere", "nowhere", "E0301")

    def test_empty_folder(self):
        (self.root / "empty").mkdir()
        self.info(self.root / "empty", "empty")

    def test_word_among_the_numbers_is_named_with_its_line(self):
        data = uci_folder(self.root / "uci")
        path = data / "train" / "Inertial Signals" / "body_gyro_y_train.txt"
        lines = path.read_text().splitlines()
        lines[4] = lines[4].replace("1.0", "banana", 1)
        path.write_text("\n".join(lines) + "\n")
        self.info(data, "body_gyro_y_train.txt:5", "banana")

    def test_nan_and_infinity_in_a_window(self):
        for bad in (float("nan"), float("inf")):
            data = small_dataset(self.root / f"data{bad}")
            x = [0.0] * (144 * 16 * 3)
            x[16 * 3 * 7 + 5] = bad
            (data / "X_train.npy").write_bytes(npy("f4", (144, 16, 3), x))
            (data / "X_test.npy").write_bytes(npy("f4", (48, 16, 3), [0.5] * (48 * 16 * 3)))
            self.info(data, "X_train.npy", "7")

    def test_label_out_of_range(self):
        data = small_dataset(self.root / "data")
        (data / "y_train.npy").write_bytes(npy("u1", (144,), [0, 1, 2, 9] * 36))
        self.info(data, "y_train.npy", "9")

    def test_lengths_that_differ(self):
        data = small_dataset(self.root / "data")
        (data / "y_train.npy").write_bytes(npy("u1", (143,), [0, 1, 2] * 47 + [0, 1]))
        self.info(data, "144", "143")

    def test_truncated_npy(self):
        data = small_dataset(self.root / "data")
        path = data / "X_train.npy"
        path.write_bytes(path.read_bytes()[:-100])
        self.info(data, "X_train.npy", "cut short")

    def test_one_class_only(self):
        data = small_dataset(self.root / "data")
        (data / "y_train.npy").write_bytes(npy("u1", (144,), [0] * 144))
        self.check(self.train(data), 3, "E0307", "y_train.npy", "'slow'", "--task anomaly")
        self.assertFalse((self.root / "m.onnx").exists())
        run_json("train", "--data", data, "--task", "anomaly", "--epochs", "1", "-o",
                 self.root / "normal.onnx")

    def test_only_a_test_split(self):
        data = small_dataset(self.root / "data")
        (data / "X_train.npy").unlink()
        self.check(self.train(data), 3, "X_train.npy")

    def test_mnist_has_only_a_test_split(self):
        shared = pathlib.Path(os.environ.get("MOTE_SHARED", "../shared")) / "data" / "mnist"
        if not shared.exists():
            self.skipTest("data/mnist is absent")
        self.check(self.train(shared), 3, "train-images-idx3-ubyte")

    def test_unknown_names_get_a_suggestion(self):
        self.check(["trian"], 2, "train")
        self.check(["run", self.root, "-t", "cortexm0", "-i", "x.npy"], 2, "cortex-m0")
        data = small_dataset(self.root / "data")
        self.check(["train", "--data", data, "--arch", "dscn1d", "-o", self.root / "m.onnx"], 2,
                   "dscnn1d")
        self.check(["eval"], 2)

    def test_samples_without_labels_and_beginnings_that_do_not_fit(self):
        data = small_dataset(self.root / "data")
        narrow = small_dataset(self.root / "narrow", channels=2)
        self.check(self.train(data, "--unlabeled", narrow), 3, "narrow", "16x2", "16x3")
        self.check(self.train(data, "--unlabeled", narrow / "X_train.npy"), 3, "X_train.npy")
        self.check(["train", "--data", data, "--task", "anomaly", "--unlabeled", data, "-o",
                    self.root / "m.onnx"], 2, "autoencoder")
        run_json(*self.train(data))
        begun = self.check(self.train(data, "--from", self.root / "m.float.onnx"), 3, "conv1")
        self.assertIn("--task pretrain", begun)
        self.check(self.train(data, "--from", self.root / "none.onnx"), 3, "none.onnx")

    def test_onnx_that_is_none_or_is_cut_short(self):
        model = self.root / "model.onnx"
        model.write_bytes(b"not a model")
        self.check(["eval", model, "-i", "x.npy"], 3, "model.onnx")
        data = small_dataset(self.root / "data")
        run_json(*self.train(data))
        whole = (self.root / "m.onnx").read_bytes()
        for length in (0, 1, len(whole) // 3, len(whole) - 7):
            model.write_bytes(whole[:length])
            self.check(["eval", model, "--data", data], 3, "model.onnx")


class Tools(Folder):
    """Compilers, disks and signals."""

    def library(self):
        data = small_dataset(self.root / "data")
        run_json(*self.train(data))
        run_json("generate", self.root / "m.onnx", "--name", "tiny", "-o", self.root / "lib")
        return data

    def path_without(self, name):
        """A PATH whose only folder has links to everything but one program."""
        folder = self.root / "bin"
        folder.mkdir()
        for place in os.environ["PATH"].split(":"):
            for program in pathlib.Path(place).iterdir() if pathlib.Path(place).is_dir() else []:
                if program.name != name and not (folder / program.name).exists():
                    (folder / program.name).symlink_to(program)
        return {"PATH": str(folder)}

    def test_missing_compiler_and_emulator_name_their_packages(self):
        data = self.library()
        for program, package in (("arm-none-eabi-gcc", "gcc-arm-none-eabi"),
                                 ("qemu-system-arm", "qemu-system-arm")):
            env = self.path_without(program)
            code, out, err = run("run", self.root / "lib", "--data", data, env=env)
            self.assertEqual(code, 6, out + err)
            self.assertIn(f"apt-get install {package}", err)
            code, out, _ = run("doctor", env=env)
            self.assertEqual(code, 6)
            self.assertIn(package, out)
            shutil.rmtree(self.root / "bin")

    def test_output_folder_that_cannot_be_written(self):
        self.library()
        before = sorted(self.root.rglob("*"))
        model = self.root / "m.onnx"
        (self.root / "file").write_text("in the way")
        before = sorted(self.root.rglob("*"))
        self.check(["generate", model, "--name", "a", "-o", self.root / "file" / "lib"], 3, "file")
        self.check(["generate", model, "--name", "a", "-o", "/proc/lib"], 3, "/proc/lib")
        self.check(["generate", model, "--name", "a", "-o", self.root / "data"], 3,
                   "was not written by mote")
        self.assertEqual(before, sorted(self.root.rglob("*")))

    def test_full_disk_leaves_nothing_half_written(self):
        """A preloaded write() that fails like a full disk once 2000 bytes have gone to files."""
        data = self.library()
        shim = self.root / "full.c"
        shim.write_text("#define _GNU_SOURCE\n#include <dlfcn.h>\n#include <errno.h>\n"
                        "#include <sys/stat.h>\n#include <unistd.h>\n"
                        "ssize_t write(int f, const void *p, size_t n) { static size_t all;\n"
                        "ssize_t (*real)(int, const void *, size_t) =\n"
                        "dlsym(RTLD_NEXT, \"write\"); struct stat s;\n"
                        "if (fstat(f, &s) == 0 && S_ISREG(s.st_mode)) { all += n;\n"
                        "if (all > 2000) { errno = ENOSPC; return -1; } }\n"
                        "return real(f, p, n); }\n")
        library = self.root / "full.so"
        subprocess.run(["cc", "-shared", "-fPIC", shim, "-o", library, "-ldl"], check=True)
        env = {"LD_PRELOAD": str(library), "ASAN_OPTIONS": "verify_asan_link_order=0"}
        before = sorted(self.root.rglob("*"))
        for args in (["generate", self.root / "m.onnx", "--name", "a", "-o", self.root / "new"],
                     ["generate", self.root / "m.onnx", "--name", "a", "-o", self.root / "lib"],
                     ["train", "--data", data, "--arch", "cnn1d", "--epochs", "1", "-o",
                      self.root / "other.onnx"]):
            code, out, err = run(*args, env=env)
            self.assertEqual(code, 3, out + err)
            self.assertIn("No space left", err)
            self.assertEqual(before, sorted(self.root.rglob("*")))

    def test_interrupted_training_resumes_to_the_same_result(self):
        data = small_dataset(self.root / "data", windows=60)
        whole = ["train", "--data", data, "--arch", "cnn1d", "--epochs", "40", "--seed", "5"]
        run_json(*whole, "-o", self.root / "whole.onnx")
        parts = self.root / "parts.onnx"
        checkpoint = self.root / "parts.onnx.checkpoint"
        child = subprocess.Popen([mote_cli.MOTE, *map(str, whole), "-o", parts],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        while not checkpoint.exists() and child.poll() is None:
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=60)
        self.assertEqual(child.returncode, 130, err)
        self.assertTrue(checkpoint.exists(), "no checkpoint was kept")
        self.assertFalse(parts.exists())
        run_json(*whole, "-o", parts, "--resume")
        self.assertEqual((self.root / "whole.onnx").read_bytes(), parts.read_bytes())
        self.assertFalse(checkpoint.exists())


if __name__ == "__main__":
    unittest.main(verbosity=2)
