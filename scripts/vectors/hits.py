"""Hits at k as scikit-learn and Keras tell them, over logits that are all different."""
import keras
import numpy as np
from sklearn.metrics import top_k_accuracy_score

IMAGES = 60


def make_hits():
    return [_hits(classes, seed) for seed, classes in enumerate((3, 10, 26))]


def _hits(classes, seed):
    random = np.random.default_rng(seed)
    # Whole numbers, no two of an image alike: they are the same numbers in any width of floats.
    logits = np.stack([random.permutation(2 * classes)[:classes] - classes for _ in range(IMAGES)])
    truths = random.permutation(np.arange(IMAGES) % classes)
    ks = [k for k in (1, 2, 3, 5, 16) if k < classes]
    return {
        "classes": classes,
        "truths": truths.tolist(),
        "logits": logits.ravel().tolist(),
        "ks": ks,
        "scikitLearn": [_top_k(truths, logits, k) for k in ks],
        # The mean over the classes, each by itself: what Ludwig's `hits_at_k` is.
        "macro": [float(np.mean([_of_class(truths, logits, k, each) for each in range(classes)])) for k in ks],
        "keras": [_keras(truths, logits, k) for k in ks],
    }


def _top_k(truths, logits, k):
    return float(top_k_accuracy_score(truths, logits, k=k, labels=np.arange(logits.shape[1])))


def _of_class(truths, logits, k, each):
    return _top_k(truths[truths == each], logits[truths == each], k)


def _keras(truths, logits, k):
    metric = keras.metrics.SparseTopKCategoricalAccuracy(k=k)
    metric.update_state(truths, logits.astype("float64"))
    return float(metric.result())
