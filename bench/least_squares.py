# SPDX-License-Identifier: Apache-2.0
"""Least squares with no negative factor (Lawson and Hanson's active sets), for small problems."""


def solve(matrix, right):
    """x of matrix x = right for a symmetric positive matrix; None where it is singular."""
    n = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(rows[k][i]))
        if abs(rows[pivot][i]) < 1e-12:
            return None
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, n):
            factor = rows[k][i] / rows[i][i]
            for j in range(i, n + 1):
                rows[k][j] -= factor * rows[i][j]
    x = [0.0] * n
    for i in reversed(range(n)):
        x[i] = (rows[i][n] - sum(rows[i][j] * x[j] for j in range(i + 1, n))) / rows[i][i]
    return x


def products(a, b):
    """a'a, a'b."""
    n = len(a[0])
    gram = [[sum(row[i] * row[j] for row in a) for j in range(n)] for i in range(n)]
    return gram, [sum(row[i] * value for row, value in zip(a, b)) for i in range(n)]


def toward(x, wanted, active):
    """From x as far towards `wanted` as no factor becomes negative; drops those that become 0."""
    step = min(x[i] / max(x[i] - z, 1e-300) for i, z in zip(active, wanted) if z <= 0)
    for i, z in zip(active, wanted):
        x[i] += step * (z - x[i])
    for i in [i for i in active if x[i] <= 1e-12]:
        x[i] = 0.0
        active.remove(i)


def non_negative(gram, right, columns):
    """The factors >= 0 of these columns that leave the least error; zeros are left out."""
    x, active, barred = {}, [], set()
    for _ in range(10 * len(columns)):
        gradient = {i: right[i] - sum(gram[i][j] * x[j] for j in active)
                    for i in columns if i not in active and i not in barred}
        best = max(gradient, key=gradient.get, default=None)
        if best is None or gradient[best] < 1e-9:
            break
        active.append(best)
        x[best] = 0.0
        while active:
            wanted = solve([[gram[i][j] for j in active] for i in active],
                           [right[i] for i in active])
            if wanted is None:  # the new column is a sum of others
                active.remove(best)
                barred.add(best)
            elif min(wanted) > 0:
                x.update(zip(active, wanted))
                break
            else:
                toward(x, wanted, active)
    return {i: x[i] for i in active}


def error_left(gram, right, total, x):
    return total - sum(x[i] * (2 * right[i] - sum(gram[i][j] * x[j] for j in x)) for i in x)


def sparse(a, b, worth=0.01):
    """Few factors >= 0 with a small |a x - b|: column after column, always the one that helps
    most, until another one would take away less than `worth` of the error. index -> factor."""
    n = len(a[0])
    length = [max(sum(row[i] ** 2 for row in a) ** 0.5, 1e-300) for i in range(n)]
    gram, right = products([[row[i] / length[i] for i in range(n)] for row in a], b)
    total = sum(value * value for value in b)
    chosen, x, left = [], {}, total
    while len(chosen) < n and left > 1e-7 * total:
        tried = []
        for i in set(range(n)) - set(chosen):
            found = non_negative(gram, right, [*chosen, i])
            tried.append((error_left(gram, right, total, found), i, found))
        best, column, found = min(tried, key=lambda each: each[:2])
        if best > (1 - worth) * left:
            break
        chosen, x, left = [*chosen, column], found, best
    return {i: factor / length[i] for i, factor in x.items()}
