"""What one Keras layer computes: outputs, gradients, updated statistics."""
from keras64 import check_float64
import jax
import keras
import numpy as np
from draw import Draw
from write import numbers

BATCH = 3


def make_layer_vector(case):
    draw = Draw(case.name)
    keras.utils.clear_session()
    layer = getattr(keras.layers, case.class_name)(**case.args)
    shapes = [(None, *shape) for shape in case.inputs]
    layer.build(shapes[0] if len(shapes) == 1 else shapes)
    for weight in layer.weights:
        weight.assign(_draw_weight(draw, weight))
    inputs = [draw.values((BATCH, *shape), case.spread) for shape in case.inputs]
    trainable = [np.asarray(variable.value) for variable in layer.trainable_variables]
    fixed = [np.asarray(variable.value) for variable in layer.non_trainable_variables]

    def call(trainable, inputs, training):
        given = inputs[0] if len(inputs) == 1 else inputs
        options = {"training": training} if layer._call_has_training_arg else {}
        return layer.stateless_call(trainable, fixed, given, **options)

    for training in (False, True):
        check_float64(lambda *given, training=training: call(*given, training), trainable, inputs)
    inference, _ = call(trainable, inputs, False)
    vector = {
        "name": case.name,
        "className": case.class_name,
        "config": _config_of(layer),
        "inputs": [list(shape) for shape in case.inputs],
        "output": list(inference.shape[1:]),
        "parameters": layer.count_params(),
        "weights": [
            {
                "name": weight.name,
                "shape": list(weight.shape),
                "trainable": weight.trainable,
                "values": numbers(weight.value),
            }
            for weight in layer.weights
        ],
        "x": [numbers(values) for values in inputs],
        "inference": numbers(inference),
    }
    if case.by_chance:
        return vector

    training, pull, updated = jax.vjp(lambda *given: call(*given, True), trainable, inputs, has_aux=True)
    cotangent = draw.rounded(training.shape)
    weight_gradients, input_gradients = pull(cotangent)
    if not np.array_equal(training, inference):
        vector["training"] = numbers(training)
    if fixed:
        vector["updated"] = [numbers(values) for values in updated]
    vector["backward"] = {
        "cotangent": numbers(cotangent),
        "inputs": [numbers(values) for values in input_gradients],
        "weights": [numbers(values) for values in weight_gradients],
    }
    return vector


def _config_of(layer):
    """Without the entries that every layer has and Strata has no use for."""
    config = layer.get_config()
    return {key: value for key, value in config.items() if key not in ("name", "trainable", "dtype")}


def _draw_weight(draw, weight):
    """Values as a trained layer may have them: a variance is positive, a scale is about 1, a slope is small."""
    values = draw.values(weight.shape, 0.5)
    if weight.name == "moving_variance":
        return np.abs(values) + 0.4
    if weight.name == "gamma":
        return np.round(values + 1, 3)
    if weight.name == "alpha":
        return np.round(np.abs(values) / 2, 4)
    return values
