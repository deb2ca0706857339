/** Buffers that every plan has, by name. */
export const COMMON = {
  /** Bytes of the dataset's images, four to a word. */
  pixels: 'pixels',
  /** The class of each row of the dataset. */
  labels: 'labels',
  /** How much the images of each class count in training; only there when they don't count alike. */
  classWeights: 'classWeights',
  /** Rows of the dataset in the order in which they are taken. */
  order: 'order',
  state: 'state',
  weights: 'weights',
  moments: 'moments',
  /** For each image of the batch: its loss; the predicted class and, where it is not trained on, the rank of the true one. */
  losses: 'losses',
  predictions: 'predictions',
  /** The metrics of the latest steps, in turn. */
  ring: 'ring',
  /** In fused plans, for each image of the batch in training: its loss, and 1 where the prediction is right, else 0. */
  outcomes: 'outcomes',
} as const

/** Steps whose metrics are kept until they are read. */
export const RING_STEPS = 1024
