"""What Keras's callbacks decide over sequences of metrics, epoch by epoch: in float32, as they do in a run."""
import contextlib
import io

import keras
import numpy as np
from write import numbers

NAN = float("nan")

# The validation losses of the ten epochs that the Keras project on handwritten digits printed, and its callbacks.
PROJECT = [0.0580, 0.0544, 0.0366, 0.0329, 0.0418, 0.0339, 0.0350, 0.0321, 0.0414, 0.0405]
PROJECT_STOPPING = {"monitor": "val_loss", "patience": 3, "restore_best_weights": True}
PROJECT_PLATEAU = {"monitor": "val_loss", "factor": 0.2, "patience": 2, "min_lr": 0.0001}

FALLING = [1.0, 0.8, 0.6, 0.5, 0.4]
STUMBLING = [1.0, 0.8, 0.9, 0.7, 0.75, 0.76, 0.74, 0.71, 0.9, 0.6]
TIED = [0.5, 0.5, 0.5, 0.4, 0.4, 0.4, 0.4]
# Apart in float64, and the same in float32.
NEARLY_TIED = [0.5, 0.5 - 1e-9, 0.5 - 2e-9, 0.5 - 3e-9]
RISING = [0.5, 0.6, 0.55, 0.6, 0.7, 0.65, 0.66, 0.64]
CREEPING = [1.0, 0.995, 0.99, 0.985, 0.98, 0.9, 0.895, 0.89]
FLAT = [0.3] * 12

STOPPING_CASES = [
    ("val_loss", STUMBLING, {"patience": 2}),
    ("val_loss", STUMBLING, {"patience": 3, "restore_best_weights": True}),
    ("val_loss", FALLING, {"patience": 1, "restore_best_weights": True}),
    # Ends without a stop, and gets the best weights all the same.
    ("val_loss", [1.0, 0.5, 0.7, 0.6], {"patience": 9, "restore_best_weights": True}),
    ("val_loss", FALLING, {"patience": 0}),
    ("val_loss", [1.0, 1.0, 0.5], {"patience": 0, "restore_best_weights": True}),
    ("val_loss", TIED, {"patience": 2, "restore_best_weights": True}),
    ("val_loss", NEARLY_TIED, {"patience": 2}),
    ("val_loss", [1.0, NAN, 0.9, NAN, NAN, 0.5], {"patience": 2, "restore_best_weights": True}),
    # NaN first: nothing is better than it.
    ("val_loss", [NAN, 0.9, 0.8, 0.7], {"patience": 3, "restore_best_weights": True}),
    ("val_loss", CREEPING, {"patience": 2, "min_delta": 0.01}),
    ("val_loss", CREEPING, {"patience": 3, "min_delta": -0.01}),
    ("val_accuracy", RISING, {"patience": 2, "restore_best_weights": True}),
    ("accuracy", RISING, {"patience": 3, "mode": "max", "min_delta": 0.05}),
    ("loss", STUMBLING, {"patience": 2, "mode": "max"}),
    ("loss", STUMBLING, {"patience": 2, "start_from_epoch": 4, "restore_best_weights": True}),
    ("loss", FLAT, {"patience": 1, "start_from_epoch": 3}),
    ("val_loss", STUMBLING, {"patience": 4, "baseline": 0.72}),
    ("val_loss", STUMBLING, {"patience": 4, "baseline": 0.3, "restore_best_weights": True}),
    ("val_accuracy", RISING, {"patience": 3, "baseline": 0.6}),
    ("val_loss", PROJECT, PROJECT_STOPPING),
]

PLATEAU_CASES = [
    ("val_loss", STUMBLING, {"factor": 0.5, "patience": 2}),
    ("val_loss", FLAT[:10], {"factor": 0.1, "patience": 1}),
    ("val_loss", FLAT, {"factor": 0.5, "patience": 0}),
    ("val_loss", FLAT, {"factor": 0.5, "patience": 2, "cooldown": 3}),
    ("val_loss", FLAT, {"factor": 0.5, "patience": 1, "cooldown": 1}),
    ("val_loss", FLAT, {"factor": 0.3, "patience": 2, "min_lr": 0.0002}),
    ("val_loss", FLAT, {"factor": 0.3, "patience": 2, "min_lr": 0.001}),
    ("val_loss", TIED, {"factor": 0.5, "patience": 2, "min_delta": 0}),
    ("val_loss", CREEPING, {"factor": 0.5, "patience": 2, "min_delta": 0.01}),
    ("val_loss", [0.5, 0.49995, 0.4998, 0.4998, 0.4998], {"factor": 0.5, "patience": 1}),
    ("val_loss", [1.0, NAN, 0.9, NAN, NAN, 0.5], {"factor": 0.5, "patience": 2}),
    ("val_loss", [NAN, 0.9, 0.8, 0.7], {"factor": 0.5, "patience": 2}),
    ("val_accuracy", RISING, {"factor": 0.5, "patience": 2}),
    ("accuracy", RISING, {"factor": 0.5, "patience": 2, "mode": "min"}),
    ("loss", STUMBLING, {"factor": 0.5, "patience": 2, "mode": "max", "cooldown": 1}),
    ("val_loss", PROJECT, PROJECT_PLATEAU),
]

CHECKPOINT_CASES = [
    ("val_loss", STUMBLING, {}),
    ("val_loss", TIED, {}),
    ("val_accuracy", RISING, {}),
    ("loss", RISING, {"mode": "max"}),
    ("val_loss", [1.0, NAN, 0.9, NAN], {}),
    ("val_loss", [NAN, 0.9, 0.8], {}),
]

