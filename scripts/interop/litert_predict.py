"""What LiteRT's interpreter makes of images: python litert_predict.py FOLDER

FOLDER has pairs of a NAME.tflite and a NAME.images, float32 values as the model takes them. For each, NAME.each gets the probabilities of
images that went in one by one. A model that takes any number of images gets all of them at once too; NAME.together has what came of it.
"""
import sys
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter


def predict(interpreter, batches):
    (images,) = interpreter.get_input_details()
    (probabilities,) = interpreter.get_output_details()
    results = []
    for batch in batches:
        interpreter.resize_tensor_input(images["index"], batch.shape, strict=True)
        interpreter.allocate_tensors()
        interpreter.set_tensor(images["index"], batch)
        interpreter.invoke()
        results.append(interpreter.get_tensor(probabilities["index"]))
    return np.concatenate(results).astype(np.float32)


for model in sorted(Path(sys.argv[1]).glob("*.tflite")):
    interpreter = Interpreter(model_path=str(model))
    (images,) = interpreter.get_input_details()
    numbers = np.fromfile(model.with_suffix(".images"), dtype=np.float32).reshape(-1, *images["shape"][1:])
    predict(interpreter, np.split(numbers, len(numbers))).tofile(model.with_suffix(".each"))
    if images["shape_signature"][0] == -1:
        predict(interpreter, [numbers]).tofile(model.with_suffix(".together"))
