"""Models of which some layers stay as they are while others train."""
import keras
from gradients import clip
from keras import layers as L
from keras.regularizers import L2
from models import CLASSES, MOMENTUM


def _frozen(layer):
    layer.trainable = False
    return layer


def frozen_trunk(last):
    images = x = keras.Input((12, 12, 1))
    x = _frozen(L.Conv2D(6, 3, use_bias=False, kernel_regularizer=L2(0.1)))(x)
    x = _frozen(L.BatchNormalization(momentum=0.8))(x)
    x = L.Activation("relu")(x)
    x = L.MaxPooling2D()(x)
    x = L.Conv2D(8, 3, activation="relu", kernel_regularizer=L2(0.01))(x)
    x = L.Flatten()(x)
    return keras.Model(images, L.Dense(CLASSES, activation=last)(x))


def frozen_middle(last):
    """A gradient goes through every layer with weights that stay, and round them."""
    images = keras.Input((12, 12, 1))
    # Weights of three decimals can add up to 0 exactly, where ReLU has its kink.
    x = L.Conv2D(4, 3, padding="same", activation="elu")(images)
    x = L.AveragePooling2D(2)(x)
    y = _frozen(L.Conv2D(4, 3, padding="same", use_bias=False))(x)
    y = _frozen(L.BatchNormalization(momentum=0.9))(y)
    y = L.ReLU()(y)
    y = _frozen(L.SeparableConv2D(4, 3, padding="same", activation="tanh"))(y)
    x = L.Add()([x, y])
    y = _frozen(L.DepthwiseConv2D(3, padding="same"))(x)
    y = _frozen(L.PReLU(shared_axes=[1, 2]))(y)
    y = _frozen(L.Conv2DTranspose(4, 3, padding="same"))(y)
    y = _frozen(L.LayerNormalization())(y)
    x = L.Add()([x, y])
    x = L.BatchNormalization(momentum=0.8)(x)
    x = L.Flatten()(x)
    x = _frozen(L.Dense(6, activation="relu"))(x)
    return keras.Model(images, L.Dense(CLASSES, activation=last)(x))


ADAM_W = {"optimizer": "adamW", "learningRate": 0.01, "adamW": {"weightDecay": 0.1}}
CLIPPED = {**MOMENTUM, **clip(globalClipnorm=0.5)}

# A frozen weight does not decay, adds nothing to the loss, and is in no norm.
FROZEN_MODELS = [(frozen_trunk, ADAM_W), (frozen_middle, CLIPPED)]
