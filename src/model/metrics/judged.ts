/** The images of a split as the model judges them: for what class it takes each, with which confidence, and whether that is right. */
import { probabilityOf, type Predictions, type Truth } from './predictions'

export interface Judged {
  /** The probability of the class that the image is taken for, from 0 to 1. */
  readonly confidences: Float64Array
  readonly predicted: Uint16Array
  /** The true classes. */
  readonly labels: Uint16Array
}

/** In the order of the images that are asked about. */
export function judge(predictions: Predictions, { labels, images }: Truth): Judged {
  const predicted = Uint16Array.from(images, (image) => predictions.predicted[image]!)
  return {
    confidences: Float64Array.from(images, (image, at) => probabilityOf(predictions, image, predicted[at]!)),
    predicted,
    labels: Uint16Array.from(images, (image) => labels[image]!),
  }
}

export function isRight({ predicted, labels }: Judged, at: number): boolean {
  return predicted[at] === labels[at]
}
