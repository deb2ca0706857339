"""Asks a program about an image, with a server in the place of Triton: python serve_model.py FOLDER IMAGE

FOLDER has `classify.py` and a model repository. The server speaks the Open Inference Protocol, and checks what comes in as Triton would:
names, types, and that there are as many values as the shape says. onnxruntime computes.
"""

import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import onnxruntime

folder, image = Path(sys.argv[1]), sys.argv[2]
session = onnxruntime.InferenceSession(str(folder / "models/strata/1/model.onnx"), providers=["CPUExecutionProvider"])


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        assert self.path == "/v2/models/strata/infer", self.path
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        [given] = request["inputs"]
        [wanted] = [output["name"] for output in request["outputs"]]
        [taken] = session.get_inputs()
        assert (given["name"], given["datatype"]) == (taken.name, "FP32")
        assert given["shape"][1:] == taken.shape[1:] and np.prod(given["shape"]) == len(given["data"])
        values = np.array(given["data"], dtype=np.float32).reshape(given["shape"])
        [result] = session.run([wanted], {taken.name: values})
        output = {"name": wanted, "datatype": "FP32", "shape": result.shape, "data": result.ravel().tolist()}
        body = json.dumps({"model_name": "strata", "model_version": "1", "outputs": [output]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = HTTPServer(("localhost", 0), Handler)
Thread(target=server.serve_forever, daemon=True).start()
address = f"http://localhost:{server.server_port}"
subprocess.run([sys.executable, str(folder / "classify.py"), image], env={**os.environ, "SERVER": address}, check=True)
