# SPDX-License-Identifier: Apache-2.0
"""Writes ONNX files: as much of protobuf as that takes."""
import struct

FLOAT, INT8, INT32, INT64 = 1, 3, 6, 7  # TensorProto.DataType
FORMATS = {FLOAT: "f", INT8: "b", INT32: "i", INT64: "q"}


def varint(number):
    number &= (1 << 64) - 1
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def field(number, value):
    """A field of a message: an integer, or bytes, text or another message."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def attribute(name, value):
    """Of an integer, a real number, a text or a list of integers."""
    out = field(1, name)
    if isinstance(value, float):
        return out + varint(2 << 3 | 5) + struct.pack("<f", value) + field(20, 1)
    if isinstance(value, int):
        return out + field(3, value) + field(20, 2)
    if isinstance(value, str):
        return out + field(4, value) + field(20, 3)
    return out + b"".join(field(8, each) for each in value) + field(20, 7)


def tensor(name, kind, shape, elements):
    dims = b"".join(field(1, extent) for extent in shape)
    raw = struct.pack(f"<{len(elements)}{FORMATS[kind]}", *elements)
    return dims + field(2, kind) + field(8, name) + field(9, raw)


def value_info(name, kind, shape):
    dims = b"".join(field(1, field(1, extent)) for extent in shape)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, dims)))


class Model:
    """A graph under construction."""

    def __init__(self):
        self.nodes, self.constants, self.inputs, self.outputs = [], [], [], []
        self.metadata = {}
        self.names = 0

    def fresh(self, stem):
        self.names += 1
        return f"{stem}_{self.names}"

    def constant(self, stem, kind, shape, elements):
        name = self.fresh(stem)
        self.constants.append(tensor(name, kind, shape, elements))
        return name

    def node(self, op, inputs, name=None, **attributes):
        """Adds a node of one output; gives the output."""
        name = name or self.fresh(op)
        out = b"".join(field(1, each) for each in inputs) + field(2, name + "_out")
        out += field(3, name) + field(4, op)
        out += b"".join(field(5, attribute(*each)) for each in attributes.items())
        self.nodes.append(out)
        return name + "_out"

    def input(self, name, kind, shape):
        self.inputs.append(value_info(name, kind, shape))
        return name

    def output(self, name, kind, shape):
        self.outputs.append(value_info(name, kind, shape))

    def write(self, path):
        graph = b"".join(field(1, each) for each in self.nodes) + field(2, "layers")
        graph += b"".join(field(5, each) for each in self.constants)
        graph += b"".join(field(11, each) for each in self.inputs)
        graph += b"".join(field(12, each) for each in self.outputs)
        opset = field(1, "") + field(2, 13)
        path.write_bytes(field(1, 8) + field(7, graph) + field(8, opset) +
                         b"".join(field(14, field(1, key) + field(2, value))
                                  for key, value in self.metadata.items()))


def fields(message):
    """(number, value) of each field: whole numbers, or bytes."""
    at = 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
    while at < len(message):
        key = number()
        kind = key & 7
        length = {0: 0, 1: 8, 5: 4}[kind] if kind != 2 else number()
        value = number() if kind == 0 else message[at:at + length]
        at += length
        yield key >> 3, value


def int8_matrices(path):
    """name -> rows of the two-dimensional int8 constants of a model."""
    graph = next(value for key, value in fields(path.read_bytes()) if key == 7)
    found = {}
    for tensor in (value for key, value in fields(graph) if key == 5):
        parts = list(fields(tensor))
        shape = [value for key, value in parts if key == 1]
        known = {key: value for key, value in parts if key != 1}
        if len(shape) == 2 and known.get(2) == INT8:
            flat = struct.unpack(f"{shape[0] * shape[1]}b", known[9])
            found[known[8].decode()] = [flat[i * shape[1]:(i + 1) * shape[1]]
                                        for i in range(shape[0])]
    return found
