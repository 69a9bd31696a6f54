#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A test of check_layers.py: planted violations must fail, a clean tree must pass."""
import pathlib
import subprocess
import sys
import tempfile

CHECK = pathlib.Path(__file__).with_name("check_layers.py")
CASES = [
    ("ir/graph.h", '#include "base/text.h"', 0),
    ("ir/graph.h", '#include "emit/emit.h"', 1),
    ("plan/plan.h", '#include "quantize/quantize.h"', 1),
    ("emulate/emulate.h", '#include "ir/graph.h"', 1),
    ("quantize/a.cpp", "#include <torch/torch.h>", 1),
    ("train/a.cpp", "#include <torch/torch.h>", 0),
    ("utils/a.h", "", 1),
    ("ir/a.h", "struct Planted {", 1),
    ("ir/a.h", "namespace {\nstruct Planted {\n};\n}  // namespace", 0),
]

for name, line, expected in CASES:
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / name
        path.parent.mkdir(parents=True)
        path.write_text(line + "\n")
        (pathlib.Path(folder) / "base").mkdir(exist_ok=True)
        (pathlib.Path(folder) / "base" / "planted.h").write_text("struct Planted {\n};\n")
        result = subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True)
        if result.returncode != expected:
            sys.exit(f"{name} with {line!r}: exit {result.returncode}, expected {expected}\n"
                     f"{result.stdout}{result.stderr}")
print(f"{len(CASES)} cases as expected")
