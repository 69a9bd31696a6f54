# SPDX-License-Identifier: Apache-2.0
"""The numbers of other tools, as facts/peers.md of the shared data has them."""
import dataclasses
import re

from measure import SHARED

# How the file calls the models of shared/data/models.
NAMES = {"mlperf_ad_int8": {"AD autoencoder int8", "AD"},
         "mlperf_kws_int8": {"KWS DS-CNN int8", "KWS"},
         "mlperf_ic_int8": {"IC ResNet-8 int8", "IC"},
         "tflm_mnist_lstm_int8": {"mnist_lstm int8"},
         "tflm_keyword_scrambled_int16io": {"keyword_scrambled (SVDF)"},
         "tflm_hello_int8": {"hello_world int8"},
         "tflm_hello_float": {"hello_world float"},
         "mlperf_ad_float": {"AD float", "AD"},
         "mlperf_ic_float": {"IC float", "IC"}}
SECTIONS = {"cortex-m0": "Cortex-M0", "cortex-m4": "Cortex-M4F"}
MEASURES = {"instructions": "instructions", "cycles": "cycles", "flash B": "flash_bytes",
            "RAM B (static+arena+stack)": "ram_bytes"}


@dataclasses.dataclass
class Peer:
    """One line of a table; numbers that the table lacks are absent."""
    model: str
    tool: str
    numbers: dict


def rows_of(section):
    """Cells by heading, line by line."""
    lines = [[cell.strip() for cell in line.strip("| \n").split("|")]
             for line in section.splitlines() if line.startswith("|")]
    for cells in lines[2:]:
        yield dict(zip(lines[0], cells))


def read_peers(target):
    """All lines for a target; none where the file has no table for it, or is not there."""
    path = SHARED / "facts" / "peers.md"
    if target not in SECTIONS or not path.exists():
        return []
    text = path.read_text()
    heading = re.search(rf"^## {SECTIONS[target]}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    return [Peer(row["model"], row["tool"],
                 {ours: int(row[theirs].split()[0].replace(",", ""))
                  for theirs, ours in MEASURES.items() if theirs in row})
            for row in rows_of(heading[1])] if heading else []


def best_peers(target, model):
    """measure -> (number, tool): the least of each, of tools that run the same arithmetic."""
    is_real = model.endswith("_float")
    best = {}
    for peer in read_peers(target):
        peer_is_real = "float" in peer.tool or "float" in peer.model
        if peer.model not in NAMES.get(model, ()) or peer_is_real != is_real:
            continue
        for key, number in peer.numbers.items():
            best[key] = min(best.get(key, (number, peer.tool)), (number, peer.tool))
    return best
