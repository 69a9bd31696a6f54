# SPDX-License-Identifier: Apache-2.0
"""The first layer of a network on sensor samples, as a model of its own."""
import random

from onnx_file import FLOAT, INT8, Model


class Normalized:
    """A model of what stands between a sensor's samples, in their own units, and int8."""
    kind = "f4"

    def __init__(self, name):
        self.name, rng = name, random.Random(name)
        channels = rng.choice([1, 2, 3, 4, 5, 7, 8, 11, 12])
        self.shape = [1, rng.randrange(10, 100), channels]
        self.offset = [rng.uniform(-0.5, 0.5) for _ in range(channels)]
        self.gain = [rng.uniform(10, 60) for _ in range(channels)]

    def write(self, path):
        model, channels = Model(), self.shape[-1]
        model.input("x", FLOAT, self.shape)
        x = model.node("Sub", ["x", model.constant("offset", FLOAT, [channels], self.offset)])
        x = model.node("Mul", [x, model.constant("gain", FLOAT, [channels], self.gain)])
        y = model.node("QuantizeLinear", [x, model.constant("one", FLOAT, [], [1]),
                                          model.constant("zero", INT8, [], [3])])
        model.output(y, INT8, self.shape)
        model.write(path)
