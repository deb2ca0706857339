/** The Python that classifies an image file by an ONNX model, on onnxruntime. */
import type { TrainedModel } from '../../model/trainedModel'
import { pythonReadImage } from '../python/readImage'
import { OUTPUT_NAME, INPUT_NAME, type OnnxInput } from './toGraph'

export function classifyProgram(model: TrainedModel, input: OnnxInput): string {
  return `"""Classifies image files by model.onnx, which lies beside this program.

    pip install numpy onnxruntime pillow
    python classify.py image.png
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image, ImageOps


${pythonReadImage(model, input)}


def main():
    if len(sys.argv) < 2:
        sys.exit("Say which image: python classify.py image.png")
    session = onnxruntime.InferenceSession(
        str(Path(__file__).with_name("model.onnx")), providers=["CPUExecutionProvider"]
    )
    labels = json.loads(session.get_modelmeta().custom_metadata_map["labels"])
    for path in sys.argv[1:]:
        [probabilities] = session.run(["${OUTPUT_NAME}"], {"${INPUT_NAME}": read_image(path)})
        best = int(np.argmax(probabilities[0]))
        print(f"{path}: {labels[best]} ({probabilities[0, best]:.1%})")


if __name__ == "__main__":
    main()
`
}
