"""What Keras's optimizers make of gradients before they follow them, and models that are trained with clipped gradients or smoothed labels."""
import keras
import numpy as np
from draw import Draw
from models import ADAM, MOMENTUM, SGD, convolutional, regularized, residual, tiled
from write import numbers

SHAPES = [(3, 4), (5,), (2, 1)]
INFINITE = float("inf")

# By Keras's names. In order: what the gradients are, and the value that takes the place of one of them.
CLIPS = [
    {"clipvalue": 0.25},
    {"clipvalue": 1e-3},
    {"clipnorm": 0.5},
    {"clipnorm": 100.0},
    {"global_clipnorm": 0.5},
    {"global_clipnorm": 100.0},
]
GRADIENTS = [
    ("drawn", None),
    ("zero", None),
    ("infinite", INFINITE),
    ("infinite below", -INFINITE),
]


def make_clipping_vectors():
    return [_vector_of(clip, what, odd) for clip in CLIPS for what, odd in GRADIENTS]


def _vector_of(clip, what, odd):
    draw = Draw(f"{clip} {what}")
    gradients = [draw.values(shape, 0.6) for shape in SHAPES]
    if what == "zero":
        gradients[0] = np.zeros(SHAPES[0])
    if odd is not None:
        gradients[1][2] = odd
    # From weights of zero, by a step of the whole gradient: they are then what was left of it, the other way.
    weights = [keras.Variable(np.zeros(shape)) for shape in SHAPES]
    keras.optimizers.SGD(1.0, **clip).apply(gradients, weights)
    return {
        "clip": clip,
        "what": what,
        "gradients": [_values(gradient) for gradient in gradients],
        "clipped": [_values(-np.asarray(weight.value)) for weight in weights],
    }


def _values(array):
    """JSON has no numbers for what is infinite or not a number: they are written as Python names them."""
    return [numbers(value)[0] if np.isfinite(value) else str(float(value)) for value in array.ravel()]


def clip_of(clipping):
    """Keras's arguments for Strata's."""
    return {
        "clipvalue": clipping.get("clipvalue"),
        "clipnorm": clipping.get("clipnorm"),
        "global_clipnorm": clipping.get("globalClipnorm"),
    }


def clip(**clipping):
    """The section of a recipe."""
    return {"clipping": {"clipvalue": None, "clipnorm": None, "globalClipnorm": None, **clipping}}


# Twenty steps each. Some gradients are clipped, and some are not.
CLIPPED_MODELS = [
    (convolutional, {**MOMENTUM, **clip(clipvalue=0.02)}),
    (convolutional, {**ADAM, **clip(clipvalue=0.003)}),
    (convolutional, {**SGD, **clip(clipnorm=0.15)}),
    (regularized, {**SGD, **clip(clipnorm=0.3)}),
    (tiled, {**MOMENTUM, **clip(globalClipnorm=0.3)}),
    (regularized, {**MOMENTUM, **clip(globalClipnorm=0.5)}),
]

SMOOTHED_MODELS = [
    (convolutional, {**ADAM, "labelSmoothing": 0.1}),
    (convolutional, {**MOMENTUM, "labelSmoothing": 0.1, "classWeights": [0.5, 2.0, 0.75]}),
    (residual, {**SGD, "labelSmoothing": 0.3, **clip(globalClipnorm=0.4)}),
]
