/** Python that says how good predictions are. */

export const REPORT_CODE = `\
def report(shares, labels, name):
    """Accuracy, and precision, recall and F1 of each class."""
    matrix = np.zeros((len(CLASSES), len(CLASSES)), dtype=int)
    np.add.at(matrix, (labels, shares.argmax(axis=1)), 1)
    right, told, there = matrix.diagonal(), matrix.sum(axis=0), matrix.sum(axis=1)
    print(f"{name}: accuracy {right.sum() / len(labels):.4f} on {len(labels):,} images")
    print(f"{'class':>20} {'precision':>9} {'recall':>9} {'F1':>9} {'images':>9}")
    for row in zip(CLASSES, right / np.maximum(told, 1), right / np.maximum(there, 1), 2 * right / np.maximum(told + there, 1), there):
        print("{:>20} {:9.4f} {:9.4f} {:9.4f} {:9,}".format(*row))
`
