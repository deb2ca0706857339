/**
 * A program for Node that comes with the files: it reads one image file and prints its class. All that it needs to know of the model stands in
 * model.json, so no name goes into its text.
 */
import { endsInScores } from '../../model/graph/output'
import type { Stack } from '../../model/graph/stack'
import type { Snippet } from '../target'

const INSTALL = 'npm install @tensorflow/tfjs@4.22.0 sharp@0.35.5'
const RUN = 'node classify.mjs image.png'

export const CLASSIFY: Snippet = { language: 'JavaScript', file: 'classify.mjs', install: INSTALL, run: RUN }

/** Greys are made of colours as Strata makes them. Images of another size are brought to the model's whole by sharp, which rounds in its own way. */
export function classifyMjs(stack: Stack): string {
  const outputs = 'model.predict(tf.tensor(numbers, [1, ...shape]))'
  return `// Prints the class of an image file, and the probability of each class.
//
//   ${INSTALL}
//   ${RUN}
import { readFile } from 'node:fs/promises'
import process from 'node:process'
import * as tf from '@tensorflow/tfjs'
import sharp from 'sharp'

const path = process.argv[2]
if (path === undefined) {
  console.error('Name an image file: ${RUN}')
  process.exit(1)
}

const readBeside = (name) => readFile(new URL(name, import.meta.url))

const { modelTopology, weightsManifest, userDefinedMetadata } = JSON.parse(await readBeside('model.json'))
const { labels, normalisation, inputShape } = userDefinedMetadata
const [height, width, channels] = inputShape

/** The image's pixels, as many and as large as the model takes them, channel last. */
async function readPixels() {
  const image = sharp(path).autoOrient().toColourspace('srgb').removeAlpha()
  const rgb = await image.resize(width, height, { fit: 'contain', background: 'black' }).raw().toBuffer()
  if (channels === 3) return rgb
  const grey = (at) => (rgb[at] * 19595 + rgb[at + 1] * 38470 + rgb[at + 2] * 7471 + 0x8000) >> 16
  return Uint8Array.from({ length: height * width }, (_, pixel) => grey(3 * pixel))
}

await tf.setBackend('cpu')
const model = await tf.loadLayersModel(
  tf.io.fromMemory({
    modelTopology,
    weightSpecs: weightsManifest[0].weights,
    weightData: Uint8Array.from(await readBeside('weights.bin')).buffer,
  }),
)

const { mean, deviation } = normalisation
const numbers = Float32Array.from(await readPixels(), (byte, at) => (byte - mean[at % channels]) / deviation[at % channels])
const [, ...shape] = model.inputs[0].shape
const probabilities = ${endsInScores(stack) ? `tf.softmax(${outputs})` : outputs}.dataSync()

console.log(labels[probabilities.indexOf(Math.max(...probabilities))])
for (const [at, label] of labels.entries()) console.log(\`  \${probabilities[at].toFixed(4)}  \${label}\`)
`
}
