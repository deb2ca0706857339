"""What scikit-learn makes of points: principal components, and how far a map of them can be trusted."""
import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

MAPS_MADE_WITH = {"scikit-learn": sklearn.__version__}


def make_maps():
    return [
        _map(images=40, width=6, kept=6, seed=1),
        # More values than images, of which the components alone are far fewer.
        _map(images=24, width=70, kept=23, seed=2),
        # Fewer components than there are.
        _map(images=90, width=40, kept=5, seed=3),
        # Two columns are always zero, as units are that a ReLU has closed for good.
        _map(images=30, width=8, kept=6, seed=4, closed=2),
    ]


def _map(images, width, kept, seed, closed=0):
    random = np.random.default_rng(seed)
    # Each column varies less than the one before, so that no component is like another.
    columns = random.normal(size=(images, width)) * 0.93 ** np.arange(width) + random.normal(size=width) * 3
    written = (columns @ np.linalg.qr(random.normal(size=(width, width)))[0]).round(3)
    if closed:
        written[:, -closed:] = 0
    values = _in_32_bits(written)
    pca = PCA(n_components=kept, svd_solver="full").fit(values)
    scores = pca.transform(values)
    places = (scores[:, :2] + random.normal(size=(images, 2)) * scores[:, :2].std() / 2).round(3)
    points = _in_32_bits(places)
    labels = random.integers(3, size=images)
    neighbours = NearestNeighbors(n_neighbors=7).fit(points).kneighbors(return_distance=False)
    return {
        "width": width,
        "kept": kept,
        "values": written.ravel().tolist(),
        "scores": scores.ravel().tolist(),
        "explained": pca.explained_variance_ratio_.tolist(),
        "points": places.ravel().tolist(),
        "labels": labels.tolist(),
        "neighbours": neighbours.ravel().tolist(),
        "alike": (labels[neighbours] == labels[:, None]).sum(axis=1).tolist(),
        "trustworthiness": {
            str(of): float(trustworthiness(scores, points, n_neighbors=of)) for of in (3, 5)
        },
    }


def _in_32_bits(values):
    """As layers give them."""
    return values.astype(np.float32).astype(np.float64)
