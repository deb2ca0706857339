/** What each figure is, in a sentence or two, wherever it stands. */
export const DEFINITIONS = {
  accuracy: 'The share of the images whose class is told rightly.',
  balanced: 'The mean recall over the classes that have images: each class counts the same, however rare it is.',
  kappa:
    'Cohen’s kappa: how far the classes told agree with the true ones beyond what chance gives by their frequencies. 1 is all right, 0 as by chance.',
  matthews:
    'Matthews’ correlation coefficient, for several classes: the correlation of the classes told with the true ones, from −1 to 1. 0 is as by chance.',
  auc: 'The area under the ROC curve of a class against the rest: how probably an image of the class gets a higher probability of it than an image of another. 1 is perfect, 0.5 is chance. This is the mean over the classes.',
  averagePrecision:
    'The area under the precision-recall curve of a class against the rest, in steps: the mean of the precision as recall grows. This is the mean over the classes.',
  brier:
    'The Brier score: the sum over the classes of the squared distance between probability and truth, as a mean over the images. 0 is perfect, 2 is sure and wrong every time.',
  ece: 'The expected calibration error over 15 bins of confidence: how far accuracy and confidence are apart, as a mean over the images. 0 means that what is said with 80 % is right in 80 of 100 cases.',
  classes:
    'One class against the rest. Precision: of the images taken for it, the share that are of it. Recall: of its images, the share taken for it. F1: the harmonic mean of both. Specificity: of all others, the share not taken for it. Support: its images. Entropy of its row of the confusion matrix, in nats: 0 where all are taken for one class. AUC: area under its ROC curve. AP: average precision. In averages, a precision, recall, F1 or specificity without a value counts as 0, as in scikit-learn.',
  f1: 'F1 of each class beside how many images it has in the whole dataset: classes that are rare are often told worst.',
  entropy:
    'The entropy of the class’s row of the confusion matrix, in nats: 0 where all its images are taken for one class, and the logarithm of the number of classes where they are spread evenly.',
  confusions: 'The pairs of classes that are confused in most images, with the share of the true class’s images.',
  roc: 'Taking an image for a class from a probability on: of the class’s images, the share found, against the share of other images taken for it too. The dashed line is chance. The macro average is the mean over the classes, the micro average counts each probability of each image as a case of its own. Probabilities are kept in 16 bits: of a very sure model the area may be off in its third digit.',
  precisionRecall:
    'Taking an image for a class from a probability on: of the images taken for it, the share that are of it, against the share of its images found. The curve goes in steps, so that the area below it is the average precision. Probabilities are kept in 16 bits: of a very sure model the area may be off in its third digit.',
  reliability:
    'Images in 15 bins of confidence, all as wide: their accuracy against their mean confidence. On the dashed line a model is as often right as it says; below it, it is too sure.',
  confidence:
    'How probable the model finds the class that it takes an image for: images told rightly above, wrongly below, each on a scale of its own.',
  abstaining:
    'Below the confidence the model says nothing. Coverage is the share of the images that it still tells; accuracy, macro precision and macro recall are of these alone. A class without a value counts as 0 in macro averages. Probabilities are rounded to 16 bits: those above 99.98 % are 100 %.',
  hits: 'The share of the images whose true class is among the k with the largest outputs.',
} as const
