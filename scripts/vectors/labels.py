"""Label quality as cleanlab tells it, from probabilities of 16 bits."""
import numpy as np
from cleanlab.rank import get_label_quality_scores

IMAGES = 60


def make_label_quality():
    return [_case(classes, sharpness, seed) for seed, (classes, sharpness) in enumerate(((2, 1.0), (3, 0.3), (10, 0.1)))]


def _case(classes, sharpness, seed):
    random = np.random.default_rng(seed)
    probabilities = random.dirichlet(np.full(classes, sharpness), IMAGES).astype(np.float16)
    truths = np.concatenate([np.arange(classes), probabilities.argmax(axis=1)[classes:]])
    wrong = random.random(IMAGES) < 0.2
    wrong[:classes] = False
    labels = np.where(wrong, (truths + 1) % classes, truths)
    quality = get_label_quality_scores(
        labels, probabilities.astype(np.float64), method="normalized_margin", adjust_pred_probs=True
    )
    return {
        "classes": classes,
        "labels": labels.tolist(),
        "probabilities": probabilities.view(np.uint16).ravel().tolist(),
        "quality": quality.tolist(),
    }
