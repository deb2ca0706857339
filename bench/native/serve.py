"""Trains a described model in PyTorch or JAX: reads its description from the first line, then how many steps from each line after it."""
import importlib
import json
import sys
import time

from task import read_task


def main():
    contestant, threads = sys.argv[1], int(sys.argv[2])
    peer = importlib.import_module(f"{contestant}_peer")
    task = read_task(json.loads(sys.stdin.readline()))
    train, way = peer.open_model(task, threads)
    _answer({"way": way})
    for line in sys.stdin:
        steps = json.loads(line)["steps"]
        started, used = time.perf_counter(), time.process_time()
        loss = train(steps)
        _answer(
            {
                "milliseconds": 1000 * (time.perf_counter() - started),
                "processorMs": 1000 * (time.process_time() - used),
                "loss": loss,
            }
        )


def _answer(value):
    print(json.dumps(value), flush=True)


main()
