"""Steps of training a model in Keras, on batches that do not change, from weights that do not change."""
import json
from dataclasses import dataclass
from typing import Callable

import jax
import keras
import numpy as np
from base import base_arguments
from draw import Draw
from images import noise, strokes
from keras64 import check_float64
from models import CLASSES
from optimizers import make_optimizer
from write import numbers


@dataclass(frozen=True)
class Training:
    """Every epoch has the same batches in the same order."""

    images: int
    batch_size: int
    epochs: int
    # One of `images.py`.
    draw_images: Callable


# Five steps. The last batch is a short one.
SHORT = Training(images=18, batch_size=4, epochs=1, draw_images=noise)
# Twenty steps.
MIDDLE = Training(images=30, batch_size=8, epochs=5, draw_images=noise)
# Twenty steps, every fifth of them on a short batch.
MEDIUM = Training(images=36, batch_size=8, epochs=4, draw_images=strokes)
# Forty steps.
LONG = Training(images=64, batch_size=16, epochs=10, draw_images=strokes)


def make_training_vector(build, rule, training):
    name = build.__name__
    topology = json.loads(_fresh(build, "softmax").to_json())
    model, pixels, labels = prepare(build, training)
    shape = model.input_shape[1:]
    images = pixels / 255
    initial = _weights_of(model)
    class_weights = rule.get("classWeights")
    optimizer = _make_optimizer(rule, training)
    steps = _train(model, images, labels, optimizer, training, rule)
    if "labelSmoothing" in rule or "movingAverage" in rule or "accumulation" in rule:
        _check_fit(build, rule, training, (images, labels), model, optimizer)
    logits = model(images, training=False)
    return {
        "name": name,
        "topology": topology,
        "input": list(shape),
        "classes": CLASSES,
        "recipe": {
            **{name: value for name, value in rule.items() if name != "classWeights"},
            "batchSize": training.batch_size,
        },
        **({"classWeights": class_weights} if class_weights else {}),
        "pixels": pixels.ravel().tolist(),
        "labels": labels.tolist(),
        "initial": initial,
        "steps": steps,
        "final": _values_of(model),
        "classified": {
            "loss": numbers(_evaluate(model, images, labels, rule))[0],
            "predicted": np.argmax(logits, axis=-1).tolist(),
        },
        **_finalized(model, optimizer, rule),
    }


def prepare(build, training):
    """The model as it is before its first step, and the images that it is trained on, in bytes, with their labels."""
    draw = Draw(build.__name__)
    # The model up to the logits, from which the loss is computed, as Keras advises and Strata does.
    model = _fresh(build, "linear")
    for weight in model.weights:
        weight.assign(_draw_weight(draw, weight))
    pixels, labels = training.draw_images(draw, training.images, model.input_shape[1:], CLASSES)
    return model, pixels, labels


def _finalized(model, optimizer, rule):
    """The weights as `fit` leaves them, where those are not the last ones."""
    if "movingAverage" not in rule:
        return {}
    optimizer.finalize_variable_values(model.trainable_variables)
    return {"finalized": _values_of(model)}


def _values_of(model):
    return [{"key": weight["key"], "values": weight["values"]} for weight in _weights_of(model)]


def _fresh(build, last):
    keras.utils.clear_session()
    return build(last)


def _make_optimizer(rule, training):
    name = rule["optimizer"]
    return make_optimizer(name, _make_rate(rule, training), rule.get(name, {}), **base_arguments(rule))


def _make_rate(rule, training):
    """The rule's rate, or Keras's schedule for it."""
    rate = rule["learningRate"]
    if "cosineDecay" in rule:
        settings = rule["cosineDecay"]
        warm = settings["warmupSteps"]
        steps = training.epochs * -(-training.images // training.batch_size)
        schedules = keras.optimizers.schedules
        return schedules.CosineDecay(0.0, steps - warm, settings["alpha"], warmup_target=rate, warmup_steps=warm)
    if "exponentialDecay" in rule:
        settings = rule["exponentialDecay"]
        return keras.optimizers.schedules.ExponentialDecay(
            rate, settings["decaySteps"], settings["decayRate"], staircase=settings["staircase"]
        )
    return rate


def _make_loss(rule):
    """Of labels, logits and each image's weight, or None."""
    if "labelSmoothing" in rule:
        loss = _smoothed(rule)
        return lambda y, logits, weights: loss(keras.ops.one_hot(y, CLASSES, dtype="float64"), logits, weights)
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def _smoothed(rule):
    return keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=rule.get("labelSmoothing", 0))


def _evaluate(model, images, labels, rule):
    """As `fit` looks at validation images: by the loss that it trains on, but for the weights of classes."""
    if "labelSmoothing" not in rule:
        logits = model(images, training=False)
        return np.mean(keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True))
    model.compile(loss=_smoothed(rule))
    truth = keras.utils.to_categorical(labels, CLASSES)
    return model.evaluate(images, truth, batch_size=len(images), verbose=0)


