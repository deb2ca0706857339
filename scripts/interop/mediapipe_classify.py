"""What MediaPipe makes of a picture by the file's own metadata: python mediapipe_classify.py MODEL IMAGE

Prints the probabilities by the names of the classes, as JSON.
"""
import json
import sys

import mediapipe
from mediapipe.tasks.python import BaseOptions
from mediapipe.tasks.python.vision import ImageClassifier, ImageClassifierOptions

model, image = sys.argv[1:]
options = ImageClassifierOptions(base_options=BaseOptions(model_asset_path=model))
with ImageClassifier.create_from_options(options) as classifier:
    (result,) = classifier.classify(mediapipe.Image.create_from_file(image)).classifications
print(json.dumps({category.category_name: category.score for category in result.categories}))
