"""What Keras's base optimizer does around the rule of any optimizer: gradients that are accumulated over steps, and weights that are averaged."""
import jax
import keras
import numpy as np
from draw import Draw
from gradients import clip, clip_of
from models import ADAM, MOMENTUM, SGD, convolutional, normalized, regularized
from optimizers import GRADIENTS, WEIGHTS, kept_name, make_optimizer
from write import numbers

NO_AVERAGE = {"on": False, "emaMomentum": 0.99, "emaOverwriteFrequency": None}


def _ema(momentum=0.99, overwrite=None):
    return {"movingAverage": {"on": True, "emaMomentum": momentum, "emaOverwriteFrequency": overwrite}}


def _steps(steps):
    return {"accumulation": {"gradientAccumulationSteps": steps}}


def base_arguments(rule):
    """Keras's arguments for Strata's sections of a recipe."""
    average = rule.get("movingAverage", NO_AVERAGE)
    return {
        **clip_of(rule.get("clipping", {})),
        "use_ema": average["on"],
        "ema_momentum": average["emaMomentum"],
        "ema_overwrite_frequency": average["emaOverwriteFrequency"],
        "gradient_accumulation_steps": rule.get("accumulation", {}).get("gradientAccumulationSteps"),
    }


CASES = [
    ("sgd", 0.01, {}, _ema()),
    ("sgd", 0.01, {"momentum": 0.9}, _ema(0.5)),
    ("adam", 0.01, {}, _ema(0.9, 3)),
    ("sgd", 0.02, {}, _ema(0.7, 1)),
    ("sgd", 0.02, {}, _ema(0.0)),
    ("sgd", 0.02, {}, _ema(1.0)),
    ("sgd", 0.01, {}, _steps(2)),
    ("adam", 0.01, {"amsgrad": True, "beta2": 0.8}, _steps(3)),
    ("nadam", 0.01, {"weightDecay": 0.2}, _steps(4)),
    ("adamW", 0.02, {"weightDecay": 0.5}, _steps(2)),
    ("rmsprop", 0.002, {"momentum": 0.6, "centered": True}, _steps(3)),
    ("adagrad", 0.05, {}, _steps(3)),
    ("sgd", 0.02, {"momentum": 0.8, "nesterov": True}, {**_steps(3), **_ema(0.8)}),
    ("adam", 0.01, {}, {**_steps(3), **_ema(0.9, 2)}),
    ("adagrad", 0.05, {"initialAccumulatorValue": 2}, {**_steps(2), **_ema(0.95, 3)}),
    ("nadam", 0.01, {}, {**_steps(5), **_ema(0.6, 1)}),
    ("sgd", 0.02, {}, {**_steps(2), **clip(clipvalue=0.05)}),
    ("sgd", 0.02, {"weightDecay": 0.3}, {**_steps(3), **clip(clipnorm=0.5)}),
    ("adam", 0.01, {}, {**_steps(4), **_ema(0.9, 2), **clip(globalClipnorm=0.3)}),
]

LOOKS = (1, 2, 3, 4, 5, 6, 7, 12, 40)


def make_base_vectors():
    draw = Draw("base optimizer")
    start = draw.values((WEIGHTS,))
    gradients = draw.values((GRADIENTS, WEIGHTS)) * 10.0 ** (np.arange(WEIGHTS) % 5 - 3)
    return {
        "given": {"start": numbers(start), "gradients": [numbers(gradient) for gradient in gradients]},
        "optimizers": [_make(start, gradients, *case) for case in CASES],
    }


def _make(start, gradients, name, rate, settings, base):
    weights = keras.Variable(start)
    optimizer = make_optimizer(name, rate, settings, **base_arguments(base))
    optimizer.build([weights])
    apply = jax.jit(optimizer.stateless_apply)
    after = []
    for step in range(1, max(LOOKS) + 1):
        gradient = keras.ops.convert_to_tensor(gradients[(step - 1) % GRADIENTS], weights.dtype)
        [moved], state = apply([each.value for each in optimizer.variables], [gradient], [weights.value])
        weights.assign(moved)
        for variable, value in zip(optimizer.variables, state, strict=True):
            variable.assign(value)
        if step in LOOKS:
            after.append({"steps": step, "weights": numbers(weights.value)})
    kept = [kept_name(variable) for variable in optimizer.variables if variable.shape == weights.shape]
    optimizer.finalize_variable_values([weights])
    return {
        "optimizer": name,
        "learningRate": rate,
        "settings": settings,
        "base": base,
        # What Keras keeps of a variable, in its order.
        "kept": kept,
        "after": after,
        # As `fit` leaves them.
        "finalized": numbers(weights.value),
    }


# Twenty steps each, five of an epoch, the fifth on a short batch.
BASE_MODELS = [
    (convolutional, {**ADAM, **_ema(0.9)}),
    (normalized, {**MOMENTUM, **_ema(0.8, 4)}),
    (convolutional, {**SGD, **_steps(3)}),
    (normalized, {**ADAM, **_steps(2)}),
    (regularized, {**SGD, **_steps(4), **_ema(0.7, 2), **clip(globalClipnorm=0.3)}),
    (
        convolutional,
        {
            "optimizer": "nadam",
            "learningRate": 0.01,
            **_steps(3),
            **_ema(0.9),
            "schedule": {"kind": "exponentialDecay"},
            "exponentialDecay": {"decaySteps": 5, "decayRate": 0.7, "staircase": True},
        },
    ),
]
