/** The template Quick 99 % by the engine's own run in Node, on the processor: as in the page, without the page. */
import { openNodeDevice } from '../../scripts/openNodeDevice'
import { SPLITS } from '../../src/model/split'
import { createGate } from '../../src/engine/run/loop/gate'
import { trainModel } from '../../src/engine/run/trainModel'
import { choicesFor } from '../../src/model/dataChoices'
import { DEFAULT_DATA_SHAPE } from '../../src/model/graph/shapes'
import { quick99 } from '../../src/model/graph/templates/quick99'
import { DEFAULT_RECIPE } from '../../src/model/training/recipe'
import { readMnistTest, readMnistTrain } from '../sampleDigits/readMnist'
import type { BackendFigures, SeedFigures } from './figures'

/** @param folder of MNIST's four IDX files. */
export async function trainInNode(folder: string, seeds: readonly number[]): Promise<BackendFigures> {
  const dataset = readDataset(folder)
  const figures: SeedFigures[] = []
  for (const seed of seeds) figures.push(await trainSeed(dataset, seed))
  return { backend: `Processor, in Node ${process.version}`, seeds: figures }
}

type MnistDataset = ReturnType<typeof readDataset>

function readDataset(folder: string) {
  const [train, test] = [readMnistTrain(folder), readMnistTest(folder)]
  const count = train.count + test.count
  const pixels = new Uint8Array(train.pixels.length + test.pixels.length)
  pixels.set(train.pixels)
  pixels.set(test.pixels, train.pixels.length)
  const splits = new Uint8Array(count).fill(SPLITS.indexOf('train'))
  splits.fill(SPLITS.indexOf('test'), train.count)
  const { height, width, channels } = DEFAULT_DATA_SHAPE
  return {
    name: 'MNIST',
    height,
    width,
    channels,
    count,
    pixels,
    classes: Array.from({ length: DEFAULT_DATA_SHAPE.classes }, (_, digit) => String(digit)),
    labels: Uint16Array.from([...train.labels, ...test.labels]),
    splits,
    paths: Array.from({ length: count }, (_, row) => String(row)),
  }
}

async function trainSeed(dataset: MnistDataset, seed: number): Promise<SeedFigures> {
  const { stack, recipe } = quick99.build(DEFAULT_DATA_SHAPE)
  const began = performance.now()
  const heard = { prepared: NaN, epochEnd: NaN }
  const { outcome } = await trainModel({
    request: { runId: 1, stack, recipe: { ...DEFAULT_RECIPE, ...recipe, seed }, data: choicesFor(1), from: 'start' },
    dataset,
    modelId: 1,
    openDevice: () => Promise.resolve(openNodeDevice()),
    gate: createGate(),
    stop: new AbortController().signal,
    emit({ type }) {
      if (type === 'prepared' || type === 'epochEnd') heard[type] = (performance.now() - began) / 1000
    },
    emitDevice: () => undefined,
  })
  if (outcome.kind !== 'finished' || !outcome.test)
    throw new Error(`The run did not finish: ${JSON.stringify(outcome)}`)
  return { seed, ready: heard.prepared, seconds: heard.epochEnd, accuracy: outcome.test.accuracy }
}
