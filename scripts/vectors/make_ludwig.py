"""Writes what Ludwig and torchmetrics make of the predictions in `metrics.json`, in the folder that the first argument names."""
import importlib.metadata
import importlib.util
import json
import platform
import sys
import warnings
from pathlib import Path

import numpy as np
import torch
from torchmetrics.classification import MulticlassAccuracy, MulticlassAUROC

TOP_K = 3
PACKAGES = ("ludwig", "torchmetrics", "torch", "scikit-learn", "numpy")


def load_evaluation():
    """Ludwig's file of evaluation alone: the package asks for all that Ludwig trains with."""
    package = Path(importlib.util.find_spec("ludwig").origin).parent
    spec = importlib.util.spec_from_file_location("eval_utils", package / "utils" / "eval_utils.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_case(evaluation, classes, truths, predicted, probabilities):
    names = [f"class {index}" for index in range(classes)]
    with warnings.catch_warnings():
        # What is undefined counts as 0, and both packages warn of it.
        warnings.simplefilter("ignore")
        matrix = evaluation.ConfusionMatrix(np.array(truths), np.array(predicted), labels=names)
        return {
            "accuracy": measure(MulticlassAccuracy(classes), predicted, truths),
            "accuracy_micro": measure(MulticlassAccuracy(classes, average="micro"), predicted, truths),
            "roc_auc": measure(MulticlassAUROC(classes), probabilities, truths),
            # As `HitsAtKMetric.can_report` says.
            **({"hits_at_k": measure(MulticlassAccuracy(classes, TOP_K), probabilities, truths)} if classes > TOP_K else {}),
            "confusion_matrix": matrix.cm.tolist(),
            "overall_stats": matrix.stats(),
            "per_class_stats": matrix.per_class_stats(),
        }


def measure(metric, told, truths):
    metric.update(torch.tensor(np.array(told)), torch.tensor(truths))
    return float(metric.compute())


def plain(value):
    """Numbers of NumPy as Python's, and what is none as null."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    number = value.item() if isinstance(value, np.generic) else value
    return None if number != number else number


def main():
    folder = Path(sys.argv[1])
    evaluation = load_evaluation()
    given = json.loads((folder / "metrics.json").read_text(encoding="utf8"))["cases"]
    # Images of one class, all told rightly: nothing is left to agree on beyond chance.
    sure = np.array([[0.75, 0.25, 0, 0]] * 5)
    given = [*given, {"classes": 4, "truths": [0] * 5, "predicted": [0] * 5, "probabilities": sure.ravel().tolist()}]
    cases = []
    for case in given:
        told = {key: case[key] for key in ("classes", "truths", "predicted", "probabilities")}
        scores = np.array(told["probabilities"], dtype=np.float32).reshape(-1, told["classes"])
        label = make_case(evaluation, told["classes"], told["truths"], told["predicted"], scores)
        cases.append({**told, "label": plain(label)})
    made_with = {name: importlib.metadata.version(name) for name in PACKAGES} | {"python": platform.python_version()}
    lines = [f'"madeWith": {json.dumps(made_with)}', '"cases": [\n' + ",\n".join(map(json.dumps, cases)) + "\n]"]
    # As Ludwig's `save_json` writes.
    kept = {"label": {"per_class_stats": {"9": {"a": 1.5}, "10": {}, "é": {"b": None, "a": [0.25, [1, float("nan")]]}, "": []}}}
    lines.append(f'"written": {json.dumps(json.dumps(kept, sort_keys=True, indent=4))}')
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (folder / "ludwig.json").write_text(text, encoding="utf8")
    print(f"ludwig.json: {len(text) / 1000:.0f} kB")


main()
