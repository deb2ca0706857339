"""Writes models as Keras saves them, and what they predict, into one archive: `python make_keras_models.py FILE.zip`.

The same program runs in Keras 3 and in Keras 2: `KERAS=tf_keras python make_keras_models.py FILE.zip`.
Each model is small and was trained for some steps. It is in the archive as a whole model in both forms, and the first one
as weights and JSON too. `NAME.expected.json` has images as bytes, and the probabilities that Keras predicts once it has
loaded the model again.
"""

import importlib
import json
import os
import sys
import tempfile
import zipfile

import numpy as np

keras = importlib.import_module(os.environ.get("KERAS", "keras"))
layers = keras.layers

COUNT = 3


def sequential():
    """A line of layers, with statistics that have moved, and a seed of its own in Dropout."""
    return keras.Sequential(
        [
            layers.Input((8, 8, 1)),
            layers.Conv2D(3, 3, activation="relu", kernel_regularizer="l2"),
            layers.BatchNormalization(),
            layers.MaxPooling2D(),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(4, activation="softmax"),
        ]
    )


def branches():
    """Branches that come together, names that a person gave, layers that don't train."""
    images = keras.Input((6, 8, 3), name="photo")
    one = layers.SeparableConv2D(4, 3, padding="same", name="left", activation="relu")(images)
    two = layers.DepthwiseConv2D(3, padding="same", name="right.one")(images)
    two = layers.Conv2D(4, 1, name="right.two", use_bias=False)(two)
    norm = layers.BatchNormalization(name="frozen")
    norm.trainable = False
    both = layers.Add()([one, norm(two)])
    both = layers.LayerNormalization()(both)
    both = layers.PReLU(shared_axes=[1, 2])(both)
    both = layers.Concatenate()([both, one])
    both = layers.GlobalAveragePooling2D()(both)
    return keras.Model(images, layers.Dense(3, activation="softmax", name="classes")(both))


def nested():
    """Models within a model, whose layers share their names with others."""
    inner = keras.Sequential(
        [
            layers.Input((6, 6, 1)),
            layers.Conv2D(3, 3, name="same"),
            layers.BatchNormalization(name="norm"),
            layers.Conv2D(3, 3, name="other", padding="same"),
        ],
        name="inner",
    )
    side = keras.Input((4, 4, 3))
    middle = layers.Conv2D(3, 3, padding="same", name="same")(side)
    middle = layers.BatchNormalization(name="norm", trainable=False)(middle)
    middle = layers.Add()([middle, side])
    branch = keras.Model(side, middle, name="branch")
    return keras.Sequential(
        [
            layers.Input((6, 6, 1)),
            inner,
            branch,
            layers.Flatten(),
            layers.Dense(3, name="same"),
            layers.Softmax(),
        ]
    )


OPTIMIZERS = {
    "sequential": keras.optimizers.Adam(0.002, beta_1=0.85, clipnorm=1.5),
    "branches": keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True),
    "nested": keras.optimizers.RMSprop(0.003),
}


def train(make, random):
    keras.backend.clear_session()
    keras.utils.set_random_seed(7)
    model = make()
    model.compile(optimizer=OPTIMIZERS[make.__name__], loss="categorical_crossentropy", metrics=["accuracy"])
    shape, classes = model.input_shape[1:], model.output_shape[-1]
    pixels = random.integers(0, 256, (12, *shape)).astype(np.float32) / np.float32(255)
    labels = np.eye(classes, dtype=np.float32)[np.arange(12) % classes]
    model.fit(pixels, labels, epochs=3, batch_size=4, verbose=0)
    return model


def save(model, path, is_first):
    model.save(f"{path}.keras")
    # Keras 2 can't keep the state of an optimizer whose weights share their names.
    model.save(f"{path}.h5", include_optimizer=is_first)
    if is_first:
        model.save_weights(f"{path}.weights.h5")
        with open(f"{path}.config.json", "w") as file:
            file.write(model.to_json(indent=2))


def expect(path, random):
    model = keras.models.load_model(f"{path}.keras")
    images = random.integers(0, 256, (COUNT, *model.input_shape[1:]))
    probabilities = model.predict(images.astype(np.float32) / np.float32(255), verbose=0)
    expected = {
        "keras": keras.__version__,
        "images": images.reshape(-1).tolist(),
        "probabilities": [float(value) for value in probabilities.reshape(-1)],
    }
    with open(f"{path}.expected.json", "w") as file:
        json.dump(expected, file, separators=(",", ":"))


def main(archive):
    random = np.random.default_rng(3)
    with tempfile.TemporaryDirectory() as folder:
        for at, make in enumerate((sequential, branches, nested)):
            path = os.path.join(folder, make.__name__)
            save(train(make, random), path, at == 0)
            expect(path, random)
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for name in sorted(os.listdir(folder)):
                packed.write(os.path.join(folder, name), name)


if __name__ == "__main__":
    main(sys.argv[1])
