/** The program that comes with a `.tflite` file. */
import type { TrainedModel } from '../../model/trainedModel'
import { pythonList, pythonReadImage } from '../python/readImage'

export function writeProgram(model: TrainedModel): string {
  return `"""Prints the class of an image, and its probability."""
import sys
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from PIL import Image, ImageOps

CLASSES = ${pythonList(model.classes)}
MODEL = Path(__file__).parent / "model.tflite"


${pythonReadImage(model, { layout: 'NHWC', takes: 'bytes' })}


if len(sys.argv) != 2:
    sys.exit("Run it with an image: python classify.py image.png")

interpreter = Interpreter(model_path=str(MODEL))
classify = interpreter.get_signature_runner("serving_default")
probabilities = classify(images=read_image(sys.argv[1]))["probabilities"][0]
best = int(np.argmax(probabilities))
print(f"{CLASSES[best]}: {probabilities[best]:.1%}")
`
}
