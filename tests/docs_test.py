#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The tutorial as a newcomer follows it: every command in it, in order, in an empty folder."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from mote_cli import MOTE

DOCS = pathlib.Path(__file__).resolve().parent.parent / "docs"


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

    def test_links_lead_somewhere(self):
        for page in [*DOCS.glob("*.md"), DOCS.parent / "README.md", DOCS.parent / "CONTRIBUTING.md"]:
            for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
                if "://" not in target:
                    self.assertTrue((page.parent / target).exists(), f"{page.name}: {target}")


if __name__ == "__main__":
    unittest.main()
