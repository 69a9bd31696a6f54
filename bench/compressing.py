# SPDX-License-Identifier: Apache-2.0
"""Networks to compress and what became of them, kept from run to run."""
import argparse
import json
import pathlib

import measure


def options_of(parser):
    """What all programs that compress take."""
    parser.add_argument("--data", default=measure.SHARED / "data" / "ucihar")
    parser.add_argument("--max-drop", type=float, default=1)
    parser.add_argument("--fine-tune", type=int, default=8)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--latency", default="", help="a limit, as in 45ms@48MHz")
    parser.add_argument("--target", default="cortex-m0")
    parser.add_argument("--work", type=pathlib.Path, default=measure.ROOT / "build" / "compress")
    parser.add_argument("--json", type=pathlib.Path)


def parsed(parser):
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    return options


def network(options, arch, seed):
    """The float model, trained where it is not there yet."""
    path = options.work / f"{arch}-{pathlib.Path(options.data).name}-{seed}.onnx"
    if not path.exists():
        measure.say(f"training {arch}, seed {seed}")
        measure.mote("train", "--data", options.data, "--arch", arch, "--seed", seed, "-o", path)
    return path.with_suffix(".float.onnx")


def compressed(options, arch, seed, method="", epochs=None):
    """The model that the search chose, and what mote said of it. Nothing is searched twice."""
    epochs = options.fine_tune if epochs is None else epochs
    model = network(options, arch, seed)
    words = [method or "any", f"{epochs}-passes", f"{options.folds}-folds",
             f"{options.max_drop:g}-points", options.target]
    words += [options.latency] if options.latency else []
    small = model.with_name("-".join([model.name.split(".")[0], *words]) + ".onnx")
    report = small.with_suffix(".json")
    if not report.exists():
        measure.say(f"{arch}, {method or 'any'}, {epochs} passes, seed {seed}")
        result = measure.mote(
            "compress", model, "--data", options.data, "-t", options.target, "--max-drop",
            options.max_drop, "--fine-tune", epochs, "--seed", seed, "-o", small,
            *(["--method", method] if method else []),
            *(["--folds", options.folds, "--fold-models", model.with_suffix(".folds")]
              if options.folds else []),
            *(["--latency", options.latency] if options.latency else []))
        report.write_text(json.dumps(result))
    return small, json.loads(report.read_text())
