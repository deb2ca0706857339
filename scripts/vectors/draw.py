"""Numbers drawn for the vectors. They have few decimals, so that the files stay small and readable."""
import zlib

import numpy as np


class Draw:
    """Draws from a stream of its own, named by a text, so that a new case leaves the numbers of all others as they were."""

    def __init__(self, name):
        self._random = np.random.default_rng(zlib.crc32(name.encode()))

    def values(self, shape, scale=1.0):
        """
        Normal values of which no two are equal, as odd numbers of thousandths: none is 0, 0.5 or 6, where an activation
        may have a kink, and no window has two largest values.
        """
        length = int(np.prod(shape))
        odd = []
        seen = set()
        drawn = 0
        while len(odd) < length:
            drawn += 1
            if drawn > 1000 * length:
                raise ValueError(f"There are no {length} different values of {scale} with three decimals")
            number = 2 * int(np.floor(self._random.normal() * scale * 500)) + 1
            if number not in seen:
                seen.add(number)
                odd.append(number)
        return np.array(odd, dtype=np.float64).reshape(shape) / 1000

    def has_values(self, shape, scale):
        """Whether there are so many, and are soon found: as many as lie within three standard deviations."""
        return np.prod(shape) <= 3000 * scale

    def rounded(self, shape, scale=1.0, decimals=2):
        """Normal values to so many decimals; some may be equal."""
        return np.round(self._random.normal(size=shape) * scale, decimals) + 0.0

    def integers(self, shape, below):
        return self._random.integers(below, size=shape)
