"""Writes what Keras does in float32, as in a run of its own, into the folder that the first argument names."""
import os
import sys
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"

from base import make_base_vectors  # noqa: E402
from callbacks import make_callback_traces, make_final_weights  # noqa: E402
from optimizers import make_optimizer_vectors  # noqa: E402
from schedules import make_schedule_rates  # noqa: E402
from write import write  # noqa: E402

folder = Path(sys.argv[1])
write(folder / "callbacks.json", **make_callback_traces())
write(folder / "finalWeights.json", cases=make_final_weights())
write(folder / "optimizers32.json", **make_optimizer_vectors())
write(folder / "base32.json", **make_base_vectors())
write(folder / "schedules.json", schedules=make_schedule_rates())
