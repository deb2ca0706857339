"""
The layers that vectors are made of: class name, arguments, shapes of the inputs without the batch axis. Shapes are small and odd, so
that a wrong edge shows and the files stay small.
"""
from dataclasses import dataclass, field

ACTIVATIONS = [
    "linear",
    "relu",
    "relu6",
    "elu",
    "selu",
    "gelu",
    "swish",
    "mish",
    "hard_sigmoid",
    "sigmoid",
    "tanh",
    "softplus",
    "softsign",
    "softmax",
    "log_softmax",
]


@dataclass
class Case:
    class_name: str
    args: dict
    inputs: list
    # The standard deviation of the inputs.
    spread: float = 1.0
    # Layers with chance: only what they do in inference is compared.
    by_chance: bool = False
    name: str = field(init=False)

    def __post_init__(self):
        said = [f"{key}={value}" for key, value in self.args.items()]
        shapes = " and ".join(" x ".join(str(length) for length in shape) for shape in self.inputs)
        self.name = " ".join([self.class_name, *said, "on", shapes])


def case(class_name, *inputs, spread=1.0, by_chance=False, **args):
    return Case(class_name, args, list(inputs), spread, by_chance)


def each(class_name, *inputs, **lists):
    """A case for every value of the one argument that is a list of values; the others are as given."""
    [(varied, values)] = [(key, value) for key, value in lists.items() if isinstance(value, list)]
    rest = {key: value for key, value in lists.items() if key != varied}
    return [case(class_name, *inputs, **rest, **{varied: value}) for value in values]


def convolutions():
    def conv(*shape, **args):
        return case("Conv2D", shape, **args)

    def depthwise(*shape, **args):
        return case("DepthwiseConv2D", shape, **args)

    def separable(*shape, **args):
        return case("SeparableConv2D", shape, **args)

    def transposed(*shape, **args):
        return case("Conv2DTranspose", shape, **args)

    return [
        conv(5, 6, 3, filters=4, kernel_size=3),
        conv(5, 6, 1, filters=3, kernel_size=[2, 3], padding="same"),
        conv(5, 5, 5, filters=2, kernel_size=[3, 2], padding="same", use_bias=False),
        conv(7, 6, 2, filters=3, kernel_size=3, strides=2, padding="same"),
        conv(7, 8, 2, filters=3, kernel_size=[3, 2], strides=[2, 3], padding="valid"),
        conv(6, 5, 3, filters=2, kernel_size=[4, 1], strides=[1, 2], padding="same"),
        conv(7, 6, 2, filters=3, kernel_size=[3, 2], dilation_rate=[2, 3], padding="valid"),
        conv(6, 7, 3, filters=2, kernel_size=[2, 3], dilation_rate=2, padding="same"),
        conv(4, 5, 4, filters=8, kernel_size=1),
        conv(3, 4, 2, filters=1, kernel_size=[3, 4]),
        *each("Conv2D", (3, 4, 2), filters=3, kernel_size=2, activation=ACTIVATIONS),
        depthwise(5, 6, 3, kernel_size=3),
        depthwise(5, 6, 4, kernel_size=[2, 3], padding="same", activation="relu"),
        depthwise(5, 4, 3, kernel_size=2, depth_multiplier=2),
        depthwise(5, 4, 2, kernel_size=3, depth_multiplier=3, padding="same", use_bias=False),
        depthwise(7, 6, 3, kernel_size=3, strides=2, padding="same", activation="relu6"),
        depthwise(7, 6, 2, kernel_size=[3, 2], strides=2, depth_multiplier=2),
        depthwise(7, 6, 3, kernel_size=[3, 2], dilation_rate=[2, 3]),
        depthwise(6, 5, 1, kernel_size=3, dilation_rate=2, padding="same", activation="swish"),
        depthwise(5, 5, 5, kernel_size=1, activation="softmax"),
        separable(5, 6, 3, filters=4, kernel_size=3),
        separable(5, 6, 2, filters=3, kernel_size=[2, 3], padding="same", depth_multiplier=2),
        separable(5, 6, 4, filters=2, kernel_size=3, padding="same", use_bias=False, activation="relu"),
        separable(7, 6, 3, filters=2, kernel_size=3, strides=2, padding="same", activation="gelu"),
        separable(7, 7, 2, filters=5, kernel_size=[2, 3], strides=2, depth_multiplier=2),
        separable(6, 7, 3, filters=2, kernel_size=2, dilation_rate=[2, 3], activation="tanh"),
        separable(6, 5, 1, filters=3, kernel_size=3, dilation_rate=2, padding="same", depth_multiplier=3),
        separable(4, 4, 3, filters=4, kernel_size=2, activation="softmax"),
        transposed(3, 4, 3, filters=2, kernel_size=3),
        transposed(3, 4, 2, filters=3, kernel_size=[2, 3], padding="same"),
        transposed(3, 4, 3, filters=2, kernel_size=3, strides=2, padding="same", activation="relu"),
        transposed(3, 3, 1, filters=3, kernel_size=2, strides=2),
        transposed(3, 4, 2, filters=3, kernel_size=3, strides=2, use_bias=False),
        transposed(3, 4, 2, filters=3, kernel_size=[3, 4], strides=[2, 3], padding="same"),
        transposed(3, 3, 2, filters=2, kernel_size=[4, 5], strides=[2, 3], padding="valid", activation="elu"),
        transposed(3, 3, 2, filters=3, kernel_size=[1, 2], strides=[2, 3]),
        transposed(3, 3, 2, filters=3, kernel_size=[1, 2], strides=[2, 3], padding="same"),
        transposed(3, 4, 2, filters=3, kernel_size=3, strides=2, padding="same", output_padding=1),
        transposed(3, 4, 2, filters=3, kernel_size=3, strides=2, padding="same", output_padding=0),
        transposed(3, 4, 2, filters=3, kernel_size=3, strides=2, padding="valid", output_padding=1),
        transposed(3, 3, 2, filters=2, kernel_size=[3, 4], strides=[2, 3], output_padding=[1, 2], padding="same"),
        transposed(3, 3, 2, filters=2, kernel_size=[3, 4], strides=[2, 3], output_padding=[0, 1], padding="valid"),
        transposed(4, 3, 3, filters=2, kernel_size=[3, 2], dilation_rate=[2, 3]),
        transposed(4, 3, 2, filters=3, kernel_size=3, dilation_rate=2, padding="same", activation="mish"),
        transposed(3, 3, 3, filters=4, kernel_size=2, strides=2, activation="softmax"),
    ]


