#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The reports: every verb that promises one writes it; a browser draws every plot, wide and narrow."""
import html.parser
import json
import pathlib
import re
import shutil
import struct
import subprocess
import tempfile
import unittest

from mote_cli import run, run_json, small_dataset
from served import BROWSER, said_by_page
from words import write_words

MOST_BYTES = 1_500_000
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--enable-logging=stderr", "--virtual-time-budget=10000"]
# Opens everything that is folded away, and says whether the page fits the window.
PROBE = """<script>addEventListener("load", () => setTimeout(() => {
  for (const one of document.querySelectorAll("summary")) one.click();
  document.body.dataset.open = document.querySelectorAll("details[open]").length;
  document.body.dataset.beyond = document.documentElement.scrollWidth - innerWidth;
}, 3000));</script></body>"""

# Drops a file made by MAKE on the network, and tells what it says of that.
DROP = """<script>addEventListener("load", () => setTimeout(async () => {
  const files = new DataTransfer();
  files.items.add(new File([await (MAKE)()], "mine"));
  const input = document.querySelector(".trial input");
  input.files = files.files;
  input.dispatchEvent(new Event("change"));
  setInterval(() => fetch("/said", { method: "POST", body: document.querySelector(".trial").dataset.exact + " " +
    document.querySelector(".trial > div:last-child p").textContent }), 200);
}, 1000));</script></body>"""
TABLE = """() => Array.from({ length: 40 }, (_, t) => [t, ...Array(6).fill(Math.sin(t))].join(",")).join("\\n")"""
IMAGE = """() => new Promise((done) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 50;
  canvas.getContext("2d").fillRect(10, 10, 20, 20);
  canvas.toBlob(done);
})"""
SOUND = """() => {
  const rate = 16000, head = new DataView(new ArrayBuffer(44)), samples = new Int16Array(2 * rate);
  samples.forEach((_, i) => { samples[i] = 8000 * Math.sin(i / 5); });
  ["RIFF", "WAVEfmt ", "data"].forEach((word, k) =>
    [...word].forEach((letter, i) => head.setUint8([0, 8, 36][k] + i, letter.charCodeAt(0))));
  [[4, 36 + 2 * samples.length], [16, 16], [24, rate], [28, 2 * rate], [40, 2 * samples.length]]
    .forEach(([at, value]) => head.setUint32(at, value, true));
  [[20, 1], [22, 1], [32, 2], [34, 16]].forEach(([at, value]) => head.setUint16(at, value, true));
  return new Blob([head, samples]);
}"""


