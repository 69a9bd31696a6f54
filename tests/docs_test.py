#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the documentation says to type: the tutorial in order in an empty folder, the rest too."""
import os
import pathlib
import random
import re
import shutil
import struct
import subprocess
import tempfile
import unittest

from mote_cli import MOTE, run
from photos import write_photos
from words import write_words

DOCS = pathlib.Path(__file__).resolve().parent.parent / "docs"
SHARED = pathlib.Path(os.environ.get("MOTE_SHARED", DOCS.parents[1] / "shared"))
KEYWORDS = SHARED / "data" / "models" / "mlperf_kws_int8" / "mlperf_kws_int8.tflite"


class Docs(unittest.TestCase):
    def test_every_command_of_the_tutorial_works(self):
        blocks = re.findall(r"```sh\n(.*?)```", (DOCS / "tutorial.md").read_text(), re.DOTALL)
        self.assertGreater(len(blocks), 4)
        with tempfile.TemporaryDirectory(prefix="mote-docs-") as folder:
            os.symlink(MOTE, pathlib.Path(folder) / "run")
            script = "set -eu -o pipefail\n" + "\n".join(blocks)
            done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True,
                                  timeout=900, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            files = {path.name for path in pathlib.Path(folder).iterdir()}
        self.assertLessEqual({"moves", "moves.onnx", "moves.report.html", "small.onnx", "moves_net"},
                             files)
        self.assertIn("9 recordings", done.stdout)
        self.assertIn("identical to the reference, bit for bit", done.stdout)
        self.assertRegex(done.stdout.splitlines()[-2], r"run +#")

    def test_every_command_of_the_docs_has_its_options(self):
        helps = {}
        pages = [*DOCS.glob("*.md"), DOCS.parent / "README.md"]
        count = 0
        for page in pages:
            text = re.sub(r"\\\n", " ", page.read_text())
            spans = re.findall(r"(?<!`)`(\./run\s[^`]+)`", text)
            lines = [line for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
                     for line in block.splitlines() if line.startswith("./run ")]
            for command in [*spans, *lines]:
                words = re.split(r"\s#|&&|\|", command)[0].split()[1:]
                if not words or words[0].startswith("#"):
                    continue
                verb = words[:2] if words[0] == "data" else words[:1]
                name = " ".join(verb)
                if name not in helps:
                    code, out, err = run(*verb, "--help")
                    self.assertEqual(code, 0, f"{page.name}: {command}: {err}")
                    helps[name] = out
                for option in (word for word in words if re.match(r"--?[a-z]", word)):
                    self.assertRegex(helps[name], rf"(^|[\s,]){option}([\s,=]|$)",
                                     f"{page.name}: {command}")
                count += 1
        self.assertGreater(count, 40)

    @staticmethod
    def record(folder, samples):
        """Recordings of two classes, and windows of the same."""
        folder.mkdir()
        rng = random.Random(1)
        rows = []
        for person in ("anna", "ben", "cleo"):
            for label, axis in (("up", 0), ("flat", 2)):
                text = "timestamp,acc_x,acc_y,acc_z\n"
                for i in range(600):
                    row = [(c == axis) + rng.gauss(0, 0.1) for c in range(3)]
                    rows += row
                    text += f"{20 * i}," + ",".join(f"{x:.3f}" for x in row) + "\n"
                (folder / f"{label}.{person}.1.csv").write_text(text)
        header = "{'descr': '<f4', 'fortran_order': False, 'shape': (20, 128, 3), }"
        header += " " * (-(len(header) + 11) % 64) + "\n"
        samples.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) +
                            header.encode() + struct.pack("<7680f", *rows[:7680]))

    def test_commands_of_the_how_to_pages_work(self):
        """On data, sounds and models made for them."""
        text = (DOCS / "howto.md").read_text()
        commands = [" ".join(span.split()) for span in re.findall(r"`(\./run\s[^`]+)`", text)]
        commands += [line for block in re.findall(r"```\n(.*?)```", text, re.DOTALL)
                     for line in block.splitlines()]
        served = ("microphone", "phone", "http:", "collect")
        commands = [command for command in commands if not any(word in command for word in served)]
        with tempfile.TemporaryDirectory(prefix="mote-docs-") as folder:
            root = pathlib.Path(folder)
            os.symlink(MOTE, root / "run")
            self.record(root / "D", root / "samples.npy")
            write_words(root / "words")
            write_photos(root / "photos", 32, cameras=3, takes=2)
            if KEYWORDS.exists():
                shutil.copy(KEYWORDS, root / "kws.tflite")
            else:
                commands = [command for command in commands if "kws.tflite" not in command]
            shutil.copy(root / "words" / "rise" / "s0_0.wav", root / "word.wav")
            code, _, err = run("train", "--data", root / "D", "--arch", "dscnn1d", "--epochs", 1,
                               "-o", root / "M.onnx")
            self.assertEqual(code, 0, err)
            shutil.copy(root / "M.float.onnx", root / "net.onnx")
            for command in commands:
                words = command.split()[1:]
                if words in (["import"], ["data", "info"]):
                    continue
                done = subprocess.run(["./run", *words], cwd=root, capture_output=True, text=True,
                                      stdin=subprocess.DEVNULL, timeout=600, check=False)
                self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")
        self.assertGreater(len(commands), 5)

    def test_links_lead_somewhere(self):
        for page in [*DOCS.glob("*.md"), DOCS.parent / "README.md", DOCS.parent / "CONTRIBUTING.md"]:
            for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
                if "://" not in target:
                    self.assertTrue((page.parent / target).exists(), f"{page.name}: {target}")


if __name__ == "__main__":
    unittest.main()
