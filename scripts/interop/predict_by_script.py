"""Prints, as JSON, what the model of the train.py in the working folder makes of images, with its initial weights.

    python predict_by_script.py PIXELS DEVICE

PIXELS is a file of bytes, image after image, channel last. DEVICE is what the script's own `predict` takes last.
"""
import json
import sys

import numpy as np

sys.path.insert(0, ".")

import train

pixels = np.fromfile(sys.argv[1], dtype=np.uint8).reshape(-1, train.HEIGHT, train.WIDTH, train.CHANNELS)
model = train.build_model()
train.load_initial_weights(model)
device = int(sys.argv[2]) if sys.argv[2].isdigit() else sys.argv[2]
print(json.dumps({"classes": train.CLASSES, "shares": train.predict(model, pixels, device).astype(float).tolist()}))
