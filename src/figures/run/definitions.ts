/** What each curve of a run is, in a sentence or two. */
import type { Curve } from './curveText'

export const CURVE_DEFINITIONS: Readonly<Record<Curve, string>> = {
  loss: 'The mean cross-entropy, in nats: 0 is perfect. The training curve is of the steps as they come, while the weights move, with the lowest and the highest in its band; its mean over an epoch is what Keras prints. The validation curve is of the validation images after each epoch.',
  accuracy:
    'The share of the images whose class is told rightly. The training curve is of the steps as they come, while the weights move and dropout leaves parts of the model out; the validation curve is of the validation images after each epoch, with the whole model.',
  hits: 'The share of the validation images whose true class is among the k with the largest outputs. With k of 1 it is the accuracy. Where two outputs are equal, the class that is listed first counts as larger.',
  learningRate: 'How far each step goes, as schedules, callbacks and a person set it.',
  imagesPerSecond: 'Images that are trained on in a second, without pauses and looks at other images.',
}
