"""A described model in JAX, with a jitted step. Images have their channels last."""
import jax
import jax.numpy as jnp
from jax import lax, nn

ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": nn.relu,
    "relu6": nn.relu6,
    "elu": nn.elu,
    "selu": nn.selu,
    "gelu": lambda x: nn.gelu(x, approximate=False),
    "swish": nn.silu,
    "mish": nn.mish,
    "softplus": nn.softplus,
    "softsign": nn.soft_sign,
    "sigmoid": nn.sigmoid,
    "hard_sigmoid": nn.hard_sigmoid,
    "tanh": jnp.tanh,
    "softmax": nn.softmax,
    "log_softmax": nn.log_softmax,
}


def open_model(task, _threads):
    images, labels = jnp.asarray(task.images), jnp.asarray(task.labels)
    weights = {key: jnp.asarray(values) for key, values in task.weights.items() if key in task.trainable}
    fixed = {key: jnp.asarray(values) for key, values in task.weights.items() if key not in task.trainable}
    first, second = (jax.tree.map(jnp.zeros_like, weights) for _ in range(2))
    adam = task.adam

    def loss_of(weights, fixed, key):
        logits, updated = _logits(task.layers, weights | fixed, images, key)
        losses = -jnp.take_along_axis(nn.log_softmax(logits), labels[:, None], 1)
        return jnp.mean(losses), fixed | updated

    def step(state, count):
        weights, fixed, first, second = state
        key = jax.random.fold_in(jax.random.key(0), count)
        (loss, fixed), gradients = jax.value_and_grad(loss_of, has_aux=True)(weights, fixed, key)
        number = (count + 1).astype(jnp.float32)
        rate = adam.learningRate * jnp.sqrt(1 - adam.beta2**number) / (1 - adam.beta1**number)
        first = jax.tree.map(lambda m, g: m + (1 - adam.beta1) * (g - m), first, gradients)
        second = jax.tree.map(lambda v, g: v + (1 - adam.beta2) * (g * g - v), second, gradients)
        weights = jax.tree.map(
            lambda w, m, v: w - rate * m / (jnp.sqrt(v) + adam.epsilon), weights, first, second
        )
        return (weights, fixed, first, second), loss

    compiled = jax.jit(step, donate_argnums=0)
    state, count = (weights, fixed, first, second), 0

    def train(steps):
        nonlocal state, count
        for _ in range(steps):
            state, loss = compiled(state, jnp.uint32(count))
            count += 1
        return float(jax.block_until_ready(loss))

    return train, "channels last"


def _logits(layers, weights, images, key):
    values, updated = {"input": images}, {}
    for index, layer in enumerate(layers):
        inputs = [values[name] for name in layer["inputs"]]
        values[layer["name"]] = _apply(layer, inputs, weights, updated, jax.random.fold_in(key, index))
    return values[layers[-1]["name"]], updated


def _apply(layer, inputs, weights, updated, key):
    x = inputs[0]
    config = layer["config"]

    def weight(name):
        return weights.get(f"{layer['name']}/{name}")

    def with_bias(sums):
        bias = weight("bias")
        return sums if bias is None else sums + bias

    match layer["className"]:
        case "Conv2D":
            sums = lax.conv_general_dilated(
                x,
                weight("kernel"),
                config["strides"],
                config["padding"].upper(),
                rhs_dilation=config["dilation_rate"],
                dimension_numbers=("NHWC", "HWIO", "NHWC"),
            )
            return ACTIVATIONS[config["activation"]](with_bias(sums))
        case "MaxPooling2D":
            return _reduce_windows(x, config, -jnp.inf, lax.max)
        case "AveragePooling2D":
            # Windows at the border hold fewer pixels.
            held = _reduce_windows(jnp.ones_like(x[:1, :, :, :1]), config, 0.0, lax.add)
            return _reduce_windows(x, config, 0.0, lax.add) / held
        case "GlobalAveragePooling2D":
            return x.mean((1, 2), keepdims=config["keepdims"])
        case "GlobalMaxPooling2D":
            return x.max((1, 2), keepdims=config["keepdims"])
        case "BatchNormalization":
            return _batch_normalization(layer, x, weight, updated)
        case "Dense":
            return ACTIVATIONS[config["activation"]](with_bias(x @ weight("kernel")))
        case "Dropout":
            rate = config["rate"]
            if rate == 0:
                return x
            return jnp.where(jax.random.bernoulli(key, 1 - rate, x.shape), x / (1 - rate), 0)
        case "Add":
            return sum(inputs[1:], start=x)
        case "Activation":
            return ACTIVATIONS[config["activation"]](x)
        case "Softmax":
            return nn.softmax(x)
        case "Flatten":
            return x.reshape(x.shape[0], -1)
        case "Reshape":
            return x.reshape(x.shape[0], *config["target_shape"])
        case other:
            raise ValueError(f"{other} is not built here")


def _reduce_windows(x, config, start, combine):
    size, strides = config["pool_size"], config["strides"]
    return lax.reduce_window(x, start, combine, (1, *size, 1), (1, *strides, 1), config["padding"].upper())


def _batch_normalization(layer, x, weight, updated):
    config = layer["config"]
    axes = tuple(range(x.ndim - 1))
    mean, variance = x.mean(axes), x.var(axes)
    for name, value in (("moving_mean", mean), ("moving_variance", variance)):
        old = weight(name)
        updated[f"{layer['name']}/{name}"] = old + (1 - config["momentum"]) * (lax.stop_gradient(value) - old)
    scale = lax.rsqrt(variance + config["epsilon"])
    if (gamma := weight("gamma")) is not None:
        scale = scale * gamma
    normalised = (x - mean) * scale
    return normalised if (beta := weight("beta")) is None else normalised + beta
