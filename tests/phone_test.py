#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sensors in the network: a phone's page that classifies, and samples that are posted."""
import json
import pathlib
import re
import shutil
import struct
import subprocess
import tempfile
import unittest

from mote_cli import run, run_json
from served import BROWSER, Served

NODE = shutil.which("node")
CHANNELS = ["acc_x", "acc_y", "acc_z", "gyro_x", "gyro_y", "gyro_z"]

# The page's script without a page: a window through the network; events through the resampler.
BY_NODE = """
const { facts, window, script } = JSON.parse(require("fs").readFileSync(0, "utf8"));
(0, eval)(script);
const { sampleOf, resampler, classifier, sender } = globalThis.motePhone;
(async () => {
  let stored = null;
  const network = await classifier(facts, (_, numbers) => { stored = numbers; });
  for (let t = 0; t < facts.steps; t++) network.give(window.slice(6 * t, 6 * t + 6));
  const event = { accelerationIncludingGravity: { x: 9.80665, y: 0, z: -19.6133 },
                  acceleration: null, rotationRate: { alpha: 180, beta: 0, gamma: 90 } };
  const given = [], posted = [];
  let gaps = 0;
  const take = resampler(50, (sample) => given.push(sample[0]), () => { gaps++; });
  for (let i = 0; i < 100; i++) take(3 + i / 100, [i]);
  take(9, [7]);
  const lines = sender(25, (path, body) => { posted.push([path, body]); }, () => {});
  for (let i = 0; i < 30; i++) lines[i === 20 ? "gap" : "give"]([i, 0.5]);
  await lines.end();
  console.log(JSON.stringify({ stored, given, gaps, posted, android: sampleOf(event, facts.channels, false),
                               apple: sampleOf(event, facts.channels, true) }));
})();
"""

# Events as a phone would send them, and what the page then says.
PROBE = """<script>addEventListener("load", () => {
  document.getElementById("start").click();
  let at = 1000;  // the network may take its time to be there
  const tries = setInterval(() => {
    for (let i = 0; i < 500; i++, at += 16) {
      const event = new DeviceMotionEvent("devicemotion", {
        accelerationIncludingGravity: { x: 0, y: 9.8, z: 0 }, acceleration: { x: 0, y: 0, z: 0 },
        rotationRate: { alpha: 0, beta: 0, gamma: 0 }, interval: 16 });
      Object.defineProperty(event, "timeStamp", { value: at });
      window.dispatchEvent(event);
    }
    const rows = document.querySelectorAll("#bars > div").length;
    if (rows === 0) return;
    clearInterval(tries);
    document.body.dataset.said = document.getElementById("class").textContent;
    document.body.dataset.rows = rows;
    document.body.dataset.state = document.getElementById("state").textContent;
  }, 200);
});</script></html>"""


