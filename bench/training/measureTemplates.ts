/** A step of each template, with the images augmented or not. */
import { openStrata } from '../../src/bench/measure/contestants/strata'
import { NO_AUGMENTATION } from '../../src/model/training/augmentation'
import { createRandom } from '../../src/model/random'
import { analyseStack, DEFAULT_DATA_SHAPE } from '../../src/model/graph/shapes'
import { TEMPLATES } from '../../src/model/graph/templates/templates'

const ROUNDS = 5
/** A round takes about so long. */
const ROUND_MILLISECONDS = 1000

const AUGMENTED = {
  ...NO_AUGMENTATION,
  widthShift: 0.1,
  heightShift: 0.1,
  rotation: 10,
  zoom: 0.1,
  shear: 5,
  noise: 0.1,
}

/** Prints a row for each template and batch size. */
export async function measureTemplates(device: GPUDevice, augments: boolean): Promise<void> {
  const augmentation = augments ? AUGMENTED : NO_AUGMENTATION
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
      const strata = await openStrata(device, { stack, data, batchSize, pixels, labels }, { augmentation })
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
}
