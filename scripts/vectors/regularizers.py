"""What Keras's regularisers add to the loss, and to the gradient."""
import jax
import keras
import numpy as np
from draw import Draw
from keras64 import check_float64
from write import numbers

CASES = [
    ("L1", {"l1": 0.01}),
    ("L2", {"l2": 0.02}),
    ("L1L2", {"l1": 0.005, "l2": 0.01}),
    ("L1L2", {"l1": 0.0, "l2": 0.1}),
]


def make_regularizer_vectors():
    return [_vector_of(class_name, args) for class_name, args in CASES]


def _vector_of(class_name, args):
    regularizer = getattr(keras.regularizers, class_name)(**args)
    weight = Draw(f"{class_name} {args}").values((3, 4))
    # Where a weight is 0, JAX takes 1 for the slope of the absolute value and Keras on TensorFlow 0; none is.
    check_float64(regularizer, weight)
    penalty, gradient = jax.value_and_grad(lambda values: regularizer(values))(weight)
    return {
        "config": keras.regularizers.serialize(regularizer),
        "weight": numbers(weight),
        "penalty": numbers(np.asarray(penalty))[0],
        "gradient": numbers(gradient),
    }
