#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The Debian package, unpacked: its program works away from the build, a shell completes it, the
manual is in order; and what errors say of themselves."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from mote_cli import run, run_json, small_dataset

BUILD = pathlib.Path(os.environ["MOTE_BUILD"])
COMPLETE = """source "$1"; COMP_WORDS=("${@:2}"); COMP_CWORD=$(($# - 2)); _mote
printf '%s\\n' "${COMPREPLY[@]}" """


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="mote-installed-"))
        packed = subprocess.run(["cpack", "--config", BUILD / "CPackConfig.cmake", "-B", cls.root],
                                capture_output=True, text=True, cwd=BUILD, check=False)
        assert packed.returncode == 0, packed.stdout + packed.stderr
        cls.package = next(cls.root.glob("*.deb"))
        cls.place = cls.root / "place"
        subprocess.run(["dpkg", "-x", cls.package, cls.place], check=True)
        cls.mote = cls.place / "usr" / "bin" / "mote"

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def call(self, *words):
        result = subprocess.run([self.mote, *map(str, words)], capture_output=True, text=True,
                                check=False)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def test_says_what_it_needs(self):
        control = subprocess.run(["dpkg", "-I", self.package], capture_output=True, text=True,
                                 check=True).stdout
        for library in ("libc6", "libfmt9", "libonnx1", "libtorch1.13"):
            self.assertIn(library, control)

    def test_the_program_works_where_it_is_unpacked(self):
        data = small_dataset(self.root / "data")
        self.call("train", "--data", data, "--arch", "mlp", "--epochs", "1", "-o",
                  self.root / "m.onnx")
        self.call("generate", self.root / "m.onnx", "--name", "net", "-o", self.root / "net")
        counted = self.call("run", self.root / "net", "-t", "cortex-m0", "--data", data)
        self.assertIn("cortex-m0 on", counted)

    def completed(self, *words):
        script = self.place / "usr/share/bash-completion/completions/mote"
        result = subprocess.run(["bash", "-c", COMPLETE, "bash", script, *words],
                                capture_output=True, text=True, check=True)
        return result.stdout.split()

    def test_a_shell_completes_verbs_options_and_values(self):
        self.assertEqual(self.completed("mote", "compr"), ["compress"])
        self.assertIn("completion", self.completed("mote", "comp"))
        self.assertEqual(self.completed("mote", "train", "--arc"), ["--arch"])
        self.assertIn("dictionary", self.completed("mote", "compress", "--method", ""))

    def test_the_manual_is_in_order(self):
        page = self.place / "usr/share/man/man1/mote.1"
        for verb in ("train", "compress", "live"):
            self.assertIn(f".SS {verb}\n", page.read_text())

    def test_every_error_explains_itself(self):
        codes = run_json("explain")["codes"]
        self.assertGreater(len(codes), 10)
        for code in codes:
            self.assertGreater(len(code["advice"]), 50, code)
        self.assertEqual(run_json("explain", "e0304")["codes"][0]["code"], "E0304")
        self.assertEqual(run("explain", "E9999")[0], 2)

    def test_a_mistyped_option_has_a_neighbor(self):
        code, _, err = run("train", "--epoch", "3")
        self.assertEqual(code, 2)
        self.assertIn("did you mean '--epochs'?", err)


if __name__ == "__main__":
    unittest.main()
