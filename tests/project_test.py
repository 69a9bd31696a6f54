#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""mote.toml: what verbs take where the command line does not say."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from mote_cli import MOTE


class Project(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="mote-project-"))

    def tearDown(self):
        shutil.rmtree(self.root)

    def run_here(self, *words, where=None, **environment):
        done = subprocess.run([os.path.abspath(MOTE), *words], cwd=where or self.root,
                              capture_output=True, text=True, check=False,
                              env={**os.environ, **environment})
        return done.returncode, done.stdout, done.stderr

    def write(self, text):
        (self.root / "mote.toml").write_text(text)

    def test_a_new_project_goes_the_whole_road_without_options(self):
        self.assertEqual(self.run_here("init")[0], 0)
        text = (self.root / "mote.toml").read_text()
        self.write(text.replace("small.onnx", "model.onnx").replace("# epochs = 25", "epochs = 1"))
        for verb in ("train", "analyze", "generate"):
            code, _, err = self.run_here(verb)
            self.assertEqual(code, 0, err)
        code, out, err = self.run_here("validate", "--limit", "1")
        self.assertEqual(code, 0, err)
        self.assertIn("cortex-m0", out)
        code, _, err = self.run_here("init")
        self.assertEqual(code, 2)
        self.assertIn("is there already", err)

    def test_the_command_line_wins_over_the_verb_over_the_project(self):
        self.write('[project]\ndata = "nowhere"\narch = "cnn1d"\n[train]\narch = "mlp"\n'
                   'data = "synthetic-har"\nepochs = 1\noutput = "m.onnx"\n')
        code, out, err = self.run_here("train", "--json")
        self.assertEqual(code, 0, err)
        self.assertEqual(json.loads(out)["arch"], "mlp")
        code, out, err = self.run_here("train", "--json", "--arch", "dscnn1d")
        self.assertEqual(code, 0, err)
        self.assertEqual(json.loads(out)["arch"], "dscnn1d")
        self.assertEqual(self.run_here("data", "info", "synthetic-har")[0], 0)

    def test_the_environment_wins_over_the_project(self):
        self.write('[project]\narch = "mlp"\ndata = "nowhere"\n[train]\nepochs = 1\noutput = "m.onnx"\n')
        environment = {"MOTE_ARCH": "cnn1d", "MOTE_DATA": "synthetic-har"}
        code, out, err = self.run_here("train", "--json", **environment)
        self.assertEqual(code, 0, err)
        self.assertEqual(json.loads(out)["arch"], "cnn1d")
        code, out, err = self.run_here("config", "train", "--json", **environment)
        self.assertEqual(code, 0, err)
        self.assertEqual([(one["option"], one["values"], one["place"])
                          for one in json.loads(out)["settings"]],
                         [("arch", ["cnn1d"], "MOTE_ARCH"), ("data", ["synthetic-har"], "MOTE_DATA"),
                          ("epochs", ["1"], "mote.toml:5:10"), ("output", ["m.onnx"], "mote.toml:6:10")])
        code, _, err = self.run_here("train", MOTE_EPOCHS="many")
        self.assertEqual(code, 2)
        self.assertIn("MOTE_EPOCHS", err)

    def test_another_folder_may_be_worked_in(self):
        self.write('[train]\nepochs = 3\n')
        code, out, err = self.run_here("-C", str(self.root), "config", where="/")
        self.assertEqual(code, 0, err)
        self.assertIn("mote.toml:2:10", out)
        code, _, err = self.run_here("-C", str(self.root / "none"), "config")
        self.assertEqual(code, 3)
        self.assertIn("none", err)

    def test_the_version_is_told(self):
        for words in (("--version",), ("version",)):
            code, out, _ = self.run_here(*words)
            self.assertEqual(code, 0)
            self.assertRegex(out, r"^mote \d+\.\d+\.\d+")

    def test_mistakes_are_named_with_their_place(self):
        for text, code, place, word in (
                ('[train]\nepoch = 3\n', 2, "mote.toml:2:1", "did you mean 'epochs'"),
                ('[trian]\nepochs = 3\n', 2, "mote.toml:1:2", "did you mean 'train'"),
                ('[project]\nepoch = 3\n', 2, "mote.toml:2:1", "did you mean 'epochs'"),
                ('[train]\nepochs = -3\n', 2, "mote.toml:2:10", "-3"),
                ('[train]\ntask = "guess"\n', 2, "mote.toml:2:8", "guess"),
                ('[train]\nepochs = 1979-05-27\n', 2, "mote.toml:2:10", "nothing that an option"),
                ('[train\n', 3, "mote.toml:1", "quotes"),
                ('epochs = 3\n', 2, "mote.toml:1:1", "no verb")):
            self.write(text)
            got, _, err = self.run_here("train", "--data", "synthetic-har", "-o", "m.onnx")
            self.assertEqual(got, code, err)
            self.assertTrue(place in err and word in err, err)


if __name__ == "__main__":
    unittest.main()
