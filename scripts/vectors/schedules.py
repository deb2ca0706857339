"""The learning rates that Keras's schedules give over some steps: in float32, as they do in a run."""
import keras
from write import numbers

S = keras.optimizers.schedules
RATE = 0.01

# `name` and `settings` are Strata's, `planned` the steps of an epoch and of the run.
CASES = [
    ("stepDecay", {"epochs": 2, "factor": 0.5}, (7, 70), lambda: _step_decay(2, 0.5, 7, 70)),
    ("stepDecay", {"epochs": 3, "factor": 0.1}, (5, 50), lambda: _step_decay(3, 0.1, 5, 50)),
    (
        "exponentialDecay",
        {"decaySteps": 10, "decayRate": 0.9, "staircase": False},
        (7, 70),
        lambda: S.ExponentialDecay(RATE, 10, 0.9),
    ),
    (
        "exponentialDecay",
        {"decaySteps": 10, "decayRate": 0.5, "staircase": True},
        (7, 70),
        lambda: S.ExponentialDecay(RATE, 10, 0.5, staircase=True),
    ),
    (
        "exponentialDecay",
        {"decaySteps": None, "decayRate": 0.8, "staircase": True},
        (7, 70),
        lambda: S.ExponentialDecay(RATE, 7, 0.8, staircase=True),
    ),
    ("cosineDecay", {"decaySteps": None, "alpha": 0, "warmupSteps": 0}, (7, 70), lambda: S.CosineDecay(RATE, 70)),
    ("cosineDecay", {"decaySteps": 40, "alpha": 0.1, "warmupSteps": 0}, (7, 70), lambda: S.CosineDecay(RATE, 40, 0.1)),
    (
        "cosineDecay",
        {"decaySteps": 30, "alpha": 0.05, "warmupSteps": 20},
        (7, 70),
        lambda: S.CosineDecay(0.0, 30, 0.05, warmup_target=RATE, warmup_steps=20),
    ),
    (
        "cosineDecay",
        {"decaySteps": None, "alpha": 0, "warmupSteps": 10},
        (7, 70),
        lambda: S.CosineDecay(0.0, 60, warmup_target=RATE, warmup_steps=10),
    ),
    (
        "cosineDecayRestarts",
        {"firstDecaySteps": 10, "tMul": 2, "mMul": 1, "alpha": 0},
        (7, 70),
        lambda: S.CosineDecayRestarts(RATE, 10),
    ),
    (
        "cosineDecayRestarts",
        {"firstDecaySteps": None, "tMul": 1, "mMul": 0.5, "alpha": 0.1},
        (7, 70),
        lambda: S.CosineDecayRestarts(RATE, 7, t_mul=1.0, m_mul=0.5, alpha=0.1),
    ),
    (
        "cosineDecayRestarts",
        {"firstDecaySteps": 8, "tMul": 1.5, "mMul": 0.8, "alpha": 0},
        (7, 70),
        lambda: S.CosineDecayRestarts(RATE, 8, t_mul=1.5, m_mul=0.8),
    ),
]


def _step_decay(epochs, factor, of_epoch, of_run):
    """A boundary is the last step with the rate before it."""
    boundaries = [at - 1 for at in range(epochs * of_epoch, of_run + 10, epochs * of_epoch)]
    return S.PiecewiseConstantDecay(boundaries, [RATE * factor**drop for drop in range(len(boundaries) + 1)])


def make_schedule_rates():
    return [
        {
            "schedule": name,
            "settings": settings,
            "learningRate": RATE,
            "planned": {"ofEpoch": planned[0], "ofRun": planned[1]},
            # Some steps behind the end of the run, too.
            "rates": [numbers(schedule()(step))[0] for step in range(planned[1] + 5)],
        }
        for name, settings, planned, schedule in CASES
    ]
