"""What the safetensors library reads of a file: python safetensors_dump.py FILE OUTPUT

Prints its metadata and each tensor's name, type and shape, as JSON. OUTPUT gets the tensors' bytes in the order of that list.
"""
import json
import sys

from safetensors import safe_open

source, target = sys.argv[1:]
with safe_open(source, framework="numpy") as file, open(target, "wb") as output:
    tensors = []
    for name in file.keys():
        tensor = file.get_tensor(name)
        output.write(tensor.tobytes())
        tensors.append({"name": name, "dtype": str(tensor.dtype), "shape": tensor.shape})
    print(json.dumps({"metadata": file.metadata(), "tensors": tensors}))
