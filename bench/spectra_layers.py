# SPDX-License-Identifier: Apache-2.0
"""Front ends, as models of their own."""
import random

from onnx_file import FLOAT, INT8, Model


class Spectra:
    """A network over spectra that does next to nothing with them."""
    kind = "i2"

    def __init__(self, name):
        self.name, rng = name, random.Random(name)
        kind = rng.choice(["mfcc", "mfcc", "log-mel", "spectrum"])
        rate, window = rng.choice([8000, 16000]), 2 * rng.randrange(64, 400)
        hop, frames = rng.randrange(window // 3, window), rng.randrange(2, 6)
        low = 0 if kind == "spectrum" else rng.choice([20, 80, 125])
        high = rng.choice([rate // 4, 3 * rate // 8, rate // 2])
        bands = rng.randrange(10, 25 if window < 300 else 48)
        self.columns = rng.randrange(6, bands) if kind == "mfcc" else bands
        self.frames, self.shape = frames, [1, window + (frames - 1) * hop, 1]
        self.front_end = f"{kind}:rate={rate},window={window},hop={hop},low={low},high={high},bands={bands}"
        if kind == "mfcc":
            self.front_end += f",coefficients={self.columns}"

    def write(self, path):
        model, shape = Model(), [1, self.frames, self.columns]
        model.metadata["front_end"] = self.front_end
        model.input("x", INT8, shape)
        scale, zero = model.constant("scale", FLOAT, [], [0.1]), model.constant("zero", INT8, [], [3])
        x = model.node("DequantizeLinear", ["x", scale, zero])
        y = model.node("QuantizeLinear", [model.node("Relu", [x]), scale, zero])
        model.output(y, INT8, shape)
        model.write(path)
