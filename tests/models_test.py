#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Real models on the boards: the bits, the RAM and the flash of their generated libraries.

Every sample of every int8 model of the shared data gives the bits of TensorFlow Lite Micro on this
machine, a Cortex-M0 and a Cortex-M4; float models come within 1e-5 of it. Arenas are no larger than
its arena, and libraries smaller than what it takes on a Cortex-M0. MOTE_TEST_SAMPLES limits the
samples of a file (all unless given)."""
import json
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

import mote_cli

HERE = pathlib.Path(__file__).resolve().parent
SHARED = pathlib.Path(os.environ.get("MOTE_SHARED", HERE.parent / ".." / "shared"))
MODELS = SHARED / "data" / "models"
TARGETS = [("host", None)] + [(name, "qemu-system-arm") for name in ("cortex-m0", "cortex-m4")]
# How facts/peers.md calls the models.
PEERS = {"mlperf_ad_int8": "AD autoencoder int8", "mlperf_kws_int8": "KWS DS-CNN int8",
         "mlperf_ic_int8": "IC ResNet-8 int8", "tflm_mnist_lstm_int8": "mnist_lstm int8",
         "tflm_keyword_scrambled_int16io": "keyword_scrambled (SVDF)",
         "tflm_hello_int8": "hello_world int8", "tflm_hello_float": "hello_world float",
         "mlperf_ad_float": "AD float"}
# Integer weights, activations by TFLite's own rule.
HYBRID = {"mlperf_ad_dynrange", "mlperf_kws_float"}


def takes_minutes(name, target):
    """Software floating point of large networks on an emulated core."""
    is_float = name.endswith(("_float", "_f")) or name in HYBRID or name.startswith("onnx_")
    return target != "host" and is_float and "hello" not in name


def model_file(place):
    return next(iter([*place.glob("*.onnx"), *place.glob("*.tflite")]), None)


def golden_pairs(place):
    """(input, wanted output) files: TFLite Micro's where there are any."""
    for source, wanted in (("in0", "out0"), ("real_input", "real_out0")):
        best = place / f"tflm_{wanted}.npy"
        if not best.exists():
            best = place / f"{wanted}.npy"
        if (place / f"{source}.npy").exists() and best.exists():
            yield place / f"{source}.npy", best


def peer_flash():
    """The smallest flash of TensorFlow Lite Micro on a Cortex-M0, by our names."""
    text = (SHARED / "facts" / "peers.md").read_text()
    rows = {}
    for line in text.split("## Cortex-M0")[1].split("\n## ")[0].splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        name = next((ours for ours, theirs in PEERS.items() if theirs in cells), None)
        if name and cells[2].startswith("TFLite Micro"):
            flash = int(cells[5].replace(",", ""))
            rows[name] = min(flash, rows.get(name, flash))
    return rows


@unittest.skipUnless(MODELS.is_dir(), f"{MODELS} is not there")
class RealModels(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())

    def tearDown(self):
        shutil.rmtree(self.folder)

    def check(self, place, target, peers):
        name, model = place.name, model_file(place)
        library = self.folder / f"{name}-{target}"
        made = mote_cli.run_json("generate", model, "-t", target, "--name", "net", "-o", library)
        line = f"{name} on {target}: flash {made['flash_bytes']}, arena {made['arena_bytes']}"
        for source, wanted in [] if takes_minutes(name, target) else golden_pairs(place):
            limit = ["--limit", os.environ["MOTE_TEST_SAMPLES"]] \
                if "MOTE_TEST_SAMPLES" in os.environ else []
            code, out, err = mote_cli.run("validate", model, library, "-t", target, "-i", source,
                                          "--golden", wanted, *limit, "--json")
            self.assertIn(code, (0, 1), err)
            result = json.loads(out)
            line += (f", {source.stem} {result['inferences'] - result['mismatches']} of "
                     f"{result['inferences']} as golden")
            if name in HYBRID:
                self.assertGreaterEqual(result["agreement"], 0.95 if "kws" in name else 0, line)
            else:
                self.assertTrue(result["bit_exact"], line + f" {result}")
        print(line, flush=True)
        info = place / "model_info.json"
        arena = json.loads(info.read_text()).get("tflm_x86_64_arena_used_bytes") \
            if info.exists() else None
        if arena:
            self.assertLessEqual(made["arena_bytes"], arena, line)
        if name in peers and target == "cortex-m0":
            self.assertLess(made["flash_bytes"], peers[name], line)

    def test_give_the_golden_bits_in_less_memory(self):
        peers = peer_flash()
        self.assertGreater(len(peers), 5)
        for place in sorted(MODELS.iterdir()):
            if not place.is_dir() or model_file(place) is None:
                continue
            for target, program in TARGETS:
                if program and not shutil.which(program):
                    continue
                with self.subTest(model=place.name, target=target):
                    self.check(place, target, peers)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
