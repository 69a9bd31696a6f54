# SPDX-License-Identifier: Apache-2.0
"""fuzz_test.py build|onnx|tflite: builds the fuzz targets with clang, or runs one for
MOTE_FUZZ_SECONDS (60) on small models of every operator, real models and ONNX's node tests."""

import os
import pathlib
import shutil
import subprocess
import sys
import tarfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SKIPPED = 77
LONGEST = 65536  # bytes of an input


def fuzz_folder():
    return pathlib.Path(os.environ["MOTE_BUILD"]) / "fuzz"


def can_link_fuzzer():
    if shutil.which("clang++") is None:
        return False
    probe = ["clang++", "-fsanitize=fuzzer", "-x", "c++", "-", "-o", os.devnull]
    target = "extern \"C\" int LLVMFuzzerTestOneInput(const char*, unsigned long) { return 0; }"
    return subprocess.run(probe, input=target, text=True, capture_output=True).returncode == 0


def build():
    if not can_link_fuzzer():
        print("skipped: clang++ or its libFuzzer (Debian: clang, libclang-rt-14-dev) is missing")
        return SKIPPED
    folder = fuzz_folder()
    configure = ["cmake", "-G", "Ninja", "-S", ROOT, "-B", folder, "-DMOTE_FUZZ=ON"]
    compilers = {**os.environ, "CC": "clang", "CXX": "clang++"}
    targets = ["fuzz_onnx", "fuzz_tflite", "fuzz_seeds"]
    for command in (configure, ["ninja", "-C", folder, "--quiet", *targets]):
        result = subprocess.run(command, env=compilers, capture_output=True, text=True)
        if result.returncode != 0:
            print(result.stdout[-4000:], result.stderr[-4000:])
            return 1
    return 0


def add_real_models(kind, seeds):
    data = pathlib.Path(os.environ.get("MOTE_SHARED", ROOT.parent / "shared")) / "data"
    for model in (data / "models").glob(f"*/*.{kind}"):
        if model.stat().st_size <= LONGEST:
            shutil.copyfile(model, seeds / model.name)
    archive = data / "onnx_conformance" / "onnx_node_selected.tar.xz"
    if kind != "onnx" or not archive.exists():
        return
    with tarfile.open(archive) as tests:
        for member in tests:
            if member.name.endswith("model.onnx") and member.size <= 4096:
                name = member.name.replace("/", "_")
                (seeds / name).write_bytes(tests.extractfile(member).read())


def fuzz(kind):
    program = fuzz_folder() / "bin" / f"fuzz_{kind}"
    if not program.exists():
        print("skipped: the fuzz targets are not built")
        return SKIPPED
    work = fuzz_folder() / f"work_{kind}"
    shutil.rmtree(work, ignore_errors=True)
    subprocess.run([fuzz_folder() / "bin" / "fuzz_seeds", work], check=True)
    add_real_models(kind, work / kind)
    found = work / "found"
    found.mkdir(parents=True)
    seconds = os.environ.get("MOTE_FUZZ_SECONDS", "60")
    options = [f"-max_total_time={seconds}", "-rss_limit_mb=2048", "-timeout=10",
               f"-max_len={LONGEST}", f"-dict={work / 'dictionary.txt'}", "-print_final_stats=1",
               f"-artifact_prefix={work}/"]
    result = subprocess.run([program, found, work / kind, *options], capture_output=True, text=True)
    print(result.stderr[-6000:])
    return 1 if result.returncode != 0 else 0


if __name__ == "__main__":
    what = sys.argv[1]
    sys.exit(build() if what == "build" else fuzz(what))