def _train(model, images, labels, optimizer, training, rule):
    optimizer.build(model.trainable_variables)
    loss_for = _make_loss(rule)
    class_weights = rule.get("classWeights")

    def weights_of(y):
        return None if class_weights is None else keras.ops.take(np.array(class_weights), y)

    def loss_of(trainable, fixed, x, y):
        logits, fixed, penalties = model.stateless_call(trainable, fixed, x, training=True, return_losses=True)
        loss = loss_for(y, logits, weights_of(y))
        return loss + sum(penalties), (fixed, loss, sum(penalties), logits)

    step = jax.value_and_grad(loss_of, has_aux=True)
    compiled = jax.jit(step)
    trainable = [variable.value for variable in model.trainable_variables]
    fixed = [variable.value for variable in model.non_trainable_variables]
    state = [variable.value for variable in optimizer.variables]
    size = training.batch_size
    check_float64(step, trainable, fixed, images[:size], labels[:size])
    # Eagerly, JAX compiles the conditions of accumulation anew at each step.
    apply = jax.jit(optimizer.stateless_apply) if "accumulation" in rule else optimizer.stateless_apply
    steps = []
    for first in [*range(0, len(images), size)] * training.epochs:
        x, y = images[first : first + size], labels[first : first + size]
        (_, aux), gradients = compiled(trainable, fixed, x, y)
        fixed, loss, penalty, logits = aux
        trainable, state = apply(state, gradients, trainable)
        steps.append(
            {
                "images": len(x),
                "loss": numbers(loss)[0],
                "penalty": numbers(penalty)[0],
                "correct": int(np.sum(np.argmax(logits, axis=-1) == y)),
            }
        )
    groups = ((model.trainable_variables, trainable), (model.non_trainable_variables, fixed), (optimizer.variables, state))
    for variables, values in groups:
        for variable, value in zip(variables, values, strict=True):
            assert value.dtype == (np.float64 if keras.backend.is_float_dtype(variable.dtype) else variable.dtype), variable.path
            variable.assign(value)
    return steps


def _check_fit(build, rule, training, data, trained, by):
    """Raises when `fit` makes another model of the same weights, by the loss, class weights and optimizer of this rule."""
    images, labels = data
    averages = {}
    if by.use_ema:
        averages = {id(v): a for v, a in zip(trained.trainable_variables, by._model_variables_moving_average)}
    expected = [np.asarray(averages.get(id(weight), weight).value) for weight in trained.weights]
    draw = Draw(build.__name__)
    model = _fresh(build, "linear")
    for weight in model.weights:
        weight.assign(_draw_weight(draw, weight))
    model.compile(optimizer=_make_optimizer(rule, training), loss=_smoothed(rule))
    weights = rule.get("classWeights")
    truth = keras.utils.to_categorical(labels, CLASSES)
    history = model.fit(
        images,
        truth,
        batch_size=training.batch_size,
        epochs=training.epochs,
        shuffle=False,
        class_weight=dict(enumerate(weights)) if weights else None,
        validation_data=(images, truth),
        validation_batch_size=len(images),
        verbose=0,
    )
    for weight, values in zip(model.weights, expected, strict=True):
        np.testing.assert_allclose(np.asarray(weight.value), values, rtol=1e-9, atol=1e-12)
    looked = _evaluate(trained, images, labels, rule)
    # `evaluate` counts the penalties of regularisers.
    penalties = 0 if "labelSmoothing" in rule else float(sum(trained.losses))
    np.testing.assert_allclose(history.history["val_loss"][-1], looked + penalties, rtol=1e-9)


def _weights_of(model):
    return [
        {
            # Keras writes a Sequential model's own name in front.
            "key": "/".join(weight.path.split("/")[-2:]),
            "shape": list(weight.shape),
            "trainable": weight.trainable,
            "values": numbers(weight.value),
        }
        for weight in model.weights
    ]


def _draw_weight(draw, weight):
    """About as an initialiser would, but no weight is 0, unless there are many."""
    if weight.name == "moving_variance":
        return 1 + np.abs(draw.values(weight.shape, 0.2))
    if weight.name == "gamma":
        return np.round(1 + draw.values(weight.shape, 0.2), 3)
    if weight.name == "alpha":
        return np.abs(draw.values(weight.shape, 0.25))
    fan_in = np.prod(weight.shape[:-1]) if len(weight.shape) > 1 else 25
    scale = 1 / np.sqrt(fan_in)
    return draw.values(weight.shape, scale) if draw.has_values(weight.shape, scale) else draw.rounded(weight.shape, scale, 4)
