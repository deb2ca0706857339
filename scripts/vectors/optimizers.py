"""What Keras's optimizers make of some weights, step after step, by gradients that come again and again."""
import re

import keras
import numpy as np
from draw import Draw
from write import numbers

O = keras.optimizers

OPTIMIZERS = {
    "adam": O.Adam,
    "adamW": O.AdamW,
    "nadam": O.Nadam,
    "sgd": O.SGD,
    "rmsprop": O.RMSprop,
    "adagrad": O.Adagrad,
}

# `settings` are Strata's: Keras's arguments in camelCase, but for those that keep Keras's defaults.
CASES = [
    ("adam", 0.001, {}),
    ("adam", 0.01, {"beta1": 0.5, "beta2": 0.95, "epsilon": 0.001}),
    ("adam", 0.01, {"amsgrad": True, "beta2": 0.8}),
    ("adam", 0.01, {"weightDecay": 0.1}),
    ("adam", 0.01, {"beta1": 0, "beta2": 0.9}),
    ("adamW", 0.01, {}),
    ("adamW", 0.02, {"amsgrad": True, "beta2": 0.7, "epsilon": 0.01, "weightDecay": 0.5}),
    ("nadam", 0.001, {}),
    ("nadam", 0.01, {"beta1": 0.7, "beta2": 0.9, "epsilon": 0.0001}),
    ("nadam", 0.01, {"weightDecay": 0.2}),
    ("sgd", 0.01, {}),
    ("sgd", 0.01, {"momentum": 0.9}),
    ("sgd", 0.01, {"momentum": 0.8, "nesterov": True}),
    ("sgd", 0.01, {"nesterov": True}),
    ("sgd", 0.01, {"momentum": 0.5, "nesterov": True, "weightDecay": 0.1}),
    ("sgd", 0.02, {"weightDecay": 0.3}),
    ("rmsprop", 0.001, {}),
    ("rmsprop", 0.002, {"rho": 0.7, "epsilon": 0.01}),
    ("rmsprop", 0.002, {"momentum": 0.6}),
    ("rmsprop", 0.002, {"centered": True}),
    ("rmsprop", 0.002, {"rho": 0.8, "momentum": 0.5, "centered": True, "epsilon": 0.001, "weightDecay": 0.1}),
    ("adagrad", 0.001, {}),
    ("adagrad", 0.05, {"initialAccumulatorValue": 0, "epsilon": 0.0001}),
    ("adagrad", 0.05, {"initialAccumulatorValue": 2, "weightDecay": 0.1}),
]

WEIGHTS = 11
GRADIENTS = 5
LOOKS = (1, 2, 5, 40)


def make_optimizer_vectors():
    draw = Draw("optimizers")
    start = draw.values((WEIGHTS,))
    # From tiny to large: where epsilon counts and where it doesn't.
    gradients = draw.values((GRADIENTS, WEIGHTS)) * 10.0 ** (np.arange(WEIGHTS) % 5 - 3)
    return {
        "given": {"start": numbers(start), "gradients": [numbers(gradient) for gradient in gradients]},
        "optimizers": [_make(start, gradients, *case) for case in CASES],
    }


def make_optimizer(name, rate, settings, **base):
    """Keras's optimizer with Strata's settings of it."""
    return OPTIMIZERS[name](rate, **{_snake(key): _as_keras(value) for key, value in settings.items()}, **base)


def _make(start, gradients, name, rate, settings):
    weights = keras.Variable(start)
    optimizer = make_optimizer(name, rate, settings)
    optimizer.build([weights])
    after = []
    for step in range(1, max(LOOKS) + 1):
        optimizer.apply([keras.ops.convert_to_tensor(gradients[(step - 1) % GRADIENTS], weights.dtype)])
        if step in LOOKS:
            after.append({"steps": step, "weights": numbers(weights.value)})
    return {
        "optimizer": name,
        "learningRate": rate,
        "settings": settings,
        # What Keras keeps of a variable, in its order.
        "kept": [kept_name(variable) for variable in optimizer.variables if variable.shape == weights.shape],
        "after": after,
    }


def kept_name(variable):
    return re.sub("^variable(_[0-9]+)?_", "", variable.path.split("/")[-1])


def _snake(name):
    return re.sub("([0-9]|[A-Z])", lambda found: f"_{found[0].lower()}", name)


def _as_keras(value):
    return value if isinstance(value, bool) else float(value)