class Page(html.parser.HTMLParser):
    """Counts of tags, and what would be fetched."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.fetched, self.plots, self.body = {}, [], [], {}
        self.trials = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.fetched += [attrs[name] for name in ("src", "href") if attrs.get(name)]
        if attrs.get("class") == "trial":
            self.trials.append(attrs.get("data-exact"))
        if attrs.get("class") == "plot":
            self.plots.append(attrs.get("data-drawn"))
        if tag == "body":
            self.body = attrs


def write_images(folder, count, extent):
    """IDX files of bright squares, above or below."""
    folder.mkdir()
    for part in ("train", "t10k"):
        pixels = bytearray()
        for i in range(count):
            pixels += bytes(200 if (y < extent // 2) == (i % 2 == 0) and x > i % 5 else i % 7
                            for y in range(extent) for x in range(extent))
        head = struct.pack(">4I", 0x803, count, extent, extent)
        (folder / f"{part}-images-idx3-ubyte").write_bytes(head + pixels)
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(
            struct.pack(">2I", 0x801, count) + bytes(i % 2 for i in range(count)))
    return folder


class Reports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="mote-report-"))
        cls.data = small_dataset(cls.root / "data", windows=60)
        cls.model = cls.root / "m.onnx"
        cls.trained = run_json("train", "--data", cls.data, "--arch", "dscnn1d", "--epochs", "2",
                               "-o", cls.model)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def opened(self, path, width):
        """The page as the browser has it after drawing, and what it complained of."""
        probed = self.root / "probed.html"
        probed.write_text(pathlib.Path(path).read_text().replace("</body>", PROBE))
        with tempfile.TemporaryDirectory() as profile:
            done = subprocess.run(
                [BROWSER, *QUIET, f"--user-data-dir={profile}", f"--window-size={width},900",
                 "--dump-dom", probed.as_uri()], capture_output=True, text=True, timeout=120,
                check=True)
        return Page(done.stdout), re.findall(r"CONSOLE.*", done.stderr)

    def check(self, path, sections):
        text = pathlib.Path(path).read_text()
        self.assertLess(len(text.encode()), MOST_BYTES)
        page = Page(text)
        self.assertEqual(page.fetched, [], "a report needs no network")
        for section in sections:
            self.assertTrue(f"<h2>{section}</h2>" in text, section)
        if not page.plots:
            self.skipTest("mote was built without what draws plots")
        if not BROWSER:
            self.skipTest("chromium is not installed")
        for width in (1200, 500):
            with self.subTest(width=width):
                drawn, complaints = self.opened(path, width)
                self.assertEqual(complaints, [])
                self.assertEqual(drawn.plots, ["yes"] * len(page.plots))
                self.assertEqual(drawn.trials, ["yes"], "the browser computes the host's bytes")
                self.assertGreaterEqual(drawn.tags.get("svg", 0), len(page.plots))
                self.assertEqual(int(drawn.body["data-open"]), page.tags.get("details", 0))
                self.assertLessEqual(int(drawn.body["data-beyond"]), 0, "wider than the window")

    def test_train(self):
        self.assertEqual(self.trained["report"], str(self.root / "m.report.html"))
        self.check(self.trained["report"], ["Data", "Try it", "Training", "What is taken for what",
                                            "What the first layer looks for",
                                            "What excites its features most", "The same again"])

    def dropped(self, path, make):
        """What the page says of a file that is dropped on its network."""
        page = pathlib.Path(path).read_text().replace("</body>", DROP.replace("MAKE", make))
        is_said, said = said_by_page(page, "yes mine: ")
        self.assertTrue(is_said, said)
        return said[-1]

    @unittest.skipUnless(BROWSER, "chromium is not installed")
    def test_windows_sounds_and_images_may_be_dropped(self):
        self.assertRegex(self.dropped(self.trained["report"], TABLE), r"mine: [0-9.]+ ms")
        write_words(self.root / "words", speakers=3, takes=2)
        hears = run_json("train", "--data", self.root / "words", "--front-end", "mfcc", "--epochs", 1,
                         "-o", self.root / "hears.onnx")
        self.assertLess(pathlib.Path(hears["report"]).stat().st_size, MOST_BYTES)
        self.assertRegex(self.dropped(hears["report"], SOUND), r"mine: [0-9.]+ ms")
        self.assertNotRegex(self.dropped(hears["report"], IMAGE), r" ms")
        images = write_images(self.root / "images", count=60, extent=12)
        sees = run_json("train", "--data", images, "--arch", "dscnn2d", "--epochs", 1, "-o",
                        self.root / "sees.onnx")
        self.assertRegex(self.dropped(sees["report"], IMAGE), r"mine: [0-9.]+ ms")
        code, _, err = run("live", self.root / "sees.onnx", "phone:0")
        self.assertEqual(code, 2, err)
        self.assertIn("the network sees", err)

    def test_compress(self):
        result = run_json("compress", self.root / "m.float.onnx", "--data", self.data, "-t",
                          "cortex-m0", "--max-drop", "30", "--method", "bits", "-o",
                          self.root / "small.onnx")
        self.check(result["report"], ["Before and after", "What the search found",
                                      "What became of each layer", "Where the time goes",
                                      "How sparse the weights are",
                                      "What is left of it: its filters, or a dictionary's atoms"])

    def test_report(self):
        result = run_json("report", self.model, "--data", self.data, "--float",
                          self.root / "m.float.onnx", "-t", "cortex-m4", "-o",
                          self.root / "r.html")
        self.assertTrue(result["bit_exact"])
        self.check(result["report"], ["Where the flash goes", "Where the RAM goes",
                                      "Where the time goes", "On test samples"])
        text = pathlib.Path(result["report"]).read_text()
        kept = re.search(r'id="data"><script type="application/json">(.*?)</script>', text)
        self.assertEqual(json.loads(kept.group(1))["flash_bytes"], result["flash_bytes"])
        self.assertIn(f"mote report {self.model}", text)

    def test_the_same_command_writes_the_same_report(self):
        pages = []
        for _ in range(2):
            run_json("report", self.model, "--data", self.data, "-o", self.root / "same.html")
            pages.append((self.root / "same.html").read_bytes())
        self.assertEqual(*pages)

    def test_a_folder_that_is_not_there_and_a_model_without_data(self):
        code, _, err = run("report", self.model, "-o", self.root / "r.html")
        self.assertEqual(code, 2, err)
        (self.root / "file").write_text("")
        code, _, err = run("report", self.model, "--data", self.data, "-o",
                           self.root / "file" / "r.html")
        self.assertNotEqual(code, 0)
        self.assertIn("cannot be written", err)


if __name__ == "__main__":
    unittest.main()
