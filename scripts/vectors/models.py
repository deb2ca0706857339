"""Small whole models, each a way in which people put layers together. `last` is the activation of the output layer."""
import keras
from keras import layers as L
from keras.regularizers import L1, L1L2, L2

CLASSES = 3


def _output(x, last, **args):
    return L.Dense(CLASSES, activation=last, **args)(x)


def plain(last):
    images = x = keras.Input((7, 6, 1))
    x = L.Conv2D(4, 3, activation="relu")(x)
    x = L.MaxPooling2D()(x)
    x = L.Flatten()(x)
    x = L.Dense(6, activation="tanh")(x)
    return keras.Model(images, _output(x, last))


def sequential(last):
    return keras.Sequential(
        [
            keras.Input((7, 6, 3)),
            L.Conv2D(3, 3, strides=2, padding="same", activation="elu"),
            L.Conv2D(4, [2, 3], dilation_rate=[1, 2], padding="same", use_bias=False, activation="swish"),
            L.AveragePooling2D(2, padding="same"),
            L.Dropout(0),
            L.Flatten(),
            L.Dense(CLASSES, activation=last),
        ]
    )


def normalized(last):
    images = x = keras.Input((7, 6, 3))
    x = L.Rescaling(2.0, offset=-1.0)(x)
    for filters in (4, 5):
        x = L.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = L.BatchNormalization(momentum=0.8)(x)
        x = L.Activation("relu")(x)
        x = L.MaxPooling2D(2, padding="same")(x)
    x = L.Flatten()(x)
    return keras.Model(images, _output(x, last))


def residual(last):
    images = keras.Input((7, 6, 1))
    x = L.Conv2D(4, 3, padding="same", activation="relu")(images)
    for _ in range(2):
        y = L.Conv2D(4, 3, padding="same", use_bias=False)(x)
        y = L.BatchNormalization(momentum=0.9, epsilon=0.01)(y)
        y = L.ReLU()(y)
        y = L.Conv2D(4, 3, padding="same")(y)
        x = L.Activation("relu")(L.Add()([x, y]))
    x = L.GlobalAveragePooling2D()(x)
    return keras.Model(images, _output(x, last))


def inception(last):
    images = keras.Input((7, 6, 3))
    branches = [
        L.Conv2D(2, 1, activation="relu")(images),
        L.Conv2D(3, 3, padding="same", activation="gelu")(images),
        L.Conv2D(1, 1)(L.MaxPooling2D(3, strides=1, padding="same")(images)),
    ]
    x = L.Concatenate()(branches)
    x = L.GlobalMaxPooling2D()(x)
    return keras.Model(images, _output(x, last))


def u_shaped(last):
    images = keras.Input((8, 6, 1))
    wide = L.Conv2D(3, 3, padding="same", activation="relu")(images)
    x = L.MaxPooling2D()(wide)
    x = L.Conv2D(4, 3, padding="same", activation="relu")(x)
    x = L.Conv2DTranspose(3, 3, strides=2, padding="same", activation="relu")(x)
    x = L.Concatenate()([wide, x])
    x = L.Conv2D(3, 1)(x)
    x = L.GlobalAveragePooling2D()(x)
    return keras.Model(images, _output(x, last))


def separable(last):
    images = keras.Input((7, 6, 3))
    x = L.SeparableConv2D(4, 3, padding="same", depth_multiplier=2, use_bias=False)(images)
    x = L.BatchNormalization(momentum=0.5)(x)
    x = L.ReLU(max_value=6.0)(x)
    y = L.DepthwiseConv2D(3, padding="same", activation="hard_sigmoid")(x)
    x = L.Multiply()([x, y])
    x = L.SpatialDropout2D(0)(x)
    x = L.GlobalAveragePooling2D()(x)
    return keras.Model(images, _output(x, last))


def squeezed(last):
    images = keras.Input((7, 6, 3))
    x = L.Conv2D(4, 3, activation="mish")(images)
    y = L.GlobalAveragePooling2D(keepdims=True)(x)
    y = L.Conv2D(2, 1, activation="relu")(y)
    y = L.Conv2D(4, 1, activation="sigmoid")(y)
    x = L.Multiply()([x, y])
    x = L.Flatten()(x)
    return keras.Model(images, _output(x, last))


def regularized(last):
    images = keras.Input((7, 6, 1))
    x = L.Conv2D(4, 3, activation="relu", kernel_regularizer=L1(0.01), bias_regularizer=L2(0.1))(images)
    x = L.SeparableConv2D(3, 2, activation="softplus", depthwise_regularizer=L2(0.05), pointwise_regularizer=L1(0.02))(x)
    x = L.BatchNormalization(gamma_regularizer=L2(0.03), beta_regularizer=L1(0.01))(x)
    x = L.Flatten()(x)
    return keras.Model(images, _output(x, last, kernel_regularizer=L1L2(l1=0.005, l2=0.02)))


