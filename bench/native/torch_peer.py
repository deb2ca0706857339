"""A described model in PyTorch, eager. Images have their channels first, laid out in memory as is fastest here."""
import time

import torch
import torch.nn.functional as F

from task import padding_of

ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": F.relu,
    "relu6": F.relu6,
    "elu": F.elu,
    "selu": F.selu,
    "gelu": F.gelu,
    "swish": F.silu,
    "mish": F.mish,
    "softplus": F.softplus,
    "softsign": F.softsign,
    "sigmoid": torch.sigmoid,
    "hard_sigmoid": F.hardsigmoid,
    "tanh": torch.tanh,
    "softmax": lambda x: F.softmax(x, 1),
    "log_softmax": lambda x: F.log_softmax(x, 1),
}

FORMATS = {"channels first": torch.contiguous_format, "channels last": torch.channels_last}
TRIALS = 3


def open_model(task, threads):
    torch.set_num_threads(threads)
    # As XLA does, too.
    torch.set_flush_denormal(True)
    trainers = {name: _trainer(task, memory_format) for name, memory_format in FORMATS.items()}
    for train in trainers.values():
        train(1)
    # In turn, and the shortest counts, for the machine may be busy.
    times = [{name: _time(train) for name, train in trainers.items()} for _ in range(TRIALS)]
    way = min(FORMATS, key=lambda name: min(trial[name] for trial in times))
    return _trainer(task, FORMATS[way]), way


def _time(train):
    started = time.perf_counter()
    train(1)
    return time.perf_counter() - started


def _trainer(task, memory_format):
    weights = {key: _weight(values, memory_format) for key, values in task.weights.items()}
    for key in task.trainable:
        weights[key].requires_grad_()
    images = _channels_first(torch.from_numpy(task.images)).contiguous(
        memory_format=memory_format if task.images.ndim == 4 else torch.contiguous_format
    )
    labels = torch.from_numpy(task.labels).long()
    adam = task.adam
    optimizer = torch.optim.Adam(
        [weights[key] for key in sorted(task.trainable)],
        lr=adam.learningRate,
        betas=(adam.beta1, adam.beta2),
        eps=adam.epsilon,
        fused=True,
    )

    def train(steps):
        for _ in range(steps):
            optimizer.zero_grad(set_to_none=True)
            loss = F.cross_entropy(_logits(task.layers, weights, images), labels)
            loss.backward()
            optimizer.step()
        return loss.item()

    return train


def _weight(values, memory_format):
    tensor = torch.from_numpy(values.copy())
    if tensor.ndim != 4:
        return tensor
    # Keras's rows x columns x channels x filters, as filters x channels x rows x columns.
    return tensor.permute(3, 2, 0, 1).contiguous(memory_format=memory_format)


def _channels_first(x):
    return x.permute(0, 3, 1, 2) if x.ndim == 4 else x


def _channels_last(x):
    return x.permute(0, 2, 3, 1) if x.ndim == 4 else x


def _logits(layers, weights, images):
    values = {"input": images}
    for layer in layers:
        values[layer["name"]] = _apply(layer, [values[name] for name in layer["inputs"]], weights)
    return values[layers[-1]["name"]]


def _apply(layer, inputs, weights):
    x = inputs[0]
    config = layer["config"]

    def weight(name):
        return weights.get(f"{layer['name']}/{name}")

    match layer["className"]:
        case "Conv2D":
            x, padding = _pad(x, config, 0.0)
            y = F.conv2d(x, weight("kernel"), weight("bias"), config["strides"], padding, config["dilation_rate"])
            return ACTIVATIONS[config["activation"]](y)
        case "MaxPooling2D":
            x, padding = _pad(x, config, -torch.inf)
            return F.max_pool2d(x, config["pool_size"], config["strides"], padding)
        case "AveragePooling2D":
            x, padding = _pad(x, config, None)
            return F.avg_pool2d(x, config["pool_size"], config["strides"], padding, count_include_pad=False)
        case "GlobalAveragePooling2D":
            return x.mean((2, 3), keepdim=config["keepdims"])
        case "GlobalMaxPooling2D":
            return x.amax((2, 3), keepdim=config["keepdims"])
        case "BatchNormalization":
            return F.batch_norm(
                x,
                weight("moving_mean"),
                weight("moving_variance"),
                weight("gamma"),
                weight("beta"),
                training=True,
                momentum=1 - config["momentum"],
                eps=config["epsilon"],
            )
        case "Dense":
            return ACTIVATIONS[config["activation"]](_dense(x, weight("kernel"), weight("bias")))
        case "Dropout":
            return F.dropout(x, config["rate"])
        case "Add":
            return sum(inputs[1:], start=x)
        case "Activation":
            return ACTIVATIONS[config["activation"]](x)
        case "Softmax":
            return F.softmax(x, 1)
        case "Flatten":
            # Costs nothing where the channels are last already.
            return _channels_last(x).flatten(1)
        case "Reshape":
            return _channels_first(_channels_last(x).reshape(x.shape[0], *config["target_shape"]))
        case other:
            raise ValueError(f"{other} is not built here")


def _dense(x, kernel, bias):
    return x @ kernel if bias is None else torch.addmm(bias, x, kernel)


def _pad(x, config, value):
    """Leaves the padding to the operation where it is the same on both sides. @param value None where there is no other way."""
    pairs = padding_of(config, x.shape[2:])
    size = config.get("pool_size")
    if all(before == after and (size is None or before <= size[axis] // 2) for axis, (before, after) in enumerate(pairs)):
        return x, [before for before, _ in pairs]
    if value is None:
        raise ValueError(f"Such a padding of {size} is not built here")
    (top, bottom), (left, right) = pairs
    return F.pad(x, (left, right, top, bottom), value=value), 0