class Phone(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="mote-phone-"))
        cls.data, cls.model = cls.root / "data", cls.root / "m.onnx"
        cls.data.mkdir()
        for person in ("anna", "ben", "cleo"):
            for label, axis in (("upright", 1), ("lying", 2)):
                rows = [",".join(f"{(c == axis) + 0.01 * ((i + c) % 3):.2f}" for c in range(6))
                        for i in range(600)]
                text = "\n".join(f"{20 * i},{row}" for i, row in enumerate(rows))
                (cls.data / f"{label}.{person}.1.csv").write_text(
                    "timestamp," + ",".join(CHANNELS) + "\n" + text + "\n")
        run_json("train", "--data", cls.data, "--arch", "dscnn1d", "--width", "25", "--epochs", "6",
                 "-o", cls.model)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def page(self):
        served = Served("live", self.model, "phone:0")
        page = served.get()
        code, out, err = served.end(by_signal=True)
        self.assertEqual(code, 0, err)
        self.assertTrue("\u2588" in out, "no code to scan")
        facts = json.loads(re.search(r'id="facts">(.*?)</script>', page, re.S)[1])
        return page, facts

    @unittest.skipUnless(NODE, "node is not installed")
    def test_the_page_computes_what_the_library_computes(self):
        page, facts = self.page()
        self.assertEqual(facts["channels"], ["acc.x", "acc.y", "acc.z", "gyro.x", "gyro.y", "gyro.z"])
        steps = facts["steps"]
        window = [struct.unpack("f", struct.pack("f", ((37 * i) % 101) / 50 - 1))[0]
                  for i in range(6 * steps)]
        header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': (1, {steps}, 6), }}"
        header += " " * (-(len(header) + 11) % 64) + "\n"
        (self.root / "x.npy").write_bytes(
            b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() +
            struct.pack(f"<{len(window)}f", *window))
        run_json("eval", self.model, "-i", self.root / "x.npy", "-o", self.root / "y.npy")
        raw = (self.root / "y.npy").read_bytes()
        wanted = list(struct.unpack(f"{len(facts['classes'])}b", raw[-len(facts["classes"]):]))
        script = page.split("<script>")[1].split("</script>")[0]
        done = subprocess.run([NODE, "-e", BY_NODE], text=True, capture_output=True, check=True,
                              input=json.dumps({"facts": facts, "window": window, "script": script}))
        got = json.loads(done.stdout)
        self.assertEqual(got["stored"], wanted)
        # Every second one of 100 Hz; then a gap.
        self.assertEqual(len(got["given"]), 51)
        for i, value in enumerate(got["given"][:50]):
            self.assertAlmostEqual(value, 2 * i, places=6)
        self.assertEqual((got["gaps"], got["given"][50]), (1, 7))
        for got_sample, sign in ((got["android"], 1), (got["apple"], -1)):
            for value, real in zip(got_sample, (sign, 0, -2 * sign, 3.14159265, 0, 1.57079633)):
                self.assertAlmostEqual(value, real, places=6)
        self.assertEqual([path for path, _ in got["posted"]], ["/samples", "/samples", "/end"])
        self.assertEqual(got["posted"][0][1].count("\n"), 25)
        self.assertEqual(got["posted"][0][1].split("\n")[19:22],
                         ["19.0000,0.500000", "", "21.0000,0.500000"])

    @unittest.skipUnless(BROWSER, "chromium is not installed")
    def test_a_browser_classifies_motion(self):
        page, facts = self.page()
        (self.root / "page.html").write_text(page.replace("</html>", PROBE))
        done = subprocess.run(
            [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=30000",
             f"--user-data-dir={self.root}/profile", "--dump-dom", f"file://{self.root}/page.html"],
            capture_output=True, text=True, timeout=120, check=True)
        self.assertRegex(done.stdout, 'data-said="upright"')
        self.assertRegex(done.stdout, f'data-rows="{len(facts["classes"])}"')
        self.assertRegex(done.stdout, 'data-state=""')

    def test_what_a_phone_posts_becomes_a_recording(self):
        served = Served("collect", "phone:0", "--label", "walk", "--person", "anna", "-o",
                        self.root / "moves")
        self.assertTrue('"label":"walk"' in served.get())
        for _ in range(4):
            served.post("samples", "0.1,0.2,0.9,0,0,0.5\n" * 25)
        served.post("end", "")
        code, _, err = served.end()
        self.assertEqual(code, 0, err)
        lines = (self.root / "moves/walk.anna.1.csv").read_text().splitlines()
        self.assertEqual(lines[0], "timestamp," + ",".join(CHANNELS))
        self.assertEqual(len(lines), 101)
        self.assertEqual(lines[2], "20,0.1,0.2,0.9,0,0,0.5")

    def test_posted_lines_are_classified(self):
        served = Served("live", self.model, "http:0")
        self.assertTrue("POST" in served.get())
        served.post("samples", "0,1,0,0,0,0,1\n" * 400)
        served.post("samples", "0,0,1,0,0,0,0")  # without an end of line
        served.post("end", "")
        code, out, err = served.end()
        self.assertEqual(code, 0, err)
        self.assertRegex(out, "401 samples")
        self.assertRegex(out, "upright")

    def test_a_port_that_is_taken_and_channels_that_phones_lack_are_named(self):
        served = Served("live", self.model, "http:0")
        port = served.url.rstrip("/").rsplit(":", 1)[1]
        code, _, err = run("collect", f"http:{port}", "--label", "x", "--rate", "50Hz", "-o",
                           self.root / "no")
        self.assertEqual(code, 7, err)
        self.assertIn(f"port {port}", err)
        served.end(by_signal=True)
        code, _, err = run("live", self.model, "phone:x")
        self.assertEqual(code, 2, err)
        other = self.root / "other"
        for label in ("a", "b"):
            other.mkdir(exist_ok=True)
            (other / f"{label}.csv").write_text("timestamp,level\n" + "".join(
                f"{20 * i},{label == 'a'}\n".replace("True", "1").replace("False", "0")
                for i in range(1000)))
        run_json("train", "--data", other, "--arch", "mlp", "--epochs", "1", "-o",
                 self.root / "other.onnx")
        code, _, err = run("live", self.root / "other.onnx", "phone:0")
        self.assertEqual(code, 2, err)
        self.assertIn("level", err)


if __name__ == "__main__":
    unittest.main()
