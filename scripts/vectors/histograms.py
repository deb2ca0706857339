"""What NumPy makes of some values: their histogram, mean and standard deviation."""
import numpy as np

BINS = 64


def make_histograms():
    random = np.random.default_rng(7)
    cases = {
        "a normal distribution": random.normal(0, 0.05, 400),
        "of one sign, with many zeros": np.maximum(random.normal(0, 1, 300), 0),
        "whole numbers, on the edges of bins": np.arange(129) % 65,
        "all alike": np.full(70, 0.1),
        "far from zero": 1000 + random.uniform(0, 1e-2, 200),
        "tiny": random.normal(0, 1e-20, 200),
        "all zero": np.zeros(60),
    }
    return [_case(name, values.astype(np.float32).astype(np.float64)) for name, values in cases.items()]


def _case(name, values):
    counts, edges = np.histogram(values, BINS)
    # Every digit: whether a value is on the one side of an edge or on the other is in the last.
    return {
        "name": name,
        "values": values.tolist(),
        "counts": counts.tolist(),
        "edges": edges.tolist(),
        "mean": float(values.mean()),
        "std": float(values.std()),
    }
