"""What each layer of a model makes of some images, what a score's gradients with respect to that are, and heat maps of both."""
import jax
import numpy as np
from keras64 import check_float64
from models import CLASSES
from training import prepare
from write import numbers

# The first of those that the model is trained on in which no channel has two largest values: which of them has the gradient is a
# matter of taste.
IMAGES = 2
# Of one step, in training.
BATCH = 8


def make_observed(build, training):
    model, pixels, labels = prepare(build, training)
    images = pixels / 255
    rows = [row for row in range(len(images)) if not _has_ties(model, images[row : row + 1])][:IMAGES]
    classes = [image % CLASSES for image in range(IMAGES)]
    looked = images[rows]
    names = [layer.name for layer in model.layers if layer.__class__.__name__ != "InputLayer"]
    outputs = {name: np.asarray(value) for name, value in _run(model, looked, {}).items()}
    assert list(outputs) != [] and set(outputs) == set(names)

    def score(changes):
        logits = _run(model, looked, changes)[names[-1]]
        return sum(logits[image, chosen] for image, chosen in enumerate(classes))

    zeros = {name: np.zeros_like(value) for name, value in outputs.items()}
    check_float64(score, zeros)
    gradients = jax.grad(score)(zeros)
    return {
        "name": build.__name__,
        "rows": rows,
        "classes": classes,
        "layers": [
            {
                "name": name,
                "shape": list(outputs[name].shape[1:]),
                "output": numbers(outputs[name]),
                "gradient": numbers(gradients[name]),
                **_heat_maps(outputs[name], np.asarray(gradients[name])),
            }
            for name in names
        ],
        "weightGradients": _weight_gradients(model, images[:BATCH], labels[:BATCH]),
    }


def _run(model, images, changes):
    """The outputs of all layers by their names, each with what is to be added to it."""
    outputs = {}

    def observe(operation):
        def call(*args, **kwargs):
            output = operation(*args, **kwargs)
            if operation.name in changes:
                output = output + changes[operation.name]
            outputs[operation.name] = output
            return output

        return call if operation.__class__.__name__ != "InputLayer" else operation

    functional = model if hasattr(model, "_run_through_graph") else model._functional
    functional._run_through_graph(images, operation_fn=observe)
    return outputs


def _has_ties(model, images):
    pools = [layer for layer in model.layers if layer.__class__.__name__ == "GlobalMaxPooling2D"]
    outputs = _run(model, images, {}) if pools else {}
    for pool in pools:
        values = np.asarray(outputs[pool.input._keras_history.operation.name])
        if np.any((values == values.max(axis=(1, 2), keepdims=True)).sum(axis=(1, 2)) > 1):
            return True
    return False


def _heat_maps(output, gradient):
    """Grad-CAM (Selvaraju et al. 2017, equations 1 and 2), LayerCAM (Jiang et al. 2021, equations 5 to 7): images x places."""
    if output.ndim != 4:
        return {}
    weights = gradient.mean(axis=(1, 2), keepdims=True)
    return {
        "gradCam": numbers(np.maximum((weights * output).sum(axis=-1), 0)),
        "layerCam": numbers(np.maximum((np.maximum(gradient, 0) * output).sum(axis=-1), 0)),
    }


def _weight_gradients(model, images, labels):
    """Of the mean loss and the penalties, in training, by the keys of the weights that train."""

    def loss_of(trainable):
        fixed = [variable.value for variable in model.non_trainable_variables]
        logits, _, penalties = model.stateless_call(trainable, fixed, images, training=True, return_losses=True)
        shares = jax.nn.log_softmax(logits)
        return -shares[np.arange(len(labels)), labels].mean() + sum(penalties)

    trainable = [variable.value for variable in model.trainable_variables]
    check_float64(loss_of, trainable)
    gradients = jax.grad(loss_of)(trainable)
    return [
        {"key": "/".join(variable.path.split("/")[-2:]), "values": numbers(gradient)}
        for variable, gradient in zip(model.trainable_variables, gradients, strict=True)
    ]
