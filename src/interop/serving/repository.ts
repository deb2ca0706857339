/** Triton's model repository of one model: a folder with the ONNX file under its version, what goes in and out, and the names of the classes. */
import type { WrittenFile } from '../../files/writtenFile'
import type { TrainedModel } from '../../model/trainedModel'
import { writeLabels } from '../labels'
import { INPUT_NAME, OUTPUT_NAME, type OnnxInput } from '../onnx/toGraph'
import { writeOnnx } from '../onnx/write'

/** In addresses and in the names of folders. */
export const MODEL_NAME = 'strata'
/** The folder that a server is given. */
export const REPOSITORY = 'models'
export const LABELS = `${REPOSITORY}/${MODEL_NAME}/labels.txt`

/** Images that are computed together at most, where several requests come at once. */
const MAX_BATCH = 64

export const textFile = (name: string, text: string): WrittenFile => ({ name, bytes: new TextEncoder().encode(text) })

export function writeRepository(model: TrainedModel, input: OnnxInput): readonly WrittenFile[] {
  const folder = `${REPOSITORY}/${MODEL_NAME}`
  return [
    { name: `${folder}/1/model.onnx`, bytes: writeOnnx(model, input) },
    textFile(`${folder}/config.pbtxt`, config(model, input)),
    textFile(LABELS, writeLabels(model.classes)),
  ]
}

/** Of one image, as it goes in. */
export function imageDims(
  { data: { height, width, channels } }: TrainedModel,
  { layout }: OnnxInput,
): readonly number[] {
  return layout === 'NCHW' ? [channels, height, width] : [height, width, channels]
}

/** A `ModelConfig` of Triton's as protobuf text. Without the batch axis, which `max_batch_size` stands for. */
function config(model: TrainedModel, input: OnnxInput): string {
  return `# Written by Strata. What each entry means: the model configuration in Triton's documentation.
name: "${MODEL_NAME}"
backend: "onnxruntime"
max_batch_size: ${MAX_BATCH}
input [
  {
    name: "${INPUT_NAME}"
    data_type: TYPE_FP32
    format: FORMAT_${input.layout}
    dims: [ ${imageDims(model, input).join(', ')} ]
  }
]
output [
  {
    name: "${OUTPUT_NAME}"
    data_type: TYPE_FP32
    dims: [ ${model.data.classes} ]
    label_filename: "labels.txt"
  }
]
# Requests that come at once are computed together.
dynamic_batching { }
`
}
