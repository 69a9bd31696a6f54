#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A generated folder, unchanged, in the worlds it is made for: each builds it with its own tools, and
the self-test finds the host's bits there."""
import os
import pathlib
import random
import re
import shutil
import subprocess
import tempfile
import unittest

from mote_cli import run_json, small_dataset

HERE = pathlib.Path(__file__).resolve().parent / "packaging"
STRICT = ["-Os", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
OK = "net 1.0.0: selftest ok"
# What the real ESP-IDF and Zephyr call, by stubs of theirs.
ESP_IDF = """cmake_minimum_required(VERSION 3.16)
project(app C)
set(ESP_PLATFORM 1)
function(idf_component_register)
  cmake_parse_arguments(arg "" "" "SRC_DIRS;INCLUDE_DIRS" ${ARGN})
  file(GLOB sources ${CMAKE_CURRENT_SOURCE_DIR}/${arg_SRC_DIRS}/*.c)
  add_library(component STATIC ${sources})
  target_include_directories(component PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/${arg_INCLUDE_DIRS})
endfunction()
add_subdirectory(LIBRARY library)
add_executable(check LIBRARY/examples/host/main.c)
target_link_libraries(check component)
"""
ZEPHYR = """cmake_minimum_required(VERSION 3.20)
project(app C)
set(CONFIG_NET y)
function(zephyr_include_directories)
  include_directories(${ARGN})
endfunction()
function(zephyr_library_named name)
  set(ZEPHYR_CURRENT_LIBRARY ${name} PARENT_SCOPE)
endfunction()
function(zephyr_library_sources)
  add_library(${ZEPHYR_CURRENT_LIBRARY} STATIC ${ARGN})
  target_include_directories(${ZEPHYR_CURRENT_LIBRARY} PUBLIC LIBRARY/src)
endfunction()
add_subdirectory(LIBRARY/zephyr library)
file(WRITE ${CMAKE_BINARY_DIR}/zephyr/sys/printk.h "#include <stdio.h>\\n#define printk printf\\n")
add_executable(check LIBRARY/examples/zephyr/src/main.c)
target_include_directories(check PRIVATE ${CMAKE_BINARY_DIR})
target_link_libraries(check net)
"""
SUBDIRECTORY = """cmake_minimum_required(VERSION 3.13)
project(app C)
add_subdirectory(LIBRARY library)
add_executable(check LIBRARY/examples/host/main.c)
target_link_libraries(check net::net)
"""
FETCHED = """cmake_minimum_required(VERSION 3.14)
project(app C)
include(FetchContent)
FetchContent_Declare(net GIT_REPOSITORY file://LIBRARY GIT_TAG main)
FetchContent_MakeAvailable(net)
add_executable(check LIBRARY/examples/host/main.c)
target_link_libraries(check net::net)
"""
FOUND = """cmake_minimum_required(VERSION 3.13)
project(app C)
find_package(net 1.0 CONFIG REQUIRED)
add_executable(check LIBRARY/examples/host/main.c)
target_link_libraries(check net::net)
"""
IN_NODE = """const code = require('fs').readFileSync(process.argv[1]);
WebAssembly.instantiate(code, {}).then(({instance}) => {
  if (WebAssembly.Module.imports(instance.module ?? new WebAssembly.Module(code)).length) throw 'imports';
  console.log(instance.exports.selftest() === 0 ? 'selftest ok' : 'selftest FAILED');
});
"""


class Packaging(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="mote-packaging-"))
        data = small_dataset(cls.root / "data", windows=60)
        model = cls.root / "m.onnx"
        run_json("train", "--data", data, "--arch", "dscnn1d", "--width", "50", "--epochs", "2", "-o",
                 model)
        cls.libraries = {}
        for name, options in (("net", []), ("hop", ["--hop", "4"]),
                              ("learning", ["--data", data, "--learn", "classes=+1", "--input",
                                            "counts"])):
            cls.libraries[name] = cls.root / name / "net"
            run_json("generate", model, "-t", "cortex-m0", "--name", "net", "-o",
                     cls.libraries[name], *options)
        second = cls.root / "second"
        run_json("generate", model, "-t", "cortex-m4", "--name", "second", "-o", second)
        cls.library, cls.second = cls.libraries["net"], second

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def call(self, *command, where=None, stdin=None, timeout=120):
        result = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                                cwd=where or self.root, input=stdin, timeout=timeout, check=False)
        self.assertEqual(result.returncode, 0, f"{command}\n{result.stdout}{result.stderr}")
        return result.stdout + result.stderr

    def sources(self, library):
        return sorted((library / "src").glob("*.c"))

    def with_cmake(self, text, *options):
        """What the program `check` of a project prints."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.root))
        (folder / "CMakeLists.txt").write_text(text.replace("LIBRARY", str(self.library)))
        self.call("cmake", "-S", folder, "-B", folder / "build", *options)
        self.call("cmake", "--build", folder / "build")
        return self.call(folder / "build" / "check")

    def test_a_user_adds_five_files_at_most(self):
        for library in self.libraries.values():
            files = [path for path in (library / "src").iterdir() if path.is_file()]
            self.assertLessEqual(len(files), 5, files)

    def test_make(self):
        library = self.root / "made"
        shutil.copytree(self.library, library)
        self.assertIn(OK, self.call("make", "check", where=library))

    def test_cmake_as_a_subfolder_fetched_and_installed(self):
        self.assertIn(OK, self.with_cmake(SUBDIRECTORY))
        for command in (["init", "-q", "-b", "main"], ["add", "."],
                        ["-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-q", "-m",
                         "library"]):
            self.call("git", *command, where=self.library)
        self.assertIn(OK, self.with_cmake(FETCHED))
        shutil.rmtree(self.library / ".git")
        build, prefix = self.root / "build", self.root / "prefix"
        self.call("cmake", "-S", self.library, "-B", build, f"-DCMAKE_INSTALL_PREFIX={prefix}")
        self.call("cmake", "--build", build)
        self.call("ctest", "--test-dir", build)
        self.call("cmake", "--install", build)
        self.assertIn(OK, self.with_cmake(FOUND, f"-DCMAKE_PREFIX_PATH={prefix}"))

    def test_esp_idf_and_zephyr_by_stubs(self):
        self.assertIn(OK, self.with_cmake(ESP_IDF))
        self.assertIn("net: selftest ok", self.with_cmake(ZEPHYR))

    def test_compilers_have_nothing_to_say_and_nothing_is_undefined(self):
        for kind, library in self.libraries.items():
            for dialect in (["gcc", "-std=c99"], ["clang", "-std=c99"],
                            ["g++", "-x", "c++", "-std=c++11"],
                            ["arm-none-eabi-g++", "-x", "c++", "-std=gnu++17", "-mcpu=cortex-m33",
                             "-mthumb", "-ffreestanding"],
                            ["riscv64-unknown-elf-gcc", "-std=c99", "-march=rv32imc", "-mabi=ilp32",
                             "-ffreestanding"],
                            ["aarch64-linux-gnu-gcc", "-std=c99"]):
                for source in self.sources(library):
                    with self.subTest(kind=kind, dialect=dialect[0], source=source.name):
                        self.call(*dialect, *STRICT, f"-I{library / 'src'}", "-c", source, "-o",
                                  self.root / "object.o")

    def test_examples_have_nothing_to_say_either(self):
        for kind, library in self.libraries.items():
            examples = [path for path in (library / "examples").glob("*/*.c") if "zephyr" not in path.parts]
            self.assertGreaterEqual(len(examples), 4)
            for source in examples:
                for compiler in ("gcc", "clang"):
                    if compiler == "gcc" and source.name == "wasm.c":
                        continue  # its attributes are those of compilers for WebAssembly
                    target = ["--target=wasm32", "-ffreestanding"] if source.name == "wasm.c" else []
                    with self.subTest(kind=kind, source=source.name, compiler=compiler):
                        self.call(compiler, *target, "-std=c99", *STRICT, f"-I{library / 'src'}", "-c",
                                  source, "-o", self.root / "object.o")

    def test_two_libraries_link_into_one_program(self):
        main = self.root / "two.c"
        main.write_text("#include <net.h>\n#include <second.h>\n"
                        "static net_memory a; static second_memory b;\n"
                        "int main(void) { return net_selftest(&a) + second_selftest(&b); }\n")
        self.call("gcc", f"-I{self.library / 'src'}", f"-I{self.second / 'src'}", main,
                  *self.sources(self.library), *self.sources(self.second), "-o", self.root / "two")
        self.call(self.root / "two")

    def test_arduino_uno_in_simavr(self):
        libraries, build = self.root / "libraries", self.root / "arduino"
        shutil.copytree(self.library, libraries / "net")
        build.mkdir()
        said = self.call("arduino-builder", "-compile", "-hardware", "/usr/share/arduino-builder",
                         "-hardware", "/usr/share/arduino/hardware", "-tools",
                         "/usr/share/arduino-builder", "-libraries", libraries, "-fqbn",
                         "arduino:avr:uno", "-prefs=compiler.cpp.extra_flags=-DDECIMAL_DIG=17",
                         "-build-path", build, "-warnings", "all",
                         libraries / "net" / "examples" / "Classify" / "Classify.ino")
        self.assertEqual(re.findall(rf".*{libraries}.*warning.*", said), [])
        with subprocess.Popen(["simavr", "-m", "atmega328p", "-f", "16000000",
                               str(build / "Classify.ino.elf")], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True) as process:
            line = next(line for line in process.stdout if "selftest" in line)
            process.kill()
        self.assertIn("net: selftest ok", line)

    def test_risc_v_in_qemu(self):
        program = self.root / "riscv.elf"
        self.call("riscv64-unknown-elf-gcc", "-march=rv32imc", "-mabi=ilp32", "-O2", "-nostdlib",
                  "-ffreestanding", f"-I{self.library / 'src'}", "-T", HERE / "riscv.ld",
                  HERE / "riscv.c", *self.sources(self.library), "-lgcc", "-o", program)
        said = self.call("qemu-system-riscv32", "-M", "virt", "-bios", "none", "-nographic", "-kernel",
                         program)
        self.assertIn("selftest ok", said)

    def test_webassembly_in_node(self):
        for library in self.libraries.values():
            module = self.root / "net.wasm"
            self.call("clang", "--target=wasm32", "-O2", "-std=c99", "-nostdlib", "-ffreestanding",
                      f"-I{library / 'src'}", "-Wl,--no-entry",
                      library / "examples" / "wasm" / "wasm.c", *self.sources(library), "-o", module)
            self.assertIn("selftest ok", self.call("node", "-e", IN_NODE, module))

    def live(self, library, compiler="gcc", runner=(), options=()):
        program = self.root / f"live-{compiler}"
        self.call(compiler, "-O1", "-std=c99", "-static", *options, f"-I{library / 'src'}",
                  library / "examples" / "live_csv" / "main.c", *self.sources(library), "-o", program)
        rng = random.Random(3)
        lines = [",".join(f"{1000 * rng.gauss(0, 1):.3f}" for _ in range(3)) for _ in range(100)]
        lines[60] = "gap"
        return self.call(*runner, program, stdin="\n".join(lines) + "\n").splitlines()

    def test_a_stream_has_the_same_classes_on_other_processors(self):
        for kind, library in self.libraries.items():
            with self.subTest(kind=kind):
                said = self.live(library)
                self.assertEqual(said, self.live(library, "aarch64-linux-gnu-gcc", ["qemu-aarch64"]))
                first, rest = said[0].split(","), said[1].split(",")
                step = 4 if kind == "hop" else 8
                self.assertEqual(int(rest[0]) - int(first[0]), step)
                # The first window is there after 16 samples, its class when the next one is.
                self.assertEqual(int(first[0]), 15 + step)

    def test_a_stream_begins_anew_behind_a_gap(self):
        samples = [int(line.split(",")[0]) for line in self.live(self.library)]
        self.assertEqual([i for i in samples if 60 < i < 60 + 16 + 8], [])
        self.assertIn(60 + 16 + 8, samples)

    def test_a_class_that_is_hardly_likely_is_unknown(self):
        sure = self.live(self.library, options=["-DNET_LEAST_CONFIDENCE=0"])
        unsure = self.live(self.library, options=["-DNET_LEAST_CONFIDENCE=101"])
        self.assertTrue(all(line.split(",")[1] != "-1" for line in sure))
        self.assertTrue(all(line.split(",")[1] == "-1" for line in unsure))
        self.assertEqual(len(sure), len(unsure))


if __name__ == "__main__":
    os.environ.setdefault("MAKEFLAGS", "-j2")
    unittest.main()