def perceptron(last):
    images = keras.Input((12,))
    x = L.Dense(8, activation="gelu")(images)
    y = L.LayerNormalization()(x)
    y = L.Dense(8, activation="softsign")(y)
    x = L.Add()([x, y])
    x = L.LayerNormalization(epsilon=0.01, center=False)(x)
    return keras.Model(images, _output(x, last))


def sloped(last):
    images = keras.Input((5, 6, 2))
    x = L.ZeroPadding2D([[1, 0], [0, 2]])(images)
    x = L.Conv2D(3, 3)(x)
    x = L.PReLU(shared_axes=[1, 2])(x)
    a = L.UpSampling2D(2)(L.LeakyReLU(negative_slope=0.2)(x))
    b = L.UpSampling2D(2, interpolation="bilinear")(L.ELU(alpha=0.7)(x))
    x = L.Maximum()([a, b])
    x = L.Subtract()([x, L.Average()([a, b])])
    x = L.Cropping2D(1)(x)
    x = L.AveragePooling2D(3, strides=2)(x)
    x = L.Flatten()(x)
    return keras.Model(images, _output(x, last))


def rearranged(last):
    """From rows of values: the same layer is read by several others, and one reads it twice."""
    rows = keras.Input((24,))
    x = L.Reshape((4, 3, 2))(rows)
    x = L.Permute((2, 1, 3))(x)
    x = L.Conv2D(3, 2, padding="same", activation="softmax")(x)
    y = L.Softmax()(x)
    z = L.LayerNormalization(axis=-1)(x)
    x = L.Add()([x, x, L.Multiply()([y, z])])
    x = L.Flatten()(x)
    x = L.Dense(5, activation="log_softmax")(x)
    return keras.Model(rows, _output(x, last))


def convolutional(last):
    images = x = keras.Input((12, 12, 1))
    x = L.Conv2D(6, 3, activation="relu")(x)
    x = L.MaxPooling2D()(x)
    x = L.Conv2D(8, 3, activation="relu")(x)
    x = L.Flatten()(x)
    x = L.Dense(10, activation="relu")(x)
    return keras.Model(images, _output(x, last))


def tiled(last):
    """As many channels as convolutions that work by tiles need."""
    images = x = keras.Input((12, 12, 1))
    x = L.Conv2D(16, 3, activation="relu")(x)
    x = L.MaxPooling2D()(x)
    x = L.Conv2D(16, 3, padding="same", use_bias=False)(x)
    x = L.BatchNormalization(momentum=0.8)(x)
    x = L.Activation("relu")(x)
    x = L.GlobalAveragePooling2D()(x)
    return keras.Model(images, _output(x, last))


SGD = {"optimizer": "sgd", "learningRate": 0.1}
MOMENTUM = {"optimizer": "sgd", "learningRate": 0.05, "sgd": {"momentum": 0.9}}
ADAM = {"optimizer": "adam", "learningRate": 0.01}
RMSPROP = {"optimizer": "rmsprop", "learningRate": 0.003}

# An optimizer that divides by the gradient's size enlarges rounding where a gradient is zero, as a bias's before
# BatchNormalization, so no such model has one.
MODELS = [
    (plain, SGD),
    (sequential, MOMENTUM),
    (normalized, ADAM),
    (residual, SGD),
    (inception, ADAM),
    (u_shaped, RMSPROP),
    (separable, MOMENTUM),
    (squeezed, ADAM),
    (regularized, SGD),
    (perceptron, ADAM),
    (sloped, MOMENTUM),
    (rearranged, SGD),
]

# Trained for longer, so that what a step gets wrong a little adds up.
LONG_MODELS = [
    (convolutional, ADAM),
    (tiled, ADAM),
]

# Forty steps: ten epochs of four.
WARM = {
    **ADAM,
    "schedule": {"kind": "cosineDecay"},
    "cosineDecay": {"decaySteps": None, "alpha": 0.1, "warmupSteps": 6},
}
STAIRS = {
    **MOMENTUM,
    "schedule": {"kind": "exponentialDecay"},
    "exponentialDecay": {"decaySteps": 5, "decayRate": 0.7, "staircase": True},
}

# By a rate that is another one at each step.
SCHEDULED_MODELS = [
    (convolutional, WARM),
    (tiled, STAIRS),
]

# By every other optimizer, and with what few people ask of theirs.
OPTIMIZED_MODELS = [
    (perceptron, {"optimizer": "nadam", "learningRate": 0.01}),
    (perceptron, {"optimizer": "adamW", "learningRate": 0.01, "adamW": {"weightDecay": 0.1, "amsgrad": True}}),
    (perceptron, {"optimizer": "adagrad", "learningRate": 0.05}),
    (
        perceptron,
        {
            "optimizer": "rmsprop",
            "learningRate": 0.003,
            "rmsprop": {"momentum": 0.5, "centered": True, "epsilon": 0.001},
        },
    ),
    (
        perceptron,
        {
            "optimizer": "sgd",
            "learningRate": 0.05,
            "sgd": {"momentum": 0.9, "nesterov": True, "weightDecay": 0.01},
        },
    ),
]
