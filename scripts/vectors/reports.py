"""Classification reports as scikit-learn prints them."""
import numpy as np
from sklearn.metrics import classification_report, confusion_matrix

NAMES = ("cat", "dog", "eel", "a class with a long name", "fox")


def make_reports():
    return [_case(classes, seed) for seed, classes in enumerate((2, 3, 5))] + [_eighths()]


def _case(classes, seed):
    random = np.random.default_rng(seed)
    truths = np.arange(97) % classes
    guesses = np.where(random.random(97) < 0.8, truths, random.integers(0, classes, 97))
    # The last class is never predicted.
    return _report(truths, np.where(guesses == classes - 1, 0, guesses) if classes == 5 else guesses, classes)


def _eighths():
    return _report(np.repeat([0, 1], 8), np.array([0] * 5 + [1] * 3 + [1] * 7 + [0]), 2)


def _report(truths, guesses, classes):
    labels = np.arange(classes)
    names = NAMES[:classes]
    text = classification_report(truths, guesses, labels=labels, target_names=names, zero_division=0)
    confusion = confusion_matrix(truths, guesses, labels=labels)
    return {"classes": list(names), "confusion": confusion.ravel().tolist(), "text": text}
