/** Python that draws as `model/random.ts` and `data/splits.ts` do, so that a script deals the same splits and batches from the same seed. */
import { STREAMS } from '../../../model/random'

export const RANDOM_CODE = `\
MASK = 0xFFFFFFFF
# The uses of the seed.
SHUFFLE, SPLIT = ${STREAMS.shuffle}, ${STREAMS.split}


class Random:
    """Strata's generator, sfc32 seeded by SplitMix32: the same seeds give the same splits and the same batches."""

    def __init__(self, *seeds):
        self.mixed = 0x9E3779B9
        for seed in seeds:
            self.mixed = self.split_mix() ^ seed
        self.a, self.b, self.c, self.counter = self.split_mix(), self.split_mix(), self.split_mix(), 1
        for _ in range(12):
            self.bits()

    def split_mix(self):
        self.mixed = (self.mixed + 0x9E3779B9) & MASK
        z = (self.mixed ^ self.mixed >> 16) * 0x21F0AAAD & MASK
        z = (z ^ z >> 15) * 0x735A2D97 & MASK
        return z ^ z >> 15

    def bits(self):
        drawn = (self.a + self.b + self.counter) & MASK
        self.counter = (self.counter + 1) & MASK
        self.a = self.b ^ self.b >> 9
        self.b = (self.c + (self.c << 3)) & MASK
        self.c = ((self.c << 21 | self.c >> 11) + drawn) & MASK
        return drawn

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.bits() * (i + 1) >> 32
            items[i], items[j] = items[j], items[i]
        return items


def draw_share(images, labels, share, seed):
    """Parts the images in those that stay and those that are taken: of every class alike, both ascending."""
    members = [[] for _ in CLASSES]
    for image in images:
        members[labels[image]].append(image)
    exact = [len(each) * share for each in members]
    counts = [math.floor(count) for count in exact]
    missing = math.floor(len(images) * share + 0.5) - sum(counts)
    for label in sorted(range(len(exact)), key=lambda label: -(exact[label] % 1))[:missing]:
        counts[label] += 1
    taken = set()
    for label, (each, count) in enumerate(zip(members, counts)):
        taken.update(Random(SPLIT, seed, label).shuffled(each)[: max(0, min(count, len(each) - 1))])
    return [image for image in images if image not in taken], [image for image in images if image in taken]
`
