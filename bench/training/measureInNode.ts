/**
 * `npm run bench:node`: the compiled trainer in Node, on the package `webgpu`, for machines without a browser. `STRATA_GPU=1` uses the
 * machine's GPU, `-- --augment` augments the images, `-- --images` measures how an epoch grows with its images instead, `-- --tune` which
 * variants of its kernels the device chooses. With `--no-timestamps` the device does not tell the time. The built file in
 * `test-results/bench/` needs nothing beside itself but that package.
 */
import { openNodeGpu } from '../../scripts/openNodeGpu'
import { NO_AUGMENTATION } from '../../src/model/training/augmentation'
import { createRandom } from '../../src/model/random'
import { analyseStack, DEFAULT_DATA_SHAPE } from '../../src/model/graph/shapes'
import { TEMPLATES } from '../../src/model/graph/templates/templates'
import { openStrata } from './contestants/strata'
import { measureImages } from './measureImages'
import { measureTuning } from './measureTuning'

const ROUNDS = 5
/** A round takes about so long. */
const ROUND_MILLISECONDS = 1000

const augmentation = process.argv.includes('--augment')
  ? { ...NO_AUGMENTATION, widthShift: 0.1, heightShift: 0.1, rotation: 10, zoom: 0.1, shear: 5, noise: 0.1 }
  : NO_AUGMENTATION

const { adapter, device } = await openNodeGpu({ timestamps: !process.argv.includes('--no-timestamps') })
const { vendor, architecture, description } = adapter.info
console.log([vendor, architecture, description].filter(Boolean).join(' '))
if (process.argv.includes('--tune')) {
  await measureTuning(device)
  process.exit(0)
}
if (process.argv.includes('--images')) {
  await measureImages(device)
  process.exit(0)
}
console.log(
  'model                 batch  step ms  images/s  GFLOP/s  JS ms  MB on the device  ready in ms  first step ms',
)
for (const template of TEMPLATES) {
  for (const batchSize of [64, 500]) {
    const data = DEFAULT_DATA_SHAPE
    const { stack } = template.build(data)
    const random = createRandom(1)
    const pixels = Uint8Array.from({ length: batchSize * data.height * data.width }, () => random.integer(256))
    const labels = Uint16Array.from({ length: batchSize }, () => random.integer(data.classes))
    const began = performance.now()
    const strata = await openStrata(device, { stack, data, batchSize, pixels, labels }, augmentation)
    const ready = performance.now() - began
    const time = async (steps: number): Promise<number> => {
      const started = performance.now()
      await strata.train(steps)
      return (performance.now() - started) / steps
    }
    const firstStep = await time(1)
    const steps = Math.max(1, Math.min(80, Math.round(ROUND_MILLISECONDS / (await time(1)))))
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) times.push(await time(steps))
    const step = times.toSorted((one, other) => one - other)[Math.floor(ROUNDS / 2)]!
    const js = await strata.measureQueueing(Math.min(10, steps))
    // The backward pass makes each product of the forward pass twice more, and that of the first layer once.
    const { layers, flops } = analyseStack(stack, data)
    const first = layers.find((layer) => layer.flops > 0)?.flops ?? 0
    const cells = [
      template.name.padEnd(20),
      String(batchSize).padStart(6),
      step.toFixed(2).padStart(8),
      ((1000 * batchSize) / step).toFixed(0).padStart(9),
      ((batchSize * (3 * flops - first)) / step / 1e6).toFixed(1).padStart(8),
      js.toFixed(2).padStart(6),
      (strata.bytes() / 1e6).toFixed(0).padStart(17),
      ready.toFixed(0).padStart(12),
      firstStep.toFixed(2).padStart(14),
    ]
    console.log(cells.join(' '))
    strata.close()
  }
}
process.exit(0)
