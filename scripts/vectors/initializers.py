"""How Keras's initialisers draw: what is certain of their values, beside what is seen of values that they drew."""
import keras
import numpy as np
from keras.src.initializers.random_initializers import compute_fans
from write import numbers

SHAPES = [
    # Dense, and a bias or a scale.
    [40, 25],
    [30],
    # Conv2D: rows, columns, channels, filters.
    [3, 5, 8, 16],
    # DepthwiseConv2D: rows, columns, channels, depth multiplier.
    [5, 3, 48, 1],
    [3, 3, 24, 2],
    # Conv2DTranspose: rows, columns, filters, channels.
    [2, 4, 16, 6],
]

# Those that draw from a distribution.
INITIALIZERS = [
    "glorot_uniform",
    "glorot_normal",
    "he_uniform",
    "he_normal",
    "lecun_uniform",
    "lecun_normal",
    "random_uniform",
    "random_normal",
    "truncated_normal",
]

# The standard deviation of a standard normal distribution that is cut off at two deviations.
CUT_OFF = 0.87962566103423978


def make_initializer_facts():
    return [_facts_of(name, shape) for name in INITIALIZERS for shape in SHAPES]


def _facts_of(name, shape):
    initializer = keras.initializers.get(name)
    config = initializer.get_config()
    fan_in, fan_out = compute_fans(shape)
    facts = {"name": name, "shape": shape, "fanIn": int(fan_in), "fanOut": int(fan_out)}
    if hasattr(initializer, "scale"):
        count = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[initializer.mode]
        deviation = np.sqrt(initializer.scale / count)
        bound = {"uniform": np.sqrt(3) * deviation, "truncated_normal": 2 * deviation / CUT_OFF}[initializer.distribution]
    elif name == "random_uniform":
        bound = config["maxval"]
        deviation = bound / np.sqrt(3)
    else:
        deviation = config["stddev"] * (CUT_OFF if name == "truncated_normal" else 1)
        bound = 2 * config["stddev"] if name == "truncated_normal" else None
    _check(facts, _draw(name, shape), deviation, bound)
    # Nothing lies beyond the bound; the normal distribution has none.
    spread = {"deviation": numbers(deviation)[0], "bound": None if bound is None else numbers(bound)[0]}
    return {**facts, **spread}


def _draw(name, shape):
    """Some 50,000 values of the initialiser, from several seeds."""
    kind = keras.initializers.get(name).__class__
    times = max(1, 50_000 // int(np.prod(shape)))
    return np.concatenate([np.asarray(kind(seed=seed)(shape)).ravel() for seed in range(1, times + 1)])


def _check(facts, drawn, deviation, bound):
    """What is written is what Keras does, and not what its manual says."""
    if abs(drawn.std() / deviation - 1) > 0.02 or abs(drawn.mean()) > 0.02 * deviation:
        raise AssertionError(f"{facts}: drawn with {drawn.mean()} and {drawn.std()}, not {deviation}")
    largest = np.abs(drawn).max()
    if bound is not None and not 0.97 * bound < largest <= bound * (1 + 1e-9):
        raise AssertionError(f"{facts}: the largest drawn is {largest}, not {bound}")
