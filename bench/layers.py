# SPDX-License-Identifier: Apache-2.0
"""Models of many small layers, each of which reads a part of the input: what costs are fitted to.

Sizes are drawn at random, the same ones every time; no layer is taken from a real network."""
import math
import random

from compact_layers import fill_compact, fill_factors, fill_long, fill_odd, fill_outer, fill_wide
from normalized_layers import Normalized
from onnx_file import FLOAT, INT8, INT32, INT64, Model
from spectra_layers import Spectra


class Layers:
    """A model of one input, `length` long when all layers are there, and one output: the ends of
    all layers side by side."""

    def __init__(self, name, is_real=False):
        self.name, self.is_real = name, is_real
        self.rng = random.Random(name)
        self.model = Model()
        self.layers = self.length = 0
        self.draw = None  # how weights are, (rng, rows, columns) -> list; None: all of int8
        self.ends = []  # (value, elements)
        self.zero = self.rng.choice([-128, 3])
        self.x = "x" if is_real else self.dequantized("x", 0.05, self.zero)

    @property
    def kind(self):
        return "f4" if self.is_real else "i1"

    @property
    def shape(self):
        return [1, self.length]

    def scale(self, real):
        return self.model.constant("scale", FLOAT, [], [real])

    def dequantized(self, x, scale, zero):
        zero = self.model.constant("zero", INT8, [], [zero])
        return self.model.node("DequantizeLinear", [x, self.scale(scale), zero])

    def input(self, shape):
        count = math.prod(shape)
        self.length = max(self.length, count)
        ends = [self.model.constant(stem, INT64, [1], [value])
                for stem, value in (("starts", 0), ("ends", count), ("axes", 1))]
        part = self.same(self.model.node("Slice", [self.x, *ends]))
        return self.reshaped(part, shape)

    def same(self, x):
        """The same in the quantization of the input, which every step has to say."""
        return x if self.is_real else self.quantized(x, 0.05, self.zero)

    def quantized(self, x, scale, zero):
        zero_name = self.model.constant("zero", INT8, [], [zero])
        y = self.model.node("QuantizeLinear", [x, self.scale(scale), zero_name])
        return self.dequantized(y, scale, zero)

    def reshaped(self, x, shape):
        extents = self.model.constant("shape", INT64, [len(shape)], shape)
        return self.same(self.model.node("Reshape", [x, extents]))

    def output(self, y, shape, scale=0.05, zero=-3):
        """Ends a layer; its output has that quantization first."""
        self.layers += 1
        if not self.is_real:
            y = self.same(self.quantized(y, scale, zero))
        count = math.prod(shape)
        self.ends.append((self.reshaped(y, [1, count]), count))

    def write(self, path):
        self.model.input("x", FLOAT if self.is_real else INT8, [1, self.length])
        y = self.model.node("Concat", [end for end, _ in self.ends], axis=1)
        if not self.is_real:
            zero = self.model.constant("zero", INT8, [], [self.zero])
            y = self.model.node("QuantizeLinear", [y, self.scale(0.05), zero])
        count = sum(count for _, count in self.ends)
        self.model.output(y, FLOAT if self.is_real else INT8, [1, count])
        self.model.write(path)

    def weights(self, rows, shape, is_shared):
        """Weights and bias of a layer whose sums spread over the range of its output."""
        columns = math.prod(shape) // rows
        factor = 1.0 / math.sqrt(columns)
        if self.is_real:
            real = [self.rng.gauss(0, factor) for _ in range(rows * columns)]
            return (self.model.constant("w", FLOAT, shape, real),
                    self.model.constant("b", FLOAT, [rows], real[:rows]))
        elements = self.drawn(rows, columns)
        norm = 40 / factor
        if self.draw:
            norm = math.sqrt(sum(w * w for w in elements) / rows) or 1
        count = 1 if is_shared else rows
        scales = [self.rng.uniform(0.2, 0.8) / norm for _ in range(count)]
        bias = [self.rng.randrange(-2000, 2000) for _ in range(rows)]
        return (self.stored("w", INT8, shape, elements, scales),
                self.stored("b", INT32, [rows], bias, [0.05 * scale for scale in scales]))

    def drawn(self, rows, columns):
        """The weights of a layer, row by row."""
        if self.draw:
            return self.draw(self.rng, rows, columns)
        return [max(-127, min(127, round(self.rng.gauss(0, 40)))) for _ in range(rows * columns)]

    def stored(self, stem, kind, shape, elements, scales):
        extents = [] if len(scales) == 1 else [len(scales)]
        inputs = [self.model.constant(stem, kind, shape, elements),
                  self.model.constant("scale", FLOAT, extents, scales),
                  self.model.constant("zero", kind, extents, [0] * len(scales))]
        axis = {"axis": 0} if extents else {}
        return self.model.node("DequantizeLinear", inputs, **axis)

    def conv(self, image, filters, kernel, stride=(1, 1), pad=True, dilation=(1, 1), groups=1,
             relu=False, is_shared=False):
        channels, height, width = image
        w, b = self.weights(filters, [filters, channels // groups, *kernel], is_shared)
        reach = [(k - 1) * d for k, d in zip(kernel, dilation)]
        pads = [r // 2 for r in reach] + [r - r // 2 for r in reach] if pad else [0] * 4
        y = self.model.node("Conv", [self.input([1, channels, height, width]), w, b],
                            strides=stride, pads=pads, dilations=dilation, group=groups,
                            kernel_shape=kernel)
        if relu:
            y = self.model.node("Relu", [y])
        extents = [(size + pads[i] + pads[i + 2] - reach[i] - 1) // stride[i] + 1
                   for i, size in enumerate((height, width))]
        zero = self.rng.choice([-128, -30]) if relu else 5
        self.output(y, [1, filters, *extents], 0.02, zero)

    def fully_connected(self, columns, rows, batch=1, is_shared=True, relu=False):
        w, b = self.weights(rows, [rows, columns], is_shared)
        y = self.model.node("Gemm", [self.input([batch, columns]), w, b], transB=1)
        if relu:
            y = self.model.node("Relu", [y])
        self.output(y, [batch, rows], 0.02, -128 if relu else 4)

    def elements(self, op, shape, count=1, scale=0.06, **attributes):
        """An operator whose output has the shape of its inputs."""
        y = self.model.node(op, [self.input(shape) for _ in range(count)], **attributes)
        zero = -128 if op in ("Softmax", "Sigmoid") else 0
        scale = {"Softmax": 1 / 256, "Sigmoid": 1 / 256, "Tanh": 1 / 128}.get(op, scale)
        self.output(y, shape, scale, zero)

    def conv_of_series(self, series, filters, kernel, stride=1, pad=True, groups=1, relu=True):
        """A convolution of `series`, (channels, length), over time."""
        channels, length = series
        w, b = self.weights(filters, [filters, channels // groups, kernel], False)
        pads = [(kernel - 1) // 2, kernel // 2] if pad else [0, 0]
        y = self.model.node("Conv", [self.input([1, channels, length]), w, b], strides=[stride],
                            pads=pads, group=groups, kernel_shape=[kernel])
        if relu:
            y = self.model.node("Relu", [y])
        steps = (length + sum(pads) - kernel) // stride + 1
        self.output(y, [1, filters, steps], 0.02, -128 if relu else 5)

    def residual(self, shape):
        """The sum of two values of unlike quantization."""
        other = self.quantized(self.input(shape), self.rng.uniform(0.02, 0.09),
                               self.rng.choice([-128, 7]))
        y = self.model.node("Add", [self.input(shape), other])
        self.output(y, shape, self.rng.uniform(0.05, 0.12), self.rng.choice([-128, 4]))

    def pool(self, op, image, kernel, stride):
        """Over an image, (channels, height, width), or a series, (channels, length)."""
        extents = [(size - k) // s + 1 for size, k, s in zip(image[1:], kernel, stride)]
        y = self.model.node(op, [self.input([1, *image])], kernel_shape=kernel, strides=stride)
        # Pools keep the quantization of what they read.
        self.output(y, [1, image[0], *extents], 0.05, self.zero)

    def global_average(self, image):
        y = self.model.node("GlobalAveragePool", [self.input([1, *image])])
        self.output(y, [1, image[0], *(1 for _ in image[1:])], 0.05, self.zero)

    def concat(self, image, others):
        parts = [image, *([c, *image[1:]] for c in others)]
        y = self.model.node("Concat", [self.input([1, *part]) for part in parts], axis=1)
        shape = [1, sum(part[0] for part in parts), *image[1:]]
        self.output(y, shape, 0.05, self.zero)


def fill_sums(net, count):
    """In real numbers: to integers and back."""
    for _ in range(count):
        image = [1, net.rng.choice([3, 8, 16, 33]), *(net.rng.randrange(3, 15) for _ in range(2))]
        if net.is_real:
            net.output(net.quantized(net.input(image), 0.05, 3), image)
        else:
            net.residual(image)


def fill_convolutions(net, count):
    rng = net.rng
    kernels = [(1, 1), (1, 1), (3, 3), (3, 3), (5, 5), (1, 3), (3, 1), (1, 7), (10, 4), (2, 2)]
    for i in range(count):
        kernel = kernels[i % len(kernels)] if count > 1 else rng.choice(kernels)
        channels = rng.choice([1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 32, 40, 48, 64, 96])
        filters = rng.choice([2, 3, 4, 5, 7, 8, 10, 12, 16, 20, 24, 32, 48, 56, 64])
        positions = max(4, min(200, 400000 // (channels * filters * math.prod(kernel))))
        height = max(kernel[0], rng.randrange(1, 1 + round(math.sqrt(positions))))
        width = max(kernel[1], positions // height)
        stride = rng.choice([(1, 1), (1, 1), (1, 1), (2, 2), (2, 1), (1, 2)])
        dilation = (1, 2) if i % 11 == 10 and kernel[1] > 1 and width > 2 * kernel[1] else (1, 1)
        net.conv((channels, height, width), filters, kernel, stride, rng.random() < 0.7, dilation,
                 relu=rng.random() < 0.5, is_shared=rng.random() < 0.15)


def fill_depthwise(net, count):
    rng = net.rng
    kernels = [(3, 3), (3, 3), (3, 3), (3, 3), (3, 3), (5, 5), (1, 3), (3, 1), (2, 2), (1, 7)]
    for i in range(count):
        kernel = kernels[i % len(kernels)] if count > 1 else rng.choice(kernels)
        channels = rng.choice([2, 3, 4, 6, 8, 12, 16, 24, 31, 32, 48, 64, 80])
        height, width = rng.randrange(3, 25), rng.randrange(3, 17)
        stride = rng.choice([(1, 1), (1, 1), (1, 1), (2, 2), (2, 1)])
        image = (channels, max(height, kernel[0]), max(width, kernel[1]))
        net.conv(image, channels, kernel, stride, rng.random() < 0.8, groups=channels,
                 relu=rng.random() < 0.5)


def fill_grouped(net, count):
    for _ in range(count):
        groups, inputs, filters = (net.rng.choice([2, 3, 4, 8]) for _ in range(3))
        size, k = net.rng.randrange(3, 9), net.rng.choice([1, 3])
        net.conv((groups * inputs, size, size), groups * filters, (k, k), groups=groups)


def fill_fully_connected(net, count):
    rng = net.rng
    for i in range(count):
        columns = round(2 ** rng.uniform(1, 10))
        rows = max(1, min(round(2 ** rng.uniform(0, 8)), 80000 // columns))
        net.fully_connected(columns, rows, rng.choice([3, 5]) if i % 10 == 9 else 1,
                            is_shared=i % 3 != 0, relu=i % 2 == 0)


def fill_few(net, count):
    for i in range(count):
        net.fully_connected(net.rng.randrange(1, 20), net.rng.randrange(1, 4 if i % 2 else 17))


def fill_pools(net, count):
    rng = net.rng
    for i in range(count):
        image = (rng.choice([1, 3, 8, 16, 33, 64]), rng.randrange(4, 13), rng.randrange(4, 13))
        kernel = image[1:] if i % 4 == 0 else rng.choice([(2, 2), (3, 3), (1, 4), (4, 2)])
        stride = (1, 1) if i % 4 == 0 else rng.choice([kernel, (1, 1), (2, 2)])
        net.pool("AveragePool" if i % 4 < 2 else "MaxPool", image, kernel, stride)


def fill_elements(net, count):
    rng = net.rng
    kinds = [("Add", 2), ("Mul", 2), ("Sub", 2), ("Sigmoid", 1), ("Tanh", 1)]
    for i in range(count):
        image = [1, rng.choice([1, 4, 9, 16, 32]), rng.randrange(3, 17), rng.randrange(3, 17)]
        if i % 7 < 5:
            net.elements(kinds[i % 7][0], image, kinds[i % 7][1])
        elif i % 7 == 5:
            net.elements("Softmax", [rng.choice([1, 1, 1, 3]), rng.randrange(2, 65)], axis=-1)
        elif net.is_real:
            net.output(net.quantized(net.input(image), 0.05, 3), image)
        else:
            net.concat(image[1:], [rng.randrange(1, 9)])


def fill_series(net):
    """What a network over time has: few layers of each kind, which often have a window in common."""
    rng = net.rng

    def series():
        return rng.choice([3, 6, 8, 12, 16, 20, 24, 28, 36, 40, 52, 72]), rng.randrange(12, 90)
    kernels = [rng.randrange(2, 10) for _ in range(rng.choice([1, 1, 2]))]
    net.conv_of_series(series(), rng.choice([4, 8, 12, 16, 24]), rng.choice(kernels),
                       rng.choice([1, 2]), relu=rng.random() < 0.7)
    for _ in range(rng.choice([1, 2, 3])):
        x = series()
        net.conv_of_series(x, x[0], rng.choice(kernels), rng.choice([1, 1, 1, 2]),
                           rng.random() < 0.8, groups=x[0], relu=rng.random() < 0.7)
    for _ in range(rng.choice([1, 2, 3])):
        net.conv_of_series(series(), rng.choice([4, 8, 12, 20, 32, 44, 56]), 1)
    for op in ("MaxPool", "AveragePool"):
        window = [rng.choice([2, 2, 3, 4])]
        for _ in range(rng.choice([1, 2])):
            net.pool(op, series(), window, window)
    for _ in range(rng.choice([0, 1, 1, 2])):  # a form of its own takes channels by fours
        net.global_average(rng.choice([series(), (33, 7, 9), (24, rng.randrange(3, 12), 5)]))


def fill_single(net):
    """One layer of each kind: what a compiler sees when a network has only one."""
    for fill in (fill_convolutions, fill_depthwise, fill_fully_connected, fill_pools,
                 fill_elements):
        fill(net, 1)


def fill_narrow(net):
    """What thinning leaves: few channels, in any number; small layers that read many vectors."""
    rng = net.rng
    for _ in range(3):
        net.global_average((rng.randrange(4, 25), rng.choice([8, 12, 16, 24, 32])))
        series = (rng.randrange(5, 30), rng.choice([8, 16, 32]))
        net.conv_of_series(series, rng.randrange(5, 30), rng.choice([1, 1, 3]))
        net.fully_connected(4 * rng.randrange(6, 40), rng.randrange(3, 17),
                            rng.choice([4, 8, 9, 16]), rng.random() < 0.5)


def fill_alone(net):
    """A layer that reads many vectors, and none like it."""
    rng = net.rng
    net.fully_connected(4 * rng.randrange(6, 40), rng.randrange(3, 17), rng.choice([4, 8, 9, 16]),
                        rng.random() < 0.3)


def fill_fewer(net):
    fill_convolutions(net, 24)
    fill_fully_connected(net, 14)
    fill_few(net, 8)


# Models of many layers: no two of their kinds share a kernel, so one model may have several.
MIXED = {"products": ((fill_convolutions, 64), (fill_grouped, 14), (fill_fully_connected, 44),
                      (fill_few, 24)),
         "others": ((fill_depthwise, 50), (fill_pools, 24), (fill_elements, 56)),
         "sums": ((fill_sums, 14),)}
REAL_SHARE = 0.25  # of as many layers in real numbers, which take long without hardware for them
# Models of a few layers, as compilers see them in a network, and one for boards of little memory.
SMALL = {"single": (fill_single, 10), "series": (fill_series, 14), "fewer": (fill_fewer, 1),
         "compact": (fill_compact, 36), "wide": (fill_wide, 8),
         "factors": (fill_factors, 8), "odd": (fill_odd, 14), "outer": (fill_outer, 10),
         "long": (fill_long, 8), "narrow": (fill_narrow, 8),
         "alone": (fill_alone, 10)}
NORMALIZED = 12
SPECTRA = 16


def models_of_layers():
    """Layers of every kind, in integers and in real numbers."""
    for kind, (fill, count) in SMALL.items():
        for part in range(count):
            net = Layers(f"{kind}_{part}")
            fill(net)
            yield net
    for part in range(NORMALIZED):
        yield Normalized(f"normalized_{part}")
    for part in range(SPECTRA):
        yield Spectra(f"spectra_{part}")
    for is_real in (False, True):
        for kind, fills in MIXED.items():
            net = Layers(f"real_{kind}" if is_real else kind, is_real)
            for fill, count in fills:
                fill(net, round(count * REAL_SHARE) if is_real else count)
            yield net
