"""Writes vectors as JSON: an entry a line, numbers in as few digits as a comparison to 1e-5 needs with room to spare."""
import json
import platform

import jax
import keras
import numpy as np

DIGITS = 7
# Sums that are zero but for rounding. Which tiny number is left differs from processor to processor.
NOISE = 1e-13
# Entries that are objects with an entry a line.
NESTED = ("backward",)

MADE_WITH = {
    "keras": keras.__version__,
    "backend": "jax",
    "jax": jax.__version__,
    "numpy": np.__version__,
    "python": platform.python_version(),
    "dtype": keras.config.floatx(),
}


def numbers(values):
    """All values of an array in row-major order, to 8 significant digits; whole numbers without a point."""
    return [_shorten(value) for value in np.asarray(values, dtype=np.float64).ravel().tolist()]


def _shorten(value):
    if abs(value) < NOISE:
        return 0
    short = float(f"{value:.{DIGITS}g}")
    return int(short) if short.is_integer() and abs(short) < 1e15 else short


def write(path, **parts):
    """`parts` are lists of objects, each with an entry a line, or values."""
    lines = [f'"madeWith": {_compact(MADE_WITH)}']
    for name, part in parts.items():
        if isinstance(part, list):
            objects = ",\n".join(_object(one) for one in part)
            lines.append(f'"{name}": [\n{objects}\n]')
        else:
            lines.append(f'"{name}": {_compact(part)}')
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    path.write_text(text, encoding="utf8")
    print(f"{path.name}: {len(text) / 1000:.0f} kB")


def _object(entries):
    lines = [f'"{key}": {_object(value) if key in NESTED else _compact(value)}' for key, value in entries.items()]
    return "{" + ",\n ".join(lines) + "}"


def _compact(value):
    return json.dumps(value, separators=(",", ":"), allow_nan=False)
