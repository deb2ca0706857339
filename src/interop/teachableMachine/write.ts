/**
 * A model as Teachable Machine saves one, which its library opens: `tmImage.load(modelURL, metadataURL)`
 * (https://github.com/googlecreativelab/teachablemachine-community/tree/master/libraries/image).
 */
import type { TrainedModel } from '../../model/trainedModel'
import { describeAddedSoftmax } from '../describeScores'
import { InteropError } from '../interopError'
import { toTopology } from '../keras/topology'
import type { WrittenModel } from '../target'
import { differences, replacements } from '../tensorflowjs/differences'
import { toMetadata } from '../metadata'
import { writePair } from '../tensorflowjs/writeModelJson'
import { CLASSIFY, CLASSIFY_TEXT } from './classifyHtml'
import { asOlderTopology, behindTeachable } from './front'
import { TEACHABLE_MACHINE, teachablePixels } from './pixels'
import { findSquareObstacle } from './square'

/** What its page writes into the files today; the library asks for none of it. */
const VERSIONS = { tfjsVersion: '4.22.0', tmVersion: '2.4.10', packageVersion: '0.8.5', packageName: TEACHABLE_MACHINE }

/** @throws InteropError for images that are no square. Other errors are mistakes of the program. */
export async function write(model: TrainedModel): Promise<WrittenModel> {
  const { stack, data, classes, weights, normalisation, recipe } = model
  const obstacle = findSquareObstacle(data)
  if (obstacle !== undefined) throw new InteropError(obstacle)
  const behind = behindTeachable(stack, data, normalisation)
  const { modelJson, weights: bytes } = writePair(
    { stack: behind.stack, data, weights: new Map([...weights, ...behind.weights]) },
    // So that Strata opens the model as it is here.
    {
      ...toMetadata(data, classes, normalisation, recipe, toTopology(stack, data)),
      takes: TEACHABLE_MACHINE,
    },
    asOlderTopology,
  )
  const metadata = {
    ...VERSIONS,
    timeStamp: new Date().toISOString(),
    userMetadata: {},
    modelName: 'strata-model',
    labels: classes,
    grayscale: data.channels === 1,
    imageSize: data.height,
  }
  const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
  return Promise.resolve({
    files: [
      { name: 'model.json', bytes: encode(modelJson) },
      { name: 'weights.bin', bytes: new Uint8Array(bytes) },
      { name: 'metadata.json', bytes: encode(JSON.stringify(metadata, null, 2)) },
      { name: CLASSIFY.file, bytes: encode(CLASSIFY_TEXT) },
    ],
    differences: [
      `Teachable Machine’s library cuts the middle square out of an image and has the browser bring it to ${data.width} × ${data.height}: images of another size become somewhat other pixels there than here.`,
      ...differences(stack),
    ],
    notes: [
      ...(behind.weights.size > 0
        ? [
            'The library gives numbers from -1 to 1, so the file begins with a BatchNormalization that makes of them those that the model was trained with.',
          ]
        : []),
      ...replacements(stack, data),
      ...describeAddedSoftmax(stack),
    ],
    snippet: CLASSIFY,
    input: { layout: 'NHWC', takes: 'numbers', normalisation: teachablePixels(data.channels) },
  })
}
