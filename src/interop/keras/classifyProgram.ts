/** A Python program that reads an image file and prints what a Keras model takes it for. */
import { endsInScores } from '../../model/graph/output'
import type { TrainedModel } from '../../model/trainedModel'
import { pythonList, pythonReadImage } from '../python/readImage'
import type { Snippet } from '../target'

export const CLASSIFY: Omit<Snippet, 'language'> & { readonly language: 'Python' } = {
  language: 'Python',
  file: 'classify.py',
  install: 'pip install keras jax pillow',
  run: 'python classify.py image.png',
}

/** @param load Python that makes `model`, line by line. */
export function classifyProgram(model: TrainedModel, load: readonly string[]): Uint8Array<ArrayBuffer> {
  const isFlat = model.stack.input === 'flat'
  const lines = [
    '"""Prints the class of an image: python classify.py image.png"""',
    '',
    'import os',
    'import sys',
    'from pathlib import Path',
    '',
    'os.environ.setdefault("KERAS_BACKEND", "jax")',
    '',
    'import keras',
    'import numpy as np',
    'from PIL import Image, ImageOps',
    '',
    'HERE = Path(__file__).parent',
    `CLASSES = ${pythonList(model.classes)}`,
    '',
    '',
    pythonReadImage(model, { layout: 'NHWC', takes: 'numbers' }),
    '',
    '',
    'if len(sys.argv) != 2:',
    '    sys.exit("Run it with an image: python classify.py image.png")',
    '',
    ...load,
    `pixels = read_image(sys.argv[1])${isFlat ? '.reshape(1, -1)' : ''}`,
    endsInScores(model.stack)
      ? 'probabilities = np.array(keras.ops.softmax(model.predict(pixels, verbose=0)))[0]'
      : 'probabilities = model.predict(pixels, verbose=0)[0]',
    'best = int(np.argmax(probabilities))',
    'print(f"{CLASSES[best]}: {probabilities[best]:.1%}")',
    '',
  ]
  return new TextEncoder().encode(lines.join('\n'))
}
