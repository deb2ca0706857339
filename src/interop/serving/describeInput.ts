/** What goes into a served model, in words for whoever writes a client. */
import type { TrainedModel } from '../../model/trainedModel'
import { INPUT_NAME, OUTPUT_NAME, type OnnxInput } from '../onnx/toGraph'
import { imageDims } from './repository'

export function describeInput(model: TrainedModel, input: OnnxInput): string {
  const order = input.layout === 'NCHW' ? 'channels × height × width' : 'height × width × channels'
  const { mean, deviation } = model.normalisation
  const takes =
    input.takes === 'bytes'
      ? 'pixels from 0 to 255'
      : `the numbers (pixel - mean) / deviation, channel by channel, with the mean ${mean.join(', ')} and the deviation ${deviation.join(', ')}`
  return `Its input \`${INPUT_NAME}\` takes images of ${imageDims(model, input).join(' × ')} (${order}) as float32: ${takes}.
Its output \`${OUTPUT_NAME}\` has one probability a class, in the order of \`labels.txt\`.`
}
