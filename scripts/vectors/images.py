"""Images to train on, and what is on them. Both of a `Draw`, in bytes."""
import numpy as np


def noise(draw, count, shape, classes):
    """Nothing but noise."""
    pixels = draw.integers((count, *shape), 256)
    return pixels, draw.integers((count,), classes)


def strokes(draw, count, shape, classes):
    """A stroke on a dark ground, somewhere about the middle. What tells the classes apart is where it points."""
    height, width, channels = shape
    labels = draw.integers((count,), classes)
    rows, columns = np.mgrid[0:height, 0:width]
    images = []
    for label in labels:
        down, across, turned, bright = (draw.integers((), below) for below in (5, 5, 31, 128))
        angle = np.pi * label / classes + (turned - 15) / 60
        distance = np.abs((rows - height // 2 + 2 - down) * np.cos(angle) - (columns - width // 2 + 2 - across) * np.sin(angle))
        stroke = (128 + bright) * np.clip(2 - distance, 0, 1)
        images.append(np.repeat(np.round(stroke)[..., None], channels, axis=-1))
    return np.array(images, dtype=np.int64), labels
