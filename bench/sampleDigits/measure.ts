/**
 * How well the sample digits stand for real handwriting: trains the Galaxy CNN on them alone (Adam 0.001, batch 64) and tests it on
 * the 10,000 real images of MNIST's test set.
 *
 *   npm run bench:digits -- [--mnist ../shared/mnist] [--seed 1] [--epochs 5]
 */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { makeSampleDigits } from '../../src/data/sampleDigits/makeSampleDigits'
import { createRandom } from '../../src/model/random'
import { createGalaxyCnn } from './galaxyCnn'
import { readMnistTest } from './readMnist'

const BATCH = 64
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
const digits = await makeSampleDigits({ train: 12_000, test: 2_000, seed })
console.log(`Sample digits, seed ${seed}: 14,000 images in ${seconds(started)}`)

if (!existsSync(values.mnist)) {
  console.error(
    `MNIST is not at ${values.mnist}, so nothing was measured. Name its folder: --mnist <folder>, or STRATA_MNIST=<folder>.`,
  )
  process.exit(1)
}
const mnist = readMnistTest(values.mnist)

const random = createRandom(seed)
const model = createGalaxyCnn(random)
const order = random.shuffle(Uint32Array.from({ length: 12_000 }, (_, i) => i))
const steps = Math.ceil(order.length / BATCH)

for (let epoch = 1; epoch <= epochs; epoch++) {
  const epochStarted = performance.now()
  let loss = 0
  random.shuffle(order)
  for (let step = 0; step < steps; step++) {
    loss += model.trainStep(digits.pixels, digits.labels, order.subarray(step * BATCH, (step + 1) * BATCH))
  }
  const perStep = ((performance.now() - epochStarted) / steps).toFixed(0)
  console.log(
    `Epoch ${epoch} of ${epochs}: loss ${(loss / steps).toFixed(4)}, ${seconds(epochStarted)}, ${perStep} ms a step`,
  )
}

const confusion = Array.from({ length: 10 }, () => new Array<number>(10).fill(0))
for (let i = 0; i < mnist.count; i++) confusion[mnist.labels[i]!]![model.classify(mnist.pixels, i)]! += 1

const correct = confusion.reduce((sum, row, digit) => sum + row[digit]!, 0)
console.log(
  `\nReal MNIST test images classified correctly: ${percent(correct / mnist.count)}  (${seconds(started)} in all)\n`,
)
console.log('Digit   recall   read as 0    1    2    3    4    5    6    7    8    9')
confusion.forEach((row, digit) => {
  const recall = percent(row[digit]! / row.reduce((sum, count) => sum + count))
  console.log(`${digit}     ${recall.padStart(8)}       ${row.map((count) => String(count).padStart(4)).join(' ')}`)
})
