/** A trained stack as a `.tflite` file without what comes behind its FlatBuffer. */
import { inputIdsAt } from '../../model/graph/inputs'
import { layerNames } from '../../model/graph/names'
import { endsInScores } from '../../model/graph/output'
import { analyseStack } from '../../model/graph/shapes'
import { INPUT } from '../../model/layers/define'
import type { Layer } from '../../model/layers/registry'
import { weightBytes, type TrainedModel } from '../../model/trainedModel'
import type { Normalisation } from '../../model/training/normalisation'
import { writeFlatBuffer } from './flatBuffer'
import { createGraph, type Graph, type Value } from './graph'
import { loweringOf } from './layers/registry'
import { reshapeTo } from './layers/reshaping'
import { METADATA_NAME, writeMetadata } from './metadata'
import { divide, SOFTMAX, subtract } from './operators'
import { IDENTIFIER } from './schema'

/**
 * LiteRT's transposed convolution is told its output's whole shape, and so how many images there are. To work that out from the input would
 * keep a phone's accelerators from the model.
 */
export function batchOf(layers: readonly Layer[]): Graph['batch'] {
  return layers.some(({ className }) => className === 'Conv2DTranspose') ? 1 : 'any'
}

/**
 * Images of height × width × channels go in, whatever the first layer reads: bytes from 0 to 255, as float32. The model itself makes numbers
 * of them, so that nobody who runs it has to know how, and probabilities of scores. Throws when `weights` lack one of the stack's, which is a mistake of the program.
 */
export function writeModel(model: TrainedModel): Uint8Array<ArrayBuffer> {
  const { stack, data, weights } = model
  const { layers } = stack
  const names = layerNames(stack)
  const facts = analyseStack(stack, data)
  const graph = createGraph(batchOf(layers))
  const images = graph.input('images', [data.height, data.width, data.channels])
  const numbers = normalise(graph, images, model.normalisation)
  const read = stack.input === 'image' ? numbers : reshapeTo(graph, 'rows', numbers, facts.input)
  const values = new Map<string, Value>([[INPUT, read]])
  let output = read
  for (const [at, layer] of layers.entries()) {
    const name = names[at]!
    const [first, ...others] = inputIdsAt(layers, at).map((id) => values.get(id)!)
    output = loweringOf(layer.className)({
      args: layer.args,
      name,
      inputs: [first!, ...others],
      shape: facts.layers[at]!.output!,
      graph,
      weight(weightName) {
        const found = weights.get(`${name}/${weightName}`)
        if (!found) throw new Error(`The weights of ${name}/${weightName} are missing`)
        return found
      },
    })
    values.set(layer.id, output)
  }
  if (endsInScores(stack)) output = graph.operate(SOFTMAX, 'probabilities', [output], output.shape)
  const part = graph.finish(images, output, new Map([[METADATA_NAME, writeMetadata(data)]]))
  return writeFlatBuffer(part, IDENTIFIER, weightBytes(weights) + 2 ** 16)
}

function normalise(graph: Graph, images: Value, { mean, deviation }: Normalisation): Value {
  const { shape } = images
  const means = graph.floats('normalisation/mean', [mean.length], mean)
  const centred = graph.operate(subtract(), 'normalisation/centred', [images, means], shape)
  const deviations = graph.floats('normalisation/deviation', [deviation.length], deviation)
  return graph.operate(divide(), 'normalisation', [centred, deviations], shape)
}
