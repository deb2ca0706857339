"""What scikit-learn and SciPy make of predictions: figures by class, agreement, curves, calibration, and abstaining."""
import warnings

import numpy as np
import scipy
import sklearn
from scipy.special import softmax
from scipy.stats import entropy
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    balanced_accuracy_score,
    brier_score_loss,
    cohen_kappa_score,
    confusion_matrix,
    matthews_corrcoef,
    multilabel_confusion_matrix,
    precision_recall_curve,
    precision_recall_fscore_support,
    roc_auc_score,
    roc_curve,
)

BINS = 15
THRESHOLDS = [0, 0.35, 0.5, 0.62, 0.75, 0.9, 0.99, 1]
GRID = np.arange(21) / 20
# Classes whose curves are written in full: the others' would fill files.
CURVES = 2

METRICS_MADE_WITH = {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__}


def make_metrics():
    return [
        _metrics(classes=3, images=60, sharpness=2, seed=1),
        # As unlike in frequency as classes of the wild.
        _metrics(classes=10, images=80, sharpness=4, seed=2, rare=0.6),
        _metrics(classes=2, images=40, sharpness=1.5, seed=3),
        # No image is of class 1, and none is taken for class 4.
        _metrics(classes=5, images=50, sharpness=2, seed=4, without=1, never=4),
    ]


def _metrics(classes, images, sharpness, seed, rare=1.0, without=None, never=None):
    random = np.random.default_rng(seed)
    shares = rare ** np.arange(classes)
    if without is not None:
        shares[without] = 0
    truths = random.choice(classes, images, p=shares / shares.sum())
    logits = random.normal(size=(images, classes))
    logits[np.arange(images), truths] += 1
    logits *= sharpness
    if never is not None:
        logits[:, never] -= 20
    # Numbers of 16 bits, as they are kept: any width of floats has the same.
    scores = softmax(logits, axis=1).astype(np.float16).astype(np.float64)
    predicted = logits.argmax(axis=1)
    if (scores[np.arange(images), predicted] != scores.max(axis=1)).any():
        raise AssertionError("The rounding changed the class.")
    confusion = confusion_matrix(truths, predicted, labels=range(classes))
    with warnings.catch_warnings():
        # What is undefined is written as null, and scikit-learn warns of it.
        warnings.simplefilter("ignore")
        return {
            "classes": classes,
            "truths": truths.tolist(),
            "predicted": predicted.tolist(),
            "probabilities": scores.ravel().tolist(),
            "confusion": confusion.ravel().tolist(),
            "specificity": _specificity(truths, predicted, classes),
            "averages": {kind: _averages(truths, predicted, classes, kind) for kind in ("macro", "micro", "weighted")},
            # Rows of zeros have none: SciPy gives NaN.
            "entropy": [_number(entropy(row)) for row in confusion],
            "kappa": _number(cohen_kappa_score(truths, predicted)),
            "matthews": _number(matthews_corrcoef(truths, predicted)),
            "balanced": _number(balanced_accuracy_score(truths, predicted)),
            **_curves(truths, scores, classes),
            **_calibration(truths, predicted, scores, classes),
            "abstaining": [_abstaining(truths, predicted, scores.max(axis=1), classes, at) for at in THRESHOLDS],
        }


def _number(value):
    return None if np.isnan(value) else float(value)


def _specificity(truths, predicted, classes):
    """By class, and as macro, micro and weighted average."""
    (tn, fp), support = (
        multilabel_confusion_matrix(truths, predicted, labels=range(classes))[:, 0].T,
        np.bincount(truths, minlength=classes),
    )
    each = tn / (tn + fp)
    return {
        "perClass": [_number(value) for value in each],
        "macro": float(each.mean()),
        "micro": float(tn.sum() / (tn + fp).sum()),
        "weighted": float(np.average(each, weights=support)),
    }


def _averages(truths, predicted, classes, kind):
    scores = precision_recall_fscore_support(truths, predicted, labels=range(classes), average=kind, zero_division=0)
    return dict(zip(("precision", "recall", "f1"), map(float, scores)))


def _curves(truths, scores, classes):
    own = [truths == each for each in range(classes)]
    known = [each for each in range(classes) if own[each].any()]
    one_hot = np.stack(own, axis=1)
    rocs = [roc_curve(own[each], scores[:, each], drop_intermediate=False) for each in range(classes)]
    aucs = [float(roc_auc_score(own[each], scores[:, each])) if each in known else None for each in range(classes)]
    precisions = [
        float(average_precision_score(own[each], scores[:, each])) if each in known else None
        for each in range(classes)
    ]
    return {
        "roc": [_roc(*rocs[each]) for each in known[:CURVES]],
        "precisionRecall": [_precision_recall(own[each], scores[:, each]) for each in known[:CURVES]],
        "curvesOf": known[:CURVES],
        "auc": {
            "perClass": aucs,
            "macro": float(roc_auc_score(one_hot[:, known], scores[:, known], average="macro")),
            "micro": float(roc_auc_score(one_hot.ravel(), scores.ravel())),
        },
        "averagePrecision": {
            "perClass": precisions,
            "macro": float(average_precision_score(one_hot[:, known], scores[:, known], average="macro")),
            "micro": float(average_precision_score(one_hot, scores, average="micro")),
        },
        # As in scikit-learn's example of several classes.
        "grid": GRID.tolist(),
        "macroRoc": np.mean([np.interp(GRID, *rocs[each][:2]) for each in known], axis=0).tolist(),
    }


def _roc(fpr, tpr, thresholds):
    # The first threshold is infinite, where nothing is taken for the class.
    return {"fpr": fpr.tolist(), "tpr": tpr.tolist(), "thresholds": thresholds[1:].tolist()}


def _precision_recall(own, scores):
    precision, recall, thresholds = precision_recall_curve(own, scores)
    return {"precision": precision.tolist(), "recall": recall.tolist(), "thresholds": thresholds.tolist()}


def _calibration(truths, predicted, scores, classes):
    confidence = scores.max(axis=1)
    right = truths == predicted
    accuracies, confidences = calibration_curve(right, confidence, n_bins=BINS)
    counts = np.bincount(np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], confidence), minlength=BINS)
    gaps = np.abs(accuracies - confidences) * counts[counts > 0]
    return {
        "reliability": {
            "counts": counts.tolist(),
            "accuracies": accuracies.tolist(),
            "confidences": confidences.tolist(),
            "error": float(gaps.sum() / len(truths)),
        },
        "brier": float(brier_score_loss(truths, scores, labels=range(classes), scale_by_half=False)),
    }


def _abstaining(truths, predicted, confidence, classes, threshold):
    kept = confidence >= threshold
    if not kept.any():
        return {"threshold": threshold, "kept": 0}
    averages = _averages(truths[kept], predicted[kept], classes, "macro")
    return {
        "threshold": threshold,
        "kept": int(kept.sum()),
        "accuracy": float(accuracy_score(truths[kept], predicted[kept])),
        "precision": averages["precision"],
        "recall": averages["recall"],
    }
