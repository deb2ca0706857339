/**
 * `npm run bench:resume`: what checkpoints cost. The reference model trains on sample digits on the processor, in Node, by the engine's
 * own run: in turn with checkpoints on the disk and without. It prints medians in seconds of the clock and of all processors, which a busy
 * machine disturbs less, and how long one writing takes.
 *
 *   npm run bench:resume -- [--pairs 5] [--images 3000] [--epochs 4] [--threads 2]
 */
import { parseArgs } from 'node:util'
import { openNodeDevice } from '../../scripts/openNodeDevice'
import { median } from '../../src/common/median'
import { digestOf } from '../../src/data/digest'
import { makeSampleDigits } from '../../src/data/sampleDigits/makeSampleDigits'
import { createHeldCheckpoints } from '../../src/engine/history/heldCheckpoints'
import { createHeldHistory } from '../../src/engine/history/heldHistory'
import { createCheckpointKeeper } from '../../src/engine/run/checkpointKeeper'
import { createGate } from '../../src/engine/run/loop/gate'
import { createRunRecorder } from '../../src/engine/run/recordRun'
import { trainModel } from '../../src/engine/run/trainModel'
import { choicesFor } from '../../src/model/dataChoices'
import { DEFAULT_DATA_SHAPE } from '../../src/model/graph/shapes'
import { galaxyTutorial } from '../../src/model/graph/templates/galaxy'
import { DEFAULT_RECIPE } from '../../src/model/training/recipe'
import { createCheckpointStore } from '../../src/storage/checkpoints/checkpointStore'
import { createNodeFolder } from '../../src/storage/nodeFolder.fixture'
import { emptyDatabase } from '../../src/storage/emptyDatabase.fixture'

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '5' },
    images: { type: 'string', default: '3000' },
    epochs: { type: 'string', default: '4' },
    threads: { type: 'string', default: '2' },
  },
})

emptyDatabase()

const dataset = await makeSampleDigits({ train: Number(values.images), test: 500, seed: 1 })

/** Milliseconds of each writing, and bytes of the last. */
const writings: number[] = []
let bytes = 0

interface Cost {
  readonly seconds: number
  /** Of all processors. */
  readonly work: number
}

async function train(withCheckpoints: boolean): Promise<Cost> {
  const before = process.cpuUsage()
  const { stack, recipe } = galaxyTutorial.build(DEFAULT_DATA_SHAPE)
  const request = {
    runId: 1,
    stack,
    recipe: { ...DEFAULT_RECIPE, ...recipe, epochs: Number(values.epochs) },
    data: choicesFor(1),
    from: 'start',
  } as const
  const folder = createNodeFolder()
  const store = createCheckpointStore(folder.open().handle, () => Promise.resolve({}))
  const checkpoints = createHeldCheckpoints(() =>
    Promise.resolve({
      ...store,
      async write(run, brief, parts) {
        const began = performance.now()
        await store.write(run, brief, parts)
        writings.push(performance.now() - began)
        bytes = parts.reduce((sum, { length }) => sum + length, 0)
      },
    }),
  )
  const history = createHeldHistory(() => undefined)
  const recorder = createRunRecorder(history)
  const keeper = createCheckpointKeeper({ checkpoints, history, recorder, source: digestOf(dataset) })
  const device = openNodeDevice({ threads: Number(values.threads) })
  const { outcome, ended, model } = await trainModel({
    request,
    dataset,
    modelId: 1,
    openDevice() {
      recorder.begin(request, dataset, device.report)
      return Promise.resolve(device)
    },
    gate: createGate(),
    stop: new AbortController().signal,
    ...(withCheckpoints && { onSaved: keeper.save }),
    emit: recorder.hear,
    emitDevice: () => undefined,
  })
  if (outcome.kind !== 'finished') throw new Error(`The run did not finish: ${JSON.stringify(outcome)}`)
  recorder.end(outcome, model, () => keeper.end(withCheckpoints ? ended : undefined, outcome.place))
  await recorder.settled()
  const { user, system } = process.cpuUsage(before)
  folder.remove()
  return { seconds: outcome.seconds, work: (user + system) / 1e6 }
}

const without: Cost[] = []
const beside: Cost[] = []
// What a first run compiles and warms up counts for neither.
await train(true)
writings.length = 0
for (let pair = 0; pair < Number(values.pairs); pair++) {
  // Each is first as often as the other.
  const order = pair % 2 === 0 ? [false, true] : [true, false]
  for (const withCheckpoints of order) (withCheckpoints ? beside : without).push(await train(withCheckpoints))
}
const say = (name: string, costs: readonly Cost[]): void => {
  const [seconds, work] = [costs.map((cost) => cost.seconds), costs.map((cost) => cost.work)]
  const all = (numbers: readonly number[]): string => numbers.map((each) => each.toFixed(2)).join(', ')
  console.log(
    `${name}: ${median(seconds).toFixed(2)} s (${all(seconds)}), work ${median(work).toFixed(2)} s (${all(work)})`,
  )
}
say('without', without)
say('with', beside)
console.log(
  `${writings.length} writings, median ${median(writings).toFixed(1)} ms; the last of ${(bytes / 1000).toFixed(0)} kB`,
)
process.exit(0)
