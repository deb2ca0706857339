/** Python that weighs the classes as `model/training/classWeights.ts` does. */

export const BALANCE_CODE = `\
def balanced_weights(labels):
    """A class counts the more the rarer it is (scikit-learn's class_weight="balanced"); one without images counts nothing."""
    counts = np.bincount(labels, minlength=len(CLASSES))
    return np.divide(len(labels), np.count_nonzero(counts) * counts, out=np.zeros(len(CLASSES)), where=counts > 0)
`
