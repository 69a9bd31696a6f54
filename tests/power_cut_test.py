#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a generated library learnt, through power cuts at every call of the flash, on Cortex-M0."""
import pathlib
import shutil
import struct
import subprocess
import tempfile
import tomllib
import unittest

from mote_cli import run_json, small_dataset

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIRMWARE = ROOT / "device" / "firmware"
MISTAKES = ["lost", "wrong", "failed_saves", "overwritten", "wrong_flips"]
COUNTS = ["saves", "cut_writes", "cut_erases", "found_last", "found_new", "flips", *MISTAKES]
STACK_BYTES = 2048

# Mistakes in store.h, each of which must be found.
PLANTED = {
    "a slot counts without its checksum": ("== ~crc;", "!= 0;"),
    "the newest slot is overwritten": ("slot = newest == 0;", "slot = newest == 1;"),
    "sequence numbers stand still": ("MOTE_STORE_SEQUENCE) + 1;", "MOTE_STORE_SEQUENCE);"),
    "the last page is not erased": ("at < bytes && !failed", "at + 128 < bytes && !failed"),
}


class PowerCut(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="mote-power-cut-"))
        data = small_dataset(cls.root / "data", windows=12)
        model = cls.root / "m.onnx"
        run_json("train", "--data", data, "--arch", "dscnn1d", "--epochs", "1", "-o", model)
        cls.library = cls.root / "lib"
        run_json("generate", model, "--data", data, "--name", "tiny", "-o", cls.library, "-t",
                 "cortex-m0", "--learn", "classes=+1,features=8")
        cls.target = tomllib.loads((ROOT / "device" / "targets" / "cortex-m0.toml").read_text())
        cls.board = cls.target["board"][0]

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def program_of(self, library, folder, saves):
        script = (FIRMWARE / "board.ld.in").read_text().replace("@STACK_BYTES@", str(STACK_BYTES))
        for key in ("flash_origin", "flash_bytes", "ram_origin", "ram_bytes"):
            script = script.replace(f"@{key.upper()}@", str(self.board[key]))
        (folder / "board.ld").write_text(script)
        sources = [pathlib.Path(__file__).with_name("power_cut_firmware.c"),
                   FIRMWARE / "firmware_cortex_m.c", FIRMWARE / "memory.c",
                   library / "src" / "tiny.c"]
        subprocess.run([self.target["compiler"], *self.target["flags"], f"-DSAVES={saves}",
                        "-nostdlib", "-nostartfiles", "-Wl,--gc-sections", "-T", folder / "board.ld",
                        f"-I{FIRMWARE}", f"-I{library / 'src'}", *sources, "-lgcc", "-o",
                        folder / "program.elf"], check=True)
        return folder / "program.elf"

    def counts_of(self, library, saves):
        """What the firmware counted on the emulated board."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.root))
        (folder / "in").touch()
        subprocess.run(["qemu-system-arm", "-M", self.board["machine"], "-display", "none",
                        "-monitor", "none", "-serial", "none", "-semihosting-config",
                        f"enable=on,target=native,arg={folder}", "-kernel",
                        self.program_of(library, folder, saves)], check=True, timeout=120)
        numbers = struct.unpack(f"<{len(COUNTS)}I", (folder / "out").read_bytes())
        return dict(zip(COUNTS, numbers))

    def test_no_cut_loses_what_was_learnt(self):
        counts = self.counts_of(self.library, 16)
        print(", ".join(f"{key} {value:,}" for key, value in counts.items()))
        cuts = counts["cut_writes"] + counts["cut_erases"]
        self.assertGreater(cuts, 5000)
        self.assertGreater(counts["cut_erases"], 150)
        self.assertGreater(counts["found_last"], 4900)
        self.assertEqual(counts["found_last"] + counts["found_new"], 2 * cuts + counts["saves"])
        for mistake in MISTAKES:
            self.assertEqual(counts[mistake], 0, mistake)
        self.assertEqual(counts["flips"], 8 * (16 + 60 + 4 * (1 + 5 + 5 * 8 + 8 * 9 // 2)))

    def test_mistakes_are_found(self):
        for name, (right, wrong) in PLANTED.items():
            library = self.root / "planted"
            shutil.copytree(self.library, library)
            store = library / "src" / "tiny_internal" / "store.h"
            self.assertEqual(store.read_text().count(right), 1, name)
            store.write_text(store.read_text().replace(right, wrong))
            counts = self.counts_of(library, 3)
            self.assertGreater(sum(counts[mistake] for mistake in MISTAKES), 100, name)
            shutil.rmtree(library)


if __name__ == "__main__":
    unittest.main()
