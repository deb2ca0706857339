/** How an epoch's time grows with its images, from a thousand to a million: a tiny model, so that what each image costs besides shows. */
import { initialWeights } from '../../src/model/graph/initialise'
import { createRandom } from '../../src/model/random'
import { rescaling } from '../../src/model/training/normalisation'
import { DEFAULT_RECIPE } from '../../src/model/training/recipe'
import { createLayer, createStack } from '../../src/model/graph/stack'
import { createCompiledTrainer } from '../../src/engine/trainers/webgpu/compiledTrainer'
import { NO_ROOM, openImages, roomOf } from '../../src/engine/trainers/webgpu/deviceImages'
import { createGate } from '../../src/engine/run/loop/gate'
import { runTraining } from '../../src/engine/run/loop/runLoop'

const DATA = { height: 8, width: 8, channels: 1, classes: 4 }
const STACK = createStack('image', [
  createLayer('Conv2D', { filters: 4 }),
  createLayer('MaxPooling2D'),
  createLayer('Flatten'),
  createLayer('Dense', { units: DATA.classes, activation: 'softmax' }),
])
/** The first epoch warms up. */
const RECIPE = { ...DEFAULT_RECIPE, epochs: 2 }

/** Prints a row for each number of images, and for those that are streamed. Processor time is all threads', the software adapter's too. */
export async function measureImages(device: GPUDevice): Promise<void> {
  console.log('   images  ready in ms  epoch s  processor ms / 1,000 images  MB on the device')
  for (const [count, streamed] of [
    [1_000, false],
    [10_000, false],
    [100_000, false],
    [100_000, true],
    [1_000_000, false],
    [1_000_000, true],
  ] as const) {
    const random = createRandom(1)
    const pixels = new Uint8Array(count * DATA.height * DATA.width).map(() => random.integer(256))
    const labels = new Uint16Array(count).map(() => random.integer(DATA.classes))
    const began = performance.now()
    const room = streamed ? NO_ROOM : roomOf(device)
    const images = await openImages(device, { pixels, labels, count }, RECIPE.batchSize, room)
    const normalisation = rescaling(DATA.channels)
    const trainer = await createCompiledTrainer({
      device,
      stack: STACK,
      data: DATA,
      recipe: RECIPE,
      normalisation,
      images,
    })
    trainer.loadWeights(initialWeights(STACK, DATA, 1))
    await device.queue.onSubmittedWorkDone()
    const ready = performance.now() - began

    const none = new Uint32Array()
    const train = Uint32Array.from({ length: count }, (_, i) => i)
    const examples = { labels, classes: ['a', 'b', 'c', 'd'], train, validation: none, test: none }
    const { signal } = new AbortController()
    let ended = performance.now()
    let usage = process.cpuUsage()
    let seconds = 0
    let processor = 0
    for await (const event of runTraining({ trainer, examples, recipe: RECIPE, gate: createGate(), signal })) {
      if (event.type !== 'epochEnd') continue
      seconds = (performance.now() - ended) / 1000
      ended = performance.now()
      const { user, system } = process.cpuUsage(usage)
      usage = process.cpuUsage()
      processor = (user + system) / 1000
    }
    const cells = [
      count.toLocaleString('en-US').padStart(9),
      ready.toFixed(0).padStart(12),
      seconds.toFixed(3).padStart(8),
      ((1000 * processor) / count).toFixed(2).padStart(28),
      ((trainer.bytes + images.bytes) / 1e6).toFixed(1).padStart(17),
      streamed ? ' streamed' : '',
    ]
    console.log(cells.join(' ').trimEnd())
    trainer.dispose()
    images.dispose()
  }
}
