"""What LiteRT's interpreter makes of images: python litert_predict.py MODEL INPUT OUTPUT TIMES

INPUT has float32 values of images as the model takes them. OUTPUT gets the probabilities. The images go in one by one, or, where TIMES is
`together`, at once.
"""
import sys

import numpy as np
from ai_edge_litert.interpreter import Interpreter

model, source, target, times = sys.argv[1:]
interpreter = Interpreter(model_path=model)
(images,) = interpreter.get_input_details()
(probabilities,) = interpreter.get_output_details()
numbers = np.fromfile(source, dtype=np.float32).reshape(-1, *images["shape"][1:])
batches = [numbers] if times == "together" else np.split(numbers, len(numbers))
results = []
for batch in batches:
    interpreter.resize_tensor_input(images["index"], batch.shape, strict=True)
    interpreter.allocate_tensors()
    interpreter.set_tensor(images["index"], batch)
    interpreter.invoke()
    results.append(interpreter.get_tensor(probabilities["index"]))
np.concatenate(results).astype(np.float32).tofile(target)
