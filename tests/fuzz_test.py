# SPDX-License-Identifier: Apache-2.0
"""fuzz_test.py onnx|tflite: runs a fuzz target for MOTE_FUZZ_SECONDS (60) on small models of every
operator, real models and ONNX's node tests."""

import os
import pathlib
import shutil
import subprocess
import sys
import tarfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LONGEST = 65536  # bytes of an input


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
    build = pathlib.Path(os.environ["MOTE_BUILD"])
    program = build / "bin" / f"fuzz_{kind}"
    work = build / "fuzz" / kind
    shutil.rmtree(work, ignore_errors=True)
    subprocess.run([build / "bin" / "fuzz_seeds", work], check=True)
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
    sys.exit(fuzz(sys.argv[1]))
