#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails when a file under src/ includes a folder that its own folder may not know, or when two types
of one namespace have one name, of which linkers take either's functions.

usage: check_layers.py SRC
"""
import pathlib
import re
import sys

MAY_INCLUDE = {
    "base": [],
    "ir": ["base"],
    "ops": ["base", "ir"],
    "passes": ["base", "ir", "ops"],
    "target": ["base"],
    "data": ["base"],
    "import": ["base", "ir", "ops", "passes"],
    "train": ["base", "ir", "ops", "passes", "data"],
    "compress": ["base", "ir", "ops", "passes", "data"],
    "quantize": ["base", "ir", "ops", "passes", "data"],
    "learn": ["base", "ir", "ops", "passes", "data"],
    "forms": ["base", "ir", "ops", "target"],
    "plan": ["base", "ir", "ops", "passes", "target", "forms"],
    "emit": ["base", "ir", "ops", "plan", "target"],
    "emulate": ["base", "target"],
    "report": ["base"],
    "serve": ["base"],
    "cli": ["base", "ir", "ops", "passes", "target", "data", "import", "train", "compress",
            "quantize", "learn", "forms", "plan", "emit", "emulate", "report", "serve"],
}
# Big libraries stay behind one folder, or two.
ONLY_IN = {"torch/": ["train"], "onnx/": ["import"], "google/protobuf/": ["import"],
           "CLI/": ["cli"], "httplib": ["serve"], "openssl/": ["serve"], "Eigen/": ["compress", "learn"]}


def violations(root):
    for path in sorted(root.rglob("*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        folder = path.relative_to(root).parts[0]
        if folder not in MAY_INCLUDE:
            yield f"{path}: {folder}/ is not a known folder"
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            own = re.match(r'#include "(\w+)/', line)
            if own and own[1] not in [folder, *MAY_INCLUDE[folder]]:
                yield f"{path}:{number}: {folder}/ may not include {own[1]}/"
            for library, homes in ONLY_IN.items():
                if line.startswith(f"#include <{library}") and folder not in homes:
                    yield f"{path}:{number}: only {'/, '.join(homes)}/ may include <{library}...>"


def namesakes(root):
    places = {}
    for path in sorted(root.rglob("*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        text = re.sub(r"^namespace \{.*?^\}  // namespace$", "", path.read_text(), flags=re.M | re.S)
        for name in re.findall(r"^(?:struct|class) (\w+)(?: final)?(?: : [^{;]*)? \{", text, re.M):
            first = places.setdefault(name, path)
            if first != path:
                yield f"{path}: there is a {name} in {first}, too"


root = pathlib.Path(sys.argv[1])
found = [*violations(root), *namesakes(root)]
print("\n".join(found) or "include order holds, and no two types have one name")
sys.exit(bool(found))