LEARNING_RATE = 0.001


def _model():
    """With one weight, which says in which epoch it was set."""
    keras.utils.clear_session()
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(keras.optimizers.Adam(LEARNING_RATE), "mse", metrics=["accuracy"])
    model.evaluate(np.zeros((1, 1)), np.zeros((1, 1)), verbose=0)
    return model


def _trace(callback, monitor, values, look):
    """What `look` sees behind each epoch, until the model is told to stop, and the epoch whose weights it has in the end."""
    model = _model()
    callback.set_model(model)
    model.stop_training = False
    callback.on_train_begin()
    seen = []
    for epoch, value in enumerate(values):
        model.set_weights([np.full((1, 1), epoch + 1.0)])
        callback.on_epoch_begin(epoch)
        callback.on_epoch_end(epoch, {monitor: value})
        seen.append(look(model))
        if model.stop_training:
            break
    callback.on_train_end()
    return {"seen": seen, "stopped": bool(model.stop_training), "weightsOf": int(model.get_weights()[0][0, 0])}


def _case(monitor, values, arguments, trace):
    values = [None if np.isnan(value) else value for value in values]
    return {"monitor": monitor, "values": values, "arguments": arguments, **trace}


def make_callback_traces():
    with contextlib.redirect_stdout(io.StringIO()):
        return {
            "earlyStopping": [_trace_stopping(*case) for case in STOPPING_CASES],
            "reduceLROnPlateau": [_trace_plateau(*case) for case in PLATEAU_CASES],
            "modelCheckpoint": [_trace_checkpoint(*case) for case in CHECKPOINT_CASES],
            "terminateOnNaN": [_trace_nan(value) for value in (0.5, 0.0, NAN, float("inf"), float("-inf"), 1e38)],
        }


def _trace_stopping(monitor, values, arguments):
    arguments = {key: value for key, value in arguments.items() if key != "monitor"}
    callback = keras.callbacks.EarlyStopping(monitor, **arguments)
    return _case(monitor, values, arguments, _trace(callback, monitor, values, lambda _: callback.wait))


def _trace_plateau(monitor, values, arguments):
    arguments = {key: value for key, value in arguments.items() if key != "monitor"}
    callback = keras.callbacks.ReduceLROnPlateau(monitor, **arguments)
    trace = _trace(callback, monitor, values, lambda model: numbers(model.optimizer.learning_rate)[0])
    return _case(monitor, values, arguments, trace)


def _trace_checkpoint(monitor, values, arguments):
    class Counting(keras.callbacks.ModelCheckpoint):
        saved = 0

        def _save_model(self, epoch, batch, logs):
            if self._should_save_model(epoch, batch, logs, "best.keras"):
                self.saved = epoch + 1

    callback = Counting("best.keras", monitor, save_best_only=True, **arguments)
    return _case(monitor, values, arguments, _trace(callback, monitor, values, lambda _: callback.saved))


def _trace_nan(loss):
    callback = keras.callbacks.TerminateOnNaN()
    model = _model()
    callback.set_model(model)
    model.stop_training = False
    callback.on_batch_end(0, {"loss": loss})
    return {"loss": str(loss), "stopped": bool(model.stop_training)}


# What the model has when `fit` ends, by an optimizer that averages the weights: early stopping comes behind the average.
FINAL_CASES = [
    ("plain", [3.0, 2.0, 1.0], None),
    ("stopped early, best weights restored", [1.0, 2.0, 3.0, 4.0], {"patience": 2, "restore_best_weights": True}),
    ("best weights restored, the last ones", [3.0, 2.0, 1.0], {"patience": 2, "restore_best_weights": True}),
    ("stopped early, nothing restored", [1.0, 2.0, 3.0, 4.0], {"patience": 2}),
    ("best weights never looked at", [3.0, 2.0, 1.0], {"patience": 2, "restore_best_weights": True, "start_from_epoch": 9}),
]


class _Told(keras.callbacks.Callback):
    """Tells the callbacks behind it a loss for each epoch, and remembers the weights of each."""

    def __init__(self, values):
        super().__init__()
        self.values = values
        self.weights = []

    def on_epoch_end(self, epoch, logs):
        logs["val_loss"] = self.values[epoch]
        self.weights.append(self.model.get_weights()[0])


def make_final_weights():
    return [_trace_final(*case) for case in FINAL_CASES]


def _trace_final(name, values, stopping):
    keras.utils.clear_session()
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, use_bias=False)])
    model.set_weights([np.array([[1.0], [-2.0]])])
    optimizer = keras.optimizers.SGD(0.1, use_ema=True, ema_momentum=0.8)
    model.compile(optimizer, "mse")
    told = _Told(values)
    more = [] if stopping is None else [keras.callbacks.EarlyStopping("val_loss", **stopping)]
    x = np.array([[1.0, 0.5], [0.25, -1.0], [0.5, 2.0]])
    model.fit(x, x[:, :1], batch_size=1, epochs=len(values), shuffle=False, verbose=0, callbacks=[told, *more])
    left = model.get_weights()[0]
    average = np.asarray(optimizer._model_variables_moving_average[0].value)
    of = [epoch + 1 for epoch, weights in enumerate(told.weights) if np.array_equal(weights, left)]
    averaged = bool(np.array_equal(average, left))
    assert averaged != bool(of)
    return {
        "name": name,
        "arguments": stopping,
        "epochs": len(told.weights),
        # The epoch whose weights the model has, or null where it has the average.
        "weightsOf": None if averaged else of[0],
    }