def poolings():
    def both(*shape, **args):
        return [case(name, shape, **args) for name in ("MaxPooling2D", "AveragePooling2D")]

    def globally(*shape, **args):
        return [case(name, shape, **args) for name in ("GlobalAveragePooling2D", "GlobalMaxPooling2D")]

    return [
        case("MaxPooling2D", (5, 6, 3)),
        case("AveragePooling2D", (5, 6, 3), pool_size=2),
        *both(5, 7, 2, pool_size=2, padding="same"),
        *both(6, 5, 1, pool_size=[3, 2], strides=[1, 2]),
        *both(7, 6, 2, pool_size=3, strides=2, padding="same"),
        *both(5, 5, 4, pool_size=[2, 3], strides=1, padding="same"),
        *both(7, 8, 2, pool_size=[2, 3], strides=[3, 4], padding="valid"),
        *both(7, 5, 3, pool_size=2, strides=3, padding="same"),
        *both(4, 4, 5, pool_size=4),
        *both(3, 4, 2, pool_size=5, strides=2, padding="same"),
        *globally(4, 5, 3),
        *globally(5, 3, 1, keepdims=True),
        *globally(3, 4, 5, keepdims=False),
        *globally(1, 1, 4),
    ]


def normalizations():
    def batch(*shape, **args):
        return case("BatchNormalization", shape, **args)

    def layer(*shape, **args):
        return case("LayerNormalization", shape, **args)

    return [
        batch(4, 5, 3),
        batch(3, 4, 4, momentum=0.9, epsilon=0.01),
        batch(7),
        batch(4, 3, 5, center=False),
        batch(4, 3, 2, scale=False),
        batch(3, 3, 1, center=False, scale=False, momentum=0),
        batch(3, 4, 2, axis=3, momentum=0.5),
        batch(3, 4, 2, axis=1),
        layer(4, 5, 3),
        layer(3, 4, 4, epsilon=0.1),
        layer(7),
        layer(4, 3, 5, center=False),
        layer(4, 3, 2, scale=False),
        layer(3, 3, 6, center=False, scale=False),
        layer(3, 4, 2, axis=3),
        layer(3, 4, 2, axis=1),
        layer(3, 4, 2, axis=[1, 2, 3]),
        layer(3, 4, 2, axis=[2, 3]),
    ]


def core():
    return [
        case("Dense", (5,), units=3),
        case("Dense", (1,), units=4, use_bias=False),
        case("Dense", (6,), units=1, activation="sigmoid"),
        case("Dense", (8,), units=16, use_bias=False, activation="relu"),
        case("Dense", (4, 3), units=2, activation="relu"),
        *each("Dense", (4,), units=5, activation=ACTIVATIONS),
        case("Rescaling", (4, 5, 3), scale=0.0078125, offset=-1.0),
        case("Rescaling", (5,), scale=2.5),
    ]


