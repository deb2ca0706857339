"""Keras on JAX in float64, on the processor. Import this before anything else of Keras or JAX."""
import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["JAX_ENABLE_X64"] = "1"

import jax
import keras
from keras.src.backend.common import dtypes

keras.config.set_floatx("float64")
# On JAX, Keras brings what several types result in down to 32 bits, whatever `floatx` says.
dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"


def check_float64(function, *args):
    """Raises when JAX would compute any part of the function in fewer bits."""
    traced = str(jax.make_jaxpr(function)(*args))
    if "f32" in traced or "float32" in traced:
        raise AssertionError(f"Some of this is computed in float32:\n{traced}")
