/** A plan as a Keras 3 script, with the weights that training begins with. */
import { endsInScores } from '../../../model/graph/output'
import type { Plan, Written } from '../../target'
import { argumentsCode, filesOf, settingsCode } from '../script/settingsCode'
import { BALANCE_CODE } from '../script/balanceCode'
import { DATA_CODE } from '../script/dataCode'
import { scriptDifferences } from '../script/differences'
import { INITIAL_WEIGHTS, writeInitialWeights } from '../script/initialWeights'
import { RANDOM_CODE } from '../script/randomCode'
import { REPORT_CODE } from '../script/reportCode'
import { pythonCall, PythonCode } from '../pythonValue'
import { modelCode } from './modelCode'
import { callbacksCode, optimizerCode } from './recipeCode'

const SCRIPT = 'train.py'
const INSTALL = 'pip install keras jax pillow'

/** Throws for a stack whose shapes can't be worked out, which the page does not offer to write. */
export async function write(plan: Plan): Promise<Written> {
  const files = filesOf(plan.dataset)
  const run = `python ${SCRIPT}${files.images === undefined ? ' --images images.zip --labels labels.csv' : ''}`
  return {
    files: [{ name: SCRIPT, bytes: new TextEncoder().encode(scriptOf(plan)) }, await writeInitialWeights(plan)],
    differences: [...scriptDifferences(plan, 'Keras'), ...kerasDifferences(plan)],
    notes: [],
    snippet: { language: 'Python', file: SCRIPT, install: INSTALL, run },
  }
}

function kerasDifferences(plan: Plan): readonly string[] {
  return !endsInScores(plan.stack)
    ? [
        'Keras takes the loss from the shares of the softmax, cut at 1e-7, and Strata from the scores before it: losses differ in the last digits, and where a model is entirely wrong.',
      ]
    : []
}

function scriptOf(plan: Plan): string {
  return [
    HEAD,
    settingsCode(plan),
    RANDOM_CODE,
    DATA_CODE,
    ...(plan.recipe.classWeight === 'balanced' ? [BALANCE_CODE] : []),
    modelCode(plan),
    optimizerCode(plan.recipe),
    callbacksCode(plan.recipe),
    TRAINING,
    predictCode(plan),
    REPORT_CODE,
    argumentsCode(plan, DEVICES_ARGUMENT),
    mainCode(plan),
  ].join('\n\n')
}

const HEAD = `\
"""Trains a classifier of images with Keras: data, model, recipe, callbacks and evaluation.

    ${INSTALL}
    python ${SCRIPT} --images images.zip --labels labels.csv

--images is a zip or a folder. A CSV has a column image_path, a column label, and perhaps split: 0, 1, 2 or train, validation,
test. Without --labels each class has its folder, perhaps within folders called train, validation and test.

With ${INITIAL_WEIGHTS} beside it, training begins with the weights that Strata begins with. Written by Strata.
"""
import argparse
import csv
import functools
import io
import json
import math
import os
import posixpath
import sys
import zipfile
from pathlib import Path, PurePosixPath

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np
from keras import layers
from PIL import Image, ImageOps

INITIAL_WEIGHTS = Path(__file__).with_name("${INITIAL_WEIGHTS}")
`

const TRAINING = `\
class Batches(keras.utils.PyDataset):
    """The train images, shuffled for each epoch as Strata shuffles them. A multiple of the devices goes in."""

    def __init__(self, pixels, targets, images, devices):
        super().__init__()
        self.pixels, self.targets, self.images = pixels, targets, images
        self.size = len(images) - len(images) % devices
        self.shuffle(epoch=0)

    def shuffle(self, epoch, logs=None):
        """Epochs are counted from 0 by Keras, and from 1 by Strata."""
        self.order = Random(SHUFFLE, SEED, epoch + 1).shuffled(self.images)[: self.size]

    def __len__(self):
        return math.ceil(self.size / BATCH_SIZE)

    def __getitem__(self, step):
        batch = self.order[step * BATCH_SIZE : (step + 1) * BATCH_SIZE]
        return self.pixels[batch], self.targets[batch]


class StepLosses(keras.callbacks.Callback):
    """Writes the loss of each step. Keras tells the mean of the epoch so far."""

    def __init__(self, path, images):
        super().__init__()
        self.path, self.images, self.losses = path, images, []

    def on_epoch_begin(self, epoch, logs=None):
        self.seen, self.sum = 0, 0.0

    def on_train_batch_end(self, batch, logs=None):
        seen = min((batch + 1) * BATCH_SIZE, self.images)
        total = float(logs["loss"]) * seen
        self.losses.append((total - self.sum) / (seen - self.seen))
        self.seen, self.sum = seen, total

    def on_train_end(self, logs=None):
        rows = ["step,loss", *(f"{step},{loss}" for step, loss in enumerate(self.losses, 1))]
        self.path.write_text("\\n".join(rows) + "\\n")


def load_initial_weights(model):
    with np.load(INITIAL_WEIGHTS) as arrays:
        for layer in model.layers:
            values = [arrays[name] for name in arrays.files if name.startswith(f"{layer.name}/")]
            if values:
                layer.set_weights(values)
`