def reshapings():
    return [
        case("Flatten", (4, 5, 3)),
        case("Flatten", (6,)),
        case("Reshape", (4, 5, 3), target_shape=[5, 12]),
        case("Reshape", (24,), target_shape=[2, 3, 4]),
        case("Reshape", (4, 3, 2), target_shape=[-1]),
        case("Reshape", (4, 3, 2), target_shape=[6, -1, 2]),
        *each("Permute", (3, 4, 2), dims=[[2, 1, 3], [3, 1, 2], [1, 3, 2], [3, 2, 1], [1, 2, 3]]),
        case("Permute", (5, 3), dims=[2, 1]),
        case("ZeroPadding2D", (3, 4, 2)),
        case("ZeroPadding2D", (4, 3, 3), padding=2),
        case("ZeroPadding2D", (3, 4, 1), padding=[1, 3]),
        case("ZeroPadding2D", (3, 4, 2), padding=[[1, 0], [2, 3]]),
        case("ZeroPadding2D", (3, 4, 5), padding=[[0, 1], [0, 1]]),
        case("Cropping2D", (5, 6, 2), cropping=1),
        case("Cropping2D", (5, 6, 3), cropping=[1, 2]),
        case("Cropping2D", (5, 6, 2), cropping=[[1, 0], [2, 3]]),
        case("Cropping2D", (3, 4, 4), cropping=[[0, 0], [0, 1]]),
        *[
            case("UpSampling2D", shape, size=size, interpolation=interpolation)
            for interpolation in ("nearest", "bilinear")
            for shape, size in (
                ((3, 4, 2), 2),
                ((3, 2, 3), [2, 3]),
                ((4, 3, 1), [3, 1]),
                ((1, 3, 4), [4, 5]),
            )
        ],
    ]


def regularizations():
    def by_chance(class_name, *inputs, **args):
        return [case(class_name, shape, by_chance=True, **args) for shape in inputs]

    return [
        *by_chance("Dropout", (4, 3, 2), (5,), rate=0.5),
        *by_chance("Dropout", (5,), rate=0),
        *by_chance("SpatialDropout2D", (4, 3, 2), rate=0.25),
        *by_chance("GaussianNoise", (4, 3, 2), (5,), stddev=0.1),
        *by_chance("GaussianDropout", (4, 3, 2), (5,), rate=0.2),
    ]


def activations():
    # Wide enough for both ends of relu6 and hard_sigmoid.
    wide = {"spread": 4.0}
    return [
        *each("Activation", (3, 4, 3), **wide, activation=ACTIVATIONS),
        *each("Activation", (7,), **wide, activation=["relu", "gelu", "softmax", "log_softmax"]),
        case("ReLU", (3, 4, 3), **wide),
        case("ReLU", (3, 4, 3), **wide, max_value=6.0),
        case("ReLU", (7,), **wide, negative_slope=0.25),
        case("ReLU", (3, 4, 3), **wide, threshold=1.0),
        case("ReLU", (3, 4, 3), **wide, max_value=5.0, negative_slope=0.1, threshold=1.5),
        case("ReLU", (3, 4, 2), **wide, max_value=0.5, threshold=0.25),
        case("LeakyReLU", (3, 4, 3), **wide),
        case("LeakyReLU", (7,), **wide, negative_slope=0.01),
        case("LeakyReLU", (3, 4, 3), **wide, negative_slope=0.0),
        case("PReLU", (3, 4, 3), **wide),
        case("PReLU", (3, 4, 3), **wide, shared_axes=[1, 2]),
        case("PReLU", (3, 4, 2), **wide, shared_axes=[1]),
        case("PReLU", (3, 4, 2), **wide, shared_axes=[1, 2, 3]),
        case("PReLU", (7,), **wide),
        case("ELU", (3, 4, 3), **wide),
        case("ELU", (7,), **wide, alpha=0.3),
        case("Softmax", (3, 4, 5), **wide),
        case("Softmax", (7,), **wide),
        case("Softmax", (3, 4, 2), **wide, axis=1),
        case("Softmax", (3, 4, 2), **wide, axis=3),
        case("Softmax", (3, 4, 2), **wide, axis=[1, 2]),
    ]


def mergings():
    image = (3, 4, 2)
    several = [
        (image, image),
        (image, image, image),
        ((5,), (5,)),
        # What broadcasting can bring together: one value a channel, one map for all channels, one axis each.
        (image, (1, 1, 2)),
        ((3, 4, 1), image),
        ((3, 1, 2), (1, 4, 2)),
        ((1, 1, 2), image, (3, 4, 1)),
        # Keras puts axes of length 1 in front of the shorter shape.
        (image, (2,)),
    ]
    return [
        *[
            case(class_name, *shapes)
            for class_name in ("Add", "Subtract", "Multiply", "Average", "Maximum")
            for shapes in several
            if class_name != "Subtract" or len(shapes) == 2
        ],
        case("Concatenate", image, (3, 4, 3)),
        case("Concatenate", image, (3, 4, 1), (3, 4, 4)),
        case("Concatenate", (5,), (3,)),
        case("Concatenate", image, (2, 4, 2), axis=1),
        case("Concatenate", image, (3, 1, 2), (3, 3, 2), axis=2),
        case("Concatenate", image, image, axis=3),
        case("Concatenate", (5,), (2,), (4,), axis=1),
        case("Concatenate", image, (3, 2, 2), axis=-2),
    ]


FAMILIES = {
    "convolution": convolutions,
    "pooling": poolings,
    "normalization": normalizations,
    "core": core,
    "reshaping": reshapings,
    "regularization": regularizations,
    "activation": activations,
    "merging": mergings,
}
