#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Libraries that go on learning: the protocol of mote learn, the generated interface, its errors."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from mote_cli import run, run_json, small_dataset

STRICT = ["-O1", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
DIALECTS = [["gcc", "-std=c99"], ["clang", "-std=c99"], ["g++", "-x", "c++", "-std=c++11"],
            ["arm-none-eabi-gcc", "-std=c99", "-mcpu=cortex-m0", "-mthumb", "-ffreestanding"]]

# A flash that only clears bits.
FLASH = r"""
#include <stdio.h>
#include <string.h>

#include "tiny.h"

static uint8_t flash_bytes[2 * TINY_SLOT_BYTES(256)];

static int32_t erase(void *context, uint32_t offset)
{
    (void)context;
    memset(flash_bytes + offset, 0xff, 256);
    return 0;
}

static int32_t program(void *context, uint32_t offset, const uint8_t *bytes, uint32_t count)
{
    uint32_t i;
    (void)context;
    for (i = 0; i < count; i++)
        flash_bytes[offset + i] &= bytes[i];
    return 0;
}

static tiny_memory memory;

"""

# Teaches a new class, saves it, forgets, loads.
PROGRAM = FLASH + r"""
int main(void)
{
    const tiny_flash flash = {NULL, flash_bytes, 256, 4, erase, program};
    int8_t known[TINY_FEATURES], new_one[TINY_FEATURES];
    int32_t scores[TINY_LEARN_CLASSES], i, k;
    memset(known, 0, sizeof known);
    tiny_reset(&memory);
    printf("%d ", (int)tiny_load(&memory, &flash));
    for (i = 0; i < 8; i++) {
        for (k = 0; k < TINY_FEATURES; k++)
            new_one[k] = (int8_t)(60 + (i * 7 + k * 5) % 11);
        if (tiny_learn(&memory, new_one, 4) != 0)
            return 1;
    }
    printf("%d ", (int)tiny_classify(&memory, new_one, scores));
    printf("%d ", scores[5] == INT32_MIN);
    printf("%d ", (int)tiny_save(&memory, &flash));
    printf("%d ", tiny_novelty(&memory, new_one) < 256 * 4 * TINY_FEATURES);
    tiny_forget(&memory, 4);
    printf("%d ", tiny_classify(&memory, new_one, scores) != 4);
    printf("%d ", tiny_novelty(&memory, new_one) > 256 * 4 * TINY_FEATURES);
    printf("%d ", (int)tiny_load(&memory, &flash));
    printf("%d ", (int)tiny_classify(&memory, new_one, scores));
    printf("%d ", (int)tiny_learn(&memory, known, TINY_LEARN_CLASSES));
    printf("%d\n", (int)(sizeof(tiny_learnt) + (sizeof(tiny_stream) + 7) / 8 * 8));
    return 0;
}
"""

# A threshold from 2,000 windows of normal running: how many of 100,000 others exceed it, and what
# becomes of it in a restart.
NORMAL = r"""
static uint32_t seed = 1;

static int32_t novelty(void)
{
    int32_t sum = 0, i;
    for (i = 0; i < 4; i++) {
        seed = seed * 1664525u + 1013904223u;
        sum += (int32_t)(seed >> 20);
    }
    return sum;
}

int main(void)
{
    const tiny_flash flash = {NULL, flash_bytes, 256, 4, erase, program};
    int32_t i, alarms = 0, threshold;
    tiny_reset(&memory);
    for (i = 0; i < 4; i++)
        tiny_normal(&memory, novelty());
    printf("%d ", tiny_threshold(&memory) == INT32_MAX);
    for (i = 4; i < 2000; i++)
        tiny_normal(&memory, novelty());
    threshold = tiny_threshold(&memory);
    for (i = 0; i < 100000; i++)
        alarms += novelty() > threshold;
    printf("%d ", (int)tiny_save(&memory, &flash));
    tiny_reset(&memory);
    printf("%d ", tiny_threshold(&memory) == INT32_MAX);
    printf("%d ", (int)tiny_load(&memory, &flash));
    printf("%d %d\n", tiny_threshold(&memory) == threshold, (int)alarms);
    return 0;
}
"""


# Windows of something new gather, are saved and loaded, named, and told from the others then.
UNNAMED = FLASH + r"""
int main(void)
{
    const tiny_flash flash = {NULL, flash_bytes, 256, 4, erase, program};
    int8_t known[TINY_FEATURES], unseen[TINY_FEATURES];
    int32_t scores[TINY_LEARN_CLASSES], i, k, count = 0;
    memset(known, 0, sizeof known);
    tiny_reset(&memory);
    for (k = 0; k < TINY_FEATURES; k++)
        unseen[k] = (int8_t)(k % 2 ? 90 : -70);
    printf("%d ", (int)tiny_unnamed(&memory, unseen));
    for (i = 0; i < 10; i++)
        tiny_normal(&memory, 256 * TINY_FEATURES + tiny_novelty(&memory, known));
    for (i = 0; i < 14; i++) {
        unseen[i % TINY_FEATURES]++;
        count = tiny_unnamed(&memory, unseen);
        if (tiny_unnamed(&memory, known) != 0)
            return 1;
    }
    printf("%d %d ", (int)count, tiny_classify(&memory, unseen, scores) < 4);
    printf("%d ", (int)tiny_save(&memory, &flash));
    printf("%d ", (int)tiny_forget(&memory, TINY_LEARN_CLASSES));
    printf("%d ", (int)tiny_unnamed(&memory, unseen));
    printf("%d ", (int)tiny_load(&memory, &flash));
    printf("%d %d ", (int)tiny_name(&memory, TINY_LEARN_CLASSES), (int)tiny_name(&memory, 5));
    printf("%d ", (int)tiny_classify(&memory, unseen, scores));
    printf("%d\n", (int)tiny_unnamed(&memory, unseen));
    return 0;
}
"""


class Learning(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="mote-learn-"))
        cls.data = small_dataset(cls.root / "data", windows=40, classes=4)
        cls.model = cls.root / "m.onnx"
        run_json("train", "--data", cls.data, "--arch", "dscnn1d", "--epochs", "3", "-o", cls.model)
        cls.library = cls.root / "lib"
        cls.generated = run_json("generate", cls.model, "--data", cls.data, "--name", "tiny", "-o",
                                 cls.library, "--learn", "classes=+2,ram=2KiB")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def printed(self, text, library):
        source, program = self.root / "program.c", self.root / "program"
        source.write_text(text)
        subprocess.run(["gcc", "-std=c99", "-fsanitize=address,undefined", "-Isrc", source,
                        "src/tiny.c", "-o", program], cwd=library, check=True)
        out = subprocess.run([program], capture_output=True, text=True, check=True).stdout
        return out.split()

    def test_new_classes_are_learnt_with_the_same_bits_on_a_core(self):
        result = run_json("learn", self.root / "m.float.onnx", "--data", self.data, "--sets", "1",
                          "--draws", "1", "--epochs", "3", "--windows", "8", "--features", "16",
                          "--labels-only", "-t", "cortex-m0", "--compare", "--report",
                          self.root / "learnt.html")
        self.assertTrue(result["bit_exact"])
        self.assertGreater(result["new"], 0.5)
        moments = result["over_time"]
        self.assertEqual([moments[0]["windows"], moments[-1]["windows"]], [0, 16])
        self.assertEqual(moments[0]["new"], 0)
        self.assertEqual(moments[-1]["all"], result["accuracy_after"])
        self.assertGreater(result["compared"]["from_scratch"], 0.5)
        self.assertIn("<h2>Learning, window by window</h2>",
                      (self.root / "learnt.html").read_text())
        self.assertAlmostEqual(result["forgetting"], result["accuracy_before"] - result["old"])
        self.assertAlmostEqual(result["accuracy_after"], result["accuracy_real_numbers"], delta=0.02)
        self.assertEqual(result["state_bytes"], 60 + 4 * (1 + 5 + 5 * 16 + 16 * 17 // 2))
        self.assertGreater(result["instructions_update"], 1000)
        self.assertLess(result["instructions_learn"], result["instructions_run"])
        self.assertEqual(len(result["sets"]), 1)

    def test_memory_stays_within_what_is_allowed(self):
        self.assertLessEqual(self.generated["learning_bytes"], 2048)
        self.assertGreater(self.generated["learning_bytes"], 1800)
        code, _, err = run("generate", self.model, "--data", self.data, "--name", "tiny", "-o",
                           self.root / "no", "--learn", "classes=+2,ram=200")
        self.assertEqual(code, 5, err)
        self.assertIn("200 are allowed", err)
        self.assertFalse((self.root / "no").exists())

    def test_the_library_compiles_cleanly_everywhere(self):
        for dialect in DIALECTS:
            subprocess.run([*dialect, *STRICT, "-c", "src/tiny.c", "-o", "/dev/null"],
                           cwd=self.library, check=True)

    def test_what_was_learnt_outlives_a_restart(self):
        self.assertEqual(self.printed(PROGRAM, self.library),
                         ["1", "4", "1", "0", "1", "1", "1", "0", "4", "-1",
                          str(self.generated["learning_bytes"])])

    def test_what_is_new_gathers_until_it_is_named(self):
        self.assertEqual(self.printed(UNNAMED, self.library),
                         ["0", "14", "1", "0", "0", "1", "0", "-1", "14", "5", "0"])

    def test_the_nearest_mean_takes_less_memory_and_does_the_same(self):
        library = self.root / "nearest"
        features = self.generated["features"]
        generated = run_json("generate", self.model, "--data", self.data, "--name", "tiny", "-o",
                             library, "--learn", f"classes=+2,features={features},nearest")
        self.assertLess(generated["state_bytes"], 0.6 * self.generated["state_bytes"])
        self.assertEqual(self.printed(PROGRAM, library),
                         ["1", "4", "1", "0", "1", "1", "1", "0", "4", "-1",
                          str(generated["learning_bytes"])])
        self.assertEqual(self.printed(UNNAMED, library),
                         ["0", "14", "1", "0", "0", "1", "0", "-1", "14", "5", "0"])
        self.assertFalse((library / "src/tiny_internal/lda.h").exists())
        for dialect in DIALECTS:
            subprocess.run([*dialect, *STRICT, "-c", "src/tiny.c", "-o", "/dev/null"],
                           cwd=library, check=True)

    def test_as_many_normal_windows_are_unusual_as_was_asked_for(self):
        rarely, often = self.root / "rarely", self.root / "often"
        for library, options in ((rarely, ""), (often, ",alarms=1/20")):
            run_json("generate", self.model, "--data", self.data, "--name", "tiny", "-o", library,
                     "--learn", "features=8" + options)
            result = self.printed(FLASH + NORMAL, library)
            self.assertEqual(result[:-1], ["1", "0", "1", "0", "1"])
            promised = 1000 if library == rarely else 5000
            self.assertAlmostEqual(int(result[-1]), promised, delta=promised / 4)

    def test_the_network_still_gives_what_it_gave(self):
        plain = self.root / "plain"
        run_json("generate", self.model, "--name", "tiny", "-o", plain)
        outputs = []
        for library in (plain, self.library):
            out = self.root / "y.npy"
            run_json("run", library, "-t", "host", "--data", self.data, "-o", out)
            outputs.append(out.read_bytes())
        self.assertEqual(outputs[0], outputs[1])

    def test_errors_name_what_is_missing(self):
        for options, words in ((["--learn", "classes=+2"], "needs --data"),
                               (["--learn", "classes=2", "--data", self.data], "is not known"),
                               (["--learn", "features=7", "--data", self.data], "is not 8 to 64"),
                               (["--learn", "alarms=1/1", "--data", self.data],
                                "is not 2 to 1000")):
            code, _, err = run("generate", self.model, "--name", "tiny", "-o", self.root / "no",
                               *options)
            self.assertEqual(code, 2, err)
            self.assertIn(words, err)
        for option, count in (("--features", 65), ("--sets", 0), ("--windows", 0)):
            code, _, err = run("learn", self.root / "m.float.onnx", "--data", self.data, option,
                               count)
            self.assertEqual(code, 2, err)
            self.assertIn(f"{option}", err)
        three = small_dataset(self.root / "three")
        code, _, err = run("learn", self.root / "m.float.onnx", "--data", three)
        self.assertEqual(code, 3, err)


if __name__ == "__main__":
    unittest.main()
