"""What onnxruntime makes of images: python onnx_predict.py FOLDER

FOLDER has pairs of a NAME.onnx and a NAME.images, float32 values as the model takes them. Each model is checked by ONNX itself, its shapes
too, and NAME.predicted gets the probabilities.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

for file in sorted(Path(sys.argv[1]).glob("*.onnx")):
    onnx.checker.check_model(onnx.load(file), full_check=True)
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    [image] = session.get_inputs()
    images = np.fromfile(file.with_suffix(".images"), dtype=np.float32).reshape(-1, *image.shape[1:])
    [probabilities] = session.run(["probabilities"], {"image": images})
    probabilities.tofile(file.with_suffix(".predicted"))
