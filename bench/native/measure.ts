/**
 * `npm run bench:native`: Strata's trainer on the processor, in Node, beside PyTorch and JAX on the same cores: the same models from the same
 * weights on the same images, in turn, round by round. `-- --only=kerasCnn` takes that row, `--rounds=5` as many rounds, `--threads=1` so many
 * threads of each, `--contestants=Strata,PyTorch` those alone; `--json` prints one JSON object. It needs Python 3.11 or later, and makes a virtual environment of its own in
 * `.venv-native`. `STRATA_PYTHON` names another Python than `python3`.
 */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openNodeProcessor } from '../../scripts/openNodeProcessor'
import { openPython } from '../../scripts/pythonEnvironment'
import { openProcessorContestant } from '../../src/bench/measure/contestants/processor'
import type { Task } from '../../src/bench/measure/contestants/contestant'
import { makeTask } from '../../src/bench/measure/makeTask'
import { median } from '../../src/common/median'
import { print } from './print'
import { checkSameWork } from './checkSameWork'
import { openPeer, type Peer, type Turn } from './openPeer'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    threads: { type: 'string', default: String(availableParallelism()) },
    contestants: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const rounds = countOf('rounds')
const threads = countOf('threads')

/** A contestant's turn takes about so long, or one step. */
const TURN_MILLISECONDS = 1000

const REFERENCE = 'Galaxy CNN tutorial'
const ROWS = {
  reference: [REFERENCE, 64],
  referenceAt500: [REFERENCE, 500],
  leNet5: ['LeNet-5', 64],
  kerasCnn: ['Keras CNN', 64],
  kerasRegularisedCnn: ['Keras CNN, regularised', 64],
  kerasResNet: ['Keras ResNet', 64],
  /** One worker of ours against two. */
  workers: [REFERENCE, 64],
} as const

/** Of each contestant, a step: medians over the rounds. */
type Figures = Readonly<Record<string, { readonly milliseconds: number; readonly processorMs: number }>>

type Opener = (task: Task) => Promise<Peer>

const strata =
  (workers: number): Opener =>
  async (task) => {
    const contestant = await openProcessorContestant(openNodeProcessor({ threads: workers }), task)
    return {
      way: workers === 1 ? 'one worker' : `${workers} workers`,
      async train(steps) {
        const started = performance.now()
        const before = process.cpuUsage()
        const loss = await contestant.train(steps)
        const { user, system } = process.cpuUsage(before)
        return { milliseconds: performance.now() - started, processorMs: (user + system) / 1000, loss }
      },
      close: () => contestant.close(),
    }
  }

const root = join(import.meta.dirname, '../..')
const openers = (row: string): Readonly<Record<string, Opener>> => {
  if (row === 'workers') return { 'Strata, one worker': strata(1), 'Strata, two workers': strata(2) }
  const python = openPython(join(root, '.venv-native'), join(import.meta.dirname, 'requirements.txt'))
  const all: Readonly<Record<string, Opener>> = {
    Strata: strata(threads),
    PyTorch: (task) => openPeer(python, 'torch', threads, task),
    JAX: (task) => openPeer(python, 'jax', threads, task),
  }
  const names = values.contestants?.split(',') ?? Object.keys(all)
  return Object.fromEntries(
    names.map((name) => {
      const open = all[name]
      if (!open) throw new Error(`There is no contestant ${name}: choose from ${Object.keys(all).join(', ')}`)
      return [name, open]
    }),
  )
}

const wanted = values.only?.split(',') ?? Object.keys(ROWS)
const unknown = wanted.filter((row) => !(row in ROWS))
if (unknown.length > 0) {
  throw new Error(`There is no row ${unknown.join(' or ')}: the rows are ${Object.keys(ROWS).join(', ')}`)
}

const report: Record<string, Figures> = {}
for (const [row, [template, batchSize]] of Object.entries(ROWS)) {
  if (!wanted.includes(row)) continue
  const task = makeTask(template, batchSize)
  const contestants = openers(row)
  await checkSameWork(contestants, task)
  report[row] = await measure(`${template}, batch ${batchSize}`, contestants, task)
}
if (values.json) console.log(JSON.stringify(report, null, 2))

/** @throws Error when it is no whole number from 1 on. */
function countOf(option: 'rounds' | 'threads'): number {
  const count = Number(values[option])
  if (!Number.isInteger(count) || count < 1) throw new Error(`--${option} takes a whole number, not ${values[option]}`)
  return count
}

async function measure(title: string, contestants: Readonly<Record<string, Opener>>, task: Task): Promise<Figures> {
  const peers: { name: string; peer: Peer; steps: number; turns: Turn[] }[] = []
  for (const [name, open] of Object.entries(contestants)) {
    const peer = await open(task)
    // The first step warms up, and so does the second.
    await peer.train(1)
    const { milliseconds } = await peer.train(1)
    peers.push({ name, peer, steps: Math.max(1, Math.round(TURN_MILLISECONDS / milliseconds)), turns: [] })
  }
  for (let round = 0; round < rounds; round++) {
    for (const { peer, steps, turns } of peers) turns.push(await peer.train(steps))
  }
  const figures = peers.map(({ name, peer, steps, turns }) => {
    peer.close()
    const times = turns.map(({ milliseconds }) => milliseconds / steps)
    const processorMs = median(turns.map((turn) => turn.processorMs / steps))
    return { name, way: peer.way, times, milliseconds: median(times), processorMs }
  })
  if (!values.json) print(title, figures)
  return Object.fromEntries(figures.map(({ name, milliseconds, processorMs }) => [name, { milliseconds, processorMs }]))
}
