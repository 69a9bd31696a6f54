# SPDX-License-Identifier: Apache-2.0
"""Layers as compression leaves them: of few bits, of many zeros, of choices from a code-book."""


def few_bits(bits):
    return lambda rng, rows, columns: [rng.randrange(-2 ** (bits - 1), 2 ** (bits - 1))
                                       for _ in range(rows * columns)]


def sparse(density, values):
    return lambda rng, rows, columns: [rng.choice(values) if rng.random() < density else 0
                                       for _ in range(rows * columns)]


def choices(size):
    def draw(rng, rows, columns):
        weights = [0] * (rows * columns)
        for first in range(0, rows * columns, size):
            weights[first + rng.randrange(size)] = 1
        return weights
    return draw


def alike(density, values):
    """Sparse, with four rows not zero in the same places."""
    def draw(rng, rows, columns):
        places = [[rng.random() < density for _ in range(columns)] for _ in range(0, rows, 4)]
        return [rng.choice(values) if places[row // 4][i] else 0
                for row in range(rows) for i in range(columns)]
    return draw


ANY = [w for w in range(-127, 128) if w]
POWERS = [sign * 2 ** power for power in range(7) for sign in (1, -1)]


def fill_compact(net):
    """Layers whose weights take less than a byte each."""
    rng = net.rng

    def fill(draw, size=1):
        net.draw = draw
        rows = rng.choice([4, 8, 10, 16, 24, 32, 48])
        groups = rng.choice([6, 8, 12, 16, 24] if size > 1 else [12, 16, 24, 32, 48, 64, 96])
        columns = groups * size
        is_shared = rng.random() < 0.5
        if rng.random() < 0.4:
            net.fully_connected(columns, rows, rng.choice([1, 1, 3]), is_shared, rng.random() < 0.5)
        elif size == 1 and rng.random() < 0.5:
            kernel = rng.choice([(1, 3), (3, 3), (1, 5)])
            image = (rng.choice([4, 8, 12, 16]), kernel[0] + rng.randrange(3), rng.randrange(5, 9))
            net.conv(image, rows, kernel, pad=rng.random() < 0.5, is_shared=is_shared)
        else:
            image = (columns, rng.randrange(1, 4), rng.randrange(2, 9))
            net.conv(image, rows, (1, 1), relu=rng.random() < 0.5, is_shared=is_shared)
    density = rng.choice([0.04, 0.08, 0.12, 0.2, 0.3])
    kinds = [(few_bits(4),), (few_bits(4),), (few_bits(3),), (few_bits(2),),
             (sparse(density, ANY),), (sparse(density, POWERS),), (sparse(density, [-1, 1]),),
             (sparse(0.17, [-1, 1]),), (sparse(0.24, [-1, 1]),), (sparse(0.31, [-2, 2]),)]
    kinds += [(alike(density, ANY),), (sparse(0.05, [-1, 1]),)]
    kinds += [(choices(size), size) for size in (rng.choice([4, 8]), 16, rng.choice([32, 64]))]
    for kind in rng.sample(kinds, 8):
        for _ in range(rng.choice([1, 1, 2])):
            fill(*kind)
    net.draw = None


def fill_odd(net):
    """Convolutions of any number of channels and filters, as thinning leaves them."""
    rng = net.rng
    kinds = [few_bits(2), few_bits(3), few_bits(4), sparse(0.2, ANY), sparse(0.15, POWERS),
             sparse(0.25, [-1, 1]), sparse(0.31, [-2, 2])]
    for net.draw in rng.sample(kinds, 6):
        channels, filters, pad = rng.randrange(3, 28), rng.randrange(5, 30), rng.random() < 0.7
        if rng.random() < 0.6:
            series = (channels, rng.randrange(9, 40))
            net.conv_of_series(series, filters, rng.choice([1, 3, 5]), rng.choice([1, 1, 2]), pad)
        else:
            kernel = rng.choice([(1, 1), (3, 3), (1, 5)])
            image = (channels, kernel[0] + rng.randrange(3), rng.randrange(5, 12))
            net.conv(image, filters, kernel, pad=pad, is_shared=rng.random() < 0.5)
    net.draw = None


def fill_outer(net):
    """Convolutions of few channels and many filters: what comes behind a factor of low rank."""
    rng = net.rng
    kinds = [few_bits(2), few_bits(3), few_bits(4), few_bits(4), sparse(0.4, ANY),
             sparse(0.2, POWERS), sparse(0.3, [-1, 1])]
    for net.draw in rng.sample(kinds, 5):
        series = (rng.randrange(2, 10), rng.choice([8, 16, 32, 64]))
        net.conv_of_series(series, rng.randrange(12, 65), rng.choice([1, 1, 1, 3]), relu=True)
    net.draw = None


def fill_wide(net):
    """Layers of few bits whose rows' sums need more than 16."""
    rng = net.rng
    for bits, least in ((2, 288), (3, 144), (4, 72)):
        for _ in range(2):
            net.draw = few_bits(bits)
            kernel = rng.choice([(1, 1), (1, 5), (3, 3)])
            taps = kernel[0] * kernel[1]
            channels = (rng.randrange(least, 3 * least) // taps + 3) // 4 * 4
            image = (channels, kernel[0] + rng.randrange(4), rng.randrange(5, 10))
            net.conv(image, rng.choice([7, 8, 12, 16, 33]), kernel, pad=rng.random() < 0.5,
                     relu=rng.random() < 0.5, is_shared=rng.random() < 0.5)
            net.fully_connected(rng.randrange(least, 5 * least), rng.choice([5, 6, 7, 12, 16, 48]),
                                is_shared=rng.random() < 0.5, relu=rng.random() < 0.5)
    net.draw = None


def fill_factors(net):
    """Layers of few columns and many rows, of few bits: outer factors of low-rank layers."""
    rng = net.rng
    for bits in (2, 3, 4, rng.choice([3, 4])):
        net.draw = few_bits(bits)
        net.fully_connected(rng.randrange(3, 41), rng.choice([24, 40, 64, 100, 128, 250]),
                            is_shared=rng.random() < 0.5, relu=rng.random() < 0.5)
    net.draw = None


def fill_long(net):
    """Layers of many inputs, few weights of which are not zero."""
    rng = net.rng
    density = rng.choice([0.01, 0.03, 0.06, 0.12])
    for net.draw in (sparse(density, ANY), sparse(density, POWERS), sparse(density, [-1, 1]),
                     alike(density, ANY), alike(2 * density, ANY)):
        net.fully_connected(rng.randrange(50, 220) * 4, rng.choice([12, 16, 32, 48, 64]),
                            is_shared=rng.random() < 0.5, relu=rng.random() < 0.7)
    net.draw = None
