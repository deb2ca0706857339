"""Prints, as JSON, what Ludwig makes of a config: the sizes of its encoder's weights, in order, and the whole config with its defaults.

    python ludwig_model.py CONFIG HEIGHT WIDTH CHANNELS
"""
import json
import logging
import sys

import yaml

logging.disable(logging.CRITICAL)

from ludwig.encoders.image.base import Stacked2DCNN
from ludwig.schema.model_types.base import ModelConfig

with open(sys.argv[1], encoding="utf-8") as file:
    config = ModelConfig.from_dict(yaml.safe_load(file)).to_dict()
settings = {**config["input_features"][0]["encoder"]}
height, width, channels = (int(length) for length in sys.argv[2:])
settings.update(height=height, width=width, num_channels=channels)
encoder = Stacked2DCNN(**{name: value for name, value in settings.items() if name not in ("type", "skip")})
sizes = [weight.numel() for weight in encoder.parameters()]
keys = ("trainer", "preprocessing", "backend")
print(json.dumps({"sizes": sizes, "layers": str(encoder), **{key: config.get(key) for key in keys}}))
