/**
 * How well the sample digits stand for real handwriting: trains the Galaxy CNN on them alone (Adam 0.001, batch 64) with the product's
 * compiled trainer, and tests it on the 10,000 real images of MNIST's test set. Fails where making the digits takes too long.
 * `STRATA_GPU=1` trains on the machine's GPU instead of the browser's software adapter.
 *
 *   npm run bench:digits -- [--mnist ../shared/mnist] [--seed 1] [--epochs 5]
 */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openNodeGpu } from '../../scripts/openNodeGpu'
import { makeSampleDigits } from '../../src/data/sampleDigits/makeSampleDigits'
import { createGate } from '../../src/engine/run/loop/gate'
import { runTraining } from '../../src/engine/run/loop/runLoop'
import { createCompiledTrainer } from '../../src/engine/trainers/webgpu/compiledTrainer'
import { openImages } from '../../src/engine/trainers/webgpu/deviceImages'
import { initialWeights } from '../../src/model/graph/initialise'
import { DEFAULT_DATA_SHAPE } from '../../src/model/graph/shapes'
import { TEMPLATES } from '../../src/model/graph/templates/templates'
import { rowShares } from '../../src/model/metrics/confusion'
import { rescaling } from '../../src/model/training/normalisation'
import { DEFAULT_RECIPE } from '../../src/model/training/recipe'
import { checkLimits } from '../limits'
import { readMnistTest } from './readMnist'

const TRAIN = 12_000
const { values } = parseArgs({
  options: {
    mnist: { type: 'string', default: process.env['STRATA_MNIST'] ?? '../shared/mnist' },
    seed: { type: 'string', default: '1' },
    epochs: { type: 'string', default: '5' },
  },
})
const seed = Number(values.seed)
const epochs = Number(values.epochs)

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`

const started = performance.now()
const before = process.cpuUsage()
const digits = await makeSampleDigits({ train: TRAIN, test: 2_000, seed })
const { user, system } = process.cpuUsage(before)
console.log(`Sample digits, seed ${seed}: 14,000 images in ${seconds(started)}`)
checkLimits([{ what: '14,000 sample digits, by the processor', value: (user + system) / 1e6, most: 2, unit: 's' }])

if (!existsSync(values.mnist)) {
  console.error(
    `MNIST is not at ${values.mnist}, so nothing was measured. Name its folder: --mnist <folder>, or STRATA_MNIST=<folder>.`,
  )
  process.exit(1)
}
const mnist = readMnistTest(values.mnist)

// The digits that train, and behind them the images of MNIST as the test split.
const data = DEFAULT_DATA_SHAPE
const size = data.height * data.width
const pixels = new Uint8Array((TRAIN + mnist.count) * size)
pixels.set(digits.pixels.subarray(0, TRAIN * size))
pixels.set(mnist.pixels, TRAIN * size)
const labels = Uint16Array.from([...digits.labels.subarray(0, TRAIN), ...mnist.labels])
const train = Uint32Array.from({ length: TRAIN }, (_, row) => row)
const test = Uint32Array.from({ length: mnist.count }, (_, i) => TRAIN + i)
const classes = Array.from({ length: data.classes }, (_, digit) => String(digit))
const examples = { labels, classes, train, validation: new Uint32Array(), test }

const { device } = await openNodeGpu()
const recipe = { ...DEFAULT_RECIPE, epochs, batchSize: 64, seed }
const { stack } = TEMPLATES[0].build(data)
const normalisation = rescaling(data.channels)
const images = await openImages(device, { pixels, labels, count: labels.length }, recipe.batchSize)
const trainer = await createCompiledTrainer({ device, stack, data, recipe, normalisation, images })
trainer.loadWeights(initialWeights(stack, data, seed))

const { signal } = new AbortController()
const run = runTraining({ trainer, examples, recipe, gate: createGate(), signal })
let epochStarted = performance.now()
for (;;) {
  const { done, value } = await run.next()
  if (!done) {
    if (value.type !== 'epochEnd') continue
    const perStep = ((performance.now() - epochStarted) / Math.ceil(TRAIN / recipe.batchSize)).toFixed(0)
    const loss = value.train.loss.toFixed(4)
    console.log(`Epoch ${value.epoch} of ${epochs}: loss ${loss}, ${seconds(epochStarted)}, ${perStep} ms a step`)
    epochStarted = performance.now()
    continue
  }
  if (value.kind !== 'finished' || !value.test) throw new Error(`The run ended as ${value.kind}.`)
  const { accuracy, confusion } = value.test
  console.log(`\nReal MNIST test images classified correctly: ${percent(accuracy)}  (${seconds(started)} in all)\n`)
  console.log('Digit   recall   read as 0    1    2    3    4    5    6    7    8    9')
  const shares = rowShares(confusion, data.classes)
  for (let digit = 0; digit < data.classes; digit++) {
    const row = confusion.slice(digit * data.classes, (digit + 1) * data.classes)
    const recall = percent(shares[digit * data.classes + digit]!)
    console.log(`${digit}     ${recall.padStart(8)}       ${row.map((count) => String(count).padStart(4)).join(' ')}`)
  }
  break
}
// The device would keep the process alive.
process.exit()