function predictCode({ stack }: Plan): string {
  return `\
def predict(model, pixels, devices):
    """A multiple of the devices goes in."""
    missing = -len(pixels) % devices
    outputs = model.predict(np.concatenate([pixels, pixels[:missing]]), batch_size=BATCH_SIZE, verbose=0)[: len(pixels)]
    return ${endsInScores(stack) ? 'np.array(keras.ops.softmax(outputs))' : 'outputs'}
`
}

const DEVICES_ARGUMENT = `\
    parser.add_argument("--devices", type=int, default=1, help="how many share each batch; some images are left over")`

function mainCode(plan: Plan): string {
  const { recipe } = plan
  const { labelSmoothing, normalisation, classWeight, modelCheckpoint } = recipe
  const loss = pythonCall('keras.losses.CategoricalCrossentropy', {
    ...(endsInScores(plan.stack) && { from_logits: true }),
    ...(labelSmoothing > 0 && { label_smoothing: labelSmoothing }),
  })
  const measured = `
    values = pixels[train].astype(np.float64)
    mean, deviation = values.mean(axis=(0, 1, 2)), values.std(axis=(0, 1, 2))
    model = build_model(mean, np.where(deviation > 0, deviation, 1))`
  const weights = new PythonCode('dict(enumerate(balanced_weights(labels[train])))')
  const fit = {
    validation_data: new PythonCode('validation'),
    validation_batch_size: new PythonCode('BATCH_SIZE'),
    epochs: new PythonCode('EPOCHS'),
    ...(classWeight === 'balanced' && { class_weight: weights }),
    callbacks: new PythonCode('callbacks'),
    // The order of the batches is Strata's.
    shuffle: false,
    verbose: 2,
  }
  const best = modelCheckpoint.on
    ? `
    if (arguments.out / BEST_WEIGHTS).exists():
        model.load_weights(arguments.out / BEST_WEIGHTS)`
    : ''
  return `\
def main():
    arguments = parse_arguments()
    devices = arguments.devices
    if BATCH_SIZE % devices:
        sys.exit(f"A batch of {BATCH_SIZE} images can't be shared by {devices} devices.")
    if devices > 1:
        shared = keras.distribution.list_devices()[:devices]
        if len(shared) < devices:
            sys.exit(f"There are only {len(shared)} devices.")
        keras.distribution.set_distribution(keras.distribution.DataParallel(devices=shared))
    keras.utils.set_random_seed(SEED)
    arguments.out.mkdir(parents=True, exist_ok=True)

    pixels, labels, splits = load_data(arguments.images, arguments.labels)
    train, validated, tested = splits["train"], splits["validation"], splits["test"]
    targets = keras.utils.to_categorical(labels, len(CLASSES))
    batches = Batches(pixels, targets, train, devices)
    validated = validated[: len(validated) - len(validated) % devices]
    validation = (pixels[validated], targets[validated]) if validated else None
${normalisation === 'standardise' ? measured : '\n    model = build_model()'}
    if INITIAL_WEIGHTS.exists():
        load_initial_weights(model)
    loss = ${loss}
    model.compile(optimizer=make_optimizer(len(batches)), loss=loss, metrics=["accuracy"])
    model.summary()

    callbacks = [keras.callbacks.LambdaCallback(on_epoch_begin=batches.shuffle), *make_callbacks(arguments.out)]
    if arguments.step_losses:
        callbacks.append(StepLosses(arguments.step_losses, batches.size))
    ${pythonCall('model.fit', fit).replace('(', '(batches, ')}${best}
    model.save(arguments.out / "model.keras")
    (arguments.out / "classes.json").write_text(json.dumps(CLASSES))
    judged = tested or splits["validation"]
    if judged:
        report(predict(model, pixels[judged], devices), labels[judged], "Test" if tested else "Validation")


if __name__ == "__main__":
    main()
`
}
