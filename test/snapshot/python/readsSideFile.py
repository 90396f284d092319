"""Opens a side file with the safetensors package and prints what it finds, as JSON: floats by their bits."""

import json
import sys

import numpy
from safetensors import safe_open

with safe_open(sys.argv[1], framework="numpy") as file:
    found = {
        name: {
            "dtype": str(file.get_tensor(name).dtype),
            "shape": list(file.get_tensor(name).shape),
            "bits": numpy.ascontiguousarray(file.get_tensor(name)).tobytes().hex(),
        }
        for name in file.keys()
    }
    print(json.dumps({"metadata": file.metadata(), "tensors": found}))
