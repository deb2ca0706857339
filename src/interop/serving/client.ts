/** The Python that asks a server about an image file: by the Open Inference Protocol, which Triton and KServe speak. */
import type { TrainedModel } from '../../model/trainedModel'
import { INPUT_NAME, OUTPUT_NAME, type OnnxInput } from '../onnx/toGraph'
import { pythonReadImage } from '../python/readImage'
import { LABELS, MODEL_NAME } from './repository'

export function clientProgram(model: TrainedModel, input: OnnxInput): string {
  return `"""Asks a server which class image files are of.

    pip install numpy pillow
    python classify.py image.png

The server is http://localhost:8000; SERVER names another, and HOST the name by which a gateway knows the service.
"""

import json
import os
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import numpy as np
from PIL import Image, ImageOps


${pythonReadImage(model, input)}


def predict(image):
    """The probabilities of all classes."""
    inputs = [{"name": "${INPUT_NAME}", "shape": image.shape, "datatype": "FP32", "data": image.ravel().tolist()}]
    body = json.dumps({"inputs": inputs, "outputs": [{"name": "${OUTPUT_NAME}"}]}).encode()
    headers = {"Content-Type": "application/json"}
    if "HOST" in os.environ:
        headers["Host"] = os.environ["HOST"]
    server = os.environ.get("SERVER", "http://localhost:8000")
    with urlopen(Request(f"{server}/v2/models/${MODEL_NAME}/infer", body, headers)) as response:
        [output] = json.load(response)["outputs"]
    return np.array(output["data"])


def main():
    if len(sys.argv) < 2:
        sys.exit("Say which image: python classify.py image.png")
    labels = Path(__file__).parent / "${LABELS}"
    names = labels.read_text(encoding="utf-8").split("\\n")
    for path in sys.argv[1:]:
        probabilities = predict(read_image(path))
        best = int(np.argmax(probabilities))
        print(f"{path}: {names[best]} ({probabilities[best]:.1%})")


if __name__ == "__main__":
    main()
`
}
