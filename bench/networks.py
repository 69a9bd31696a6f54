# SPDX-License-Identifier: Apache-2.0
"""Models of layers one after the other, the first of which are computed in bands of rows.

Sizes are drawn at random, the same ones every time; no layer is taken from a real network."""
import random

from layers import Layers
from onnx_file import INT8


class Network(Layers):
    """A model of layers one after the other, the first of which are so large that they are computed
    in bands of rows. `image`: channels and extents of what the last layer gives."""

    def __init__(self, name, image):
        super().__init__(name)
        self.image = self.first = tuple(image)

    @property
    def shape(self):
        return [1, *self.first]

    def input(self, shape):
        assert tuple(shape[1:]) == self.image, (shape, self.image)
        return self.x

    def output(self, y, shape, scale=0.05, zero=-3):
        """All have the quantization of the input, which pools need."""
        self.layers += 1
        self.x, self.image = self.same(y), tuple(shape[1:])

    def residual_block(self, kernel, relu):
        """A convolution or two, and the sum with what they read."""
        skipped, image = self.x, self.image
        for _ in range(self.rng.choice([1, 2])):
            self.conv(self.image, image[0], kernel, relu=self.rng.random() < 0.5)
        y = self.model.node("Add", [skipped, self.x])
        self.output(self.model.node("Relu", [y]) if relu else y, [1, *image])

    def write(self, path):
        self.model.input("x", INT8, self.shape)
        zero = self.model.constant("zero", INT8, [], [self.zero])
        y = self.model.node("QuantizeLinear", [self.x, self.scale(0.05), zero])
        self.model.output(y, INT8, [1, *self.image])
        self.model.write(path)


def banded_series(name):
    """A network over time: convolutions and pools of one stride, or of another one for each."""
    rng = random.Random(name)
    net = Network(name, (rng.randrange(3, 10), rng.randrange(120, 260)))
    net.conv_of_series(net.image, rng.choice([16, 20, 24, 32, 40]), rng.randrange(3, 10),
                       rng.choice([1, 2]))
    for _ in range(rng.choice([2, 3])):
        if rng.random() < 0.6:
            net.conv_of_series(net.image, net.image[0], rng.randrange(3, 9), groups=net.image[0],
                               relu=rng.random() < 0.7)
        net.conv_of_series(net.image, rng.choice([16, 24, 28, 36, 40, 56]),
                           rng.choice([1, 1, 3, 5]))
        window = [rng.choice([2, 2, 3])]
        net.pool(rng.choice(["MaxPool", "MaxPool", "AveragePool"]), net.image, window, window)
    net.global_average(net.image)
    return net


def banded_images(name):
    rng = random.Random(name)
    net = Network(name, (rng.choice([1, 3]), rng.randrange(24, 37), rng.randrange(20, 33)))
    for filters in (rng.choice([8, 12, 16]), rng.choice([12, 16, 20]), rng.choice([24, 32])):
        size = rng.choice([3, 3, 5])
        net.conv(net.image, filters, (size, size), relu=True)
        window = rng.choice([(2, 2), (2, 2), (3, 2)])
        net.pool(rng.choice(["MaxPool", "MaxPool", "AveragePool"]), net.image, window, window)
    net.global_average(net.image)
    return net


def banded_residuals(name):
    """Sums of two branches while the image is large."""
    rng = random.Random(name)
    net = Network(name, (rng.choice([1, 3]), rng.randrange(22, 33), rng.randrange(18, 29)))
    net.conv(net.image, rng.choice([8, 10, 12, 16]), (3, 3), relu=True)
    net.residual_block(rng.choice([(3, 3), (3, 3), (5, 3)]), rng.random() < 0.7)
    net.conv(net.image, rng.choice([12, 16, 20, 24]), (3, 3), (2, 2), relu=True)
    net.residual_block(rng.choice([(3, 3), (1, 1)]), rng.random() < 0.7)
    net.global_average(net.image)
    return net


BANDED = {"banded_series": (banded_series, 10), "banded_images": (banded_images, 3),
          "banded_residuals": (banded_residuals, 3)}


def models_in_bands():
    for kind, (made, count) in BANDED.items():
        for part in range(count):
            yield made(f"{kind}_{part}")
