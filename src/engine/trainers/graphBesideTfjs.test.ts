/** A graph with normalisations, of every trainer: it learns the same on all, and its moving statistics come back from a checkpoint. */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../scripts/openNodeGpu'
import { analyseStack } from '../../model/graph/shapes'
import { createLayer, createStack, type Stack } from '../../model/graph/stack'
import { ABOVE } from '../../model/layers/define'
import type { DrawnLayer, NewLayer } from '../../model/layers/registry'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import type { Trainer } from '../trainer'
import { errorOf } from './errorOf.fixture'
import {
  concat,
  ORDER,
  trainFive,
  compiledOn,
  processorOf,
  withOracle,
  withTrainer,
  type TrainerRun,
} from './trainers.fixture'
import { keepPipelines } from './webgpu/keepPipelines.fixture'

let device: GPUDevice
beforeAll(async () => {
  device = keepPipelines((await openNodeGpu()).device)
  await tf.setBackend('cpu')
})

describe('a graph of normalised ways with activations behind them', () => {
  const conv = (filters: number): NewLayer =>
    createLayer('Conv2D', { filters, padding: 'same', activation: 'linear', useBias: false })
  const normalise = createLayer('BatchNormalization', { momentum: 0.8 })
  const data = { height: 9, width: 8, channels: 3, classes: 4 }

  /** A residual block, a gate for each channel, a way that is stretched, and two ways side by side. */
  function build(): Stack {
    const start = conv(8)
    const started = createLayer('ReLU')
    const way = { ...createLayer('BatchNormalization', { scale: false }) }
    const sum: DrawnLayer = { ...createLayer('Add'), from: [started, ABOVE] }
    const kept = createLayer('Activation', { activation: 'swish' })
    const squeezed = createLayer('MaxPooling2D', { poolSize: [9, 8] })
    const gate = createLayer('Conv2D', { filters: 8, kernelSize: [1, 1], activation: 'sigmoid' })
    const gated: DrawnLayer = { ...createLayer('Multiply'), from: [kept, gate] }
    const narrow = createLayer('Conv2D', { filters: 1, padding: 'same', activation: 'tanh' })
    const largest: DrawnLayer = { ...createLayer('Maximum'), from: [gated, narrow, kept] }
    const side: DrawnLayer = { ...createLayer('LayerNormalization', { axis: '-2, -1' }), from: [gated] }
    const sideEnd = createLayer('LeakyReLU')
    const both: DrawnLayer = { ...createLayer('Concatenate'), from: [largest, sideEnd] }
    return createStack('image', [
      ...[start, normalise, started, conv(8), way, sum, kept, squeezed, gate, gated, narrow, largest],
      ...[side, sideEnd, both, createLayer('BatchNormalization', { momentum: 0.8 }), createLayer('ELU')],
      ...[createLayer('Flatten'), createLayer('Dense', { units: 4, activation: 'softmax' })],
    ])
  }
  const run: TrainerRun = {
    stack: build(),
    data,
    recipe: { ...DEFAULT_RECIPE, optimizer: 'sgd', learningRate: 0.02, batchSize: 6 },
  }

  it('agrees after 5 steps, with the moving statistics by which it then classifies', async () => {
    expect(analyseStack(run.stack, data).layers.flatMap(({ problems }) => problems)).toEqual([])
    const expected = await withOracle(run, (trainer) => trainFive(trainer, 6))
    for (const open of [compiledOn(device), processorOf(2)]) {
      const actual = await withTrainer(open, run, (trainer) => trainFive(trainer, 6))
      const losses = (steps: typeof actual.steps): number[] => steps.map(({ loss }) => loss)
      expect(errorOf(losses(actual.steps), losses(expected.steps))).toBeLessThan(1e-4)
      expect([...actual.weights.keys()]).toEqual([...expected.weights.keys()])
      for (const [key, values] of expected.weights) {
        expect([key, errorOf(actual.weights.get(key)!, values) < 1e-3]).toEqual([key, true])
      }
      expect(actual.classified.predicted).toEqual(expected.classified.predicted)
      expect(actual.classified.lossSum / expected.classified.lossSum).toBeCloseTo(1, 4)
    }
  })

  it.each([
    ['on WebGPU', (work: typeof goOn) => withTrainer(compiledOn(device), run, work)],
    ['on the processor', (work: typeof goOn) => withTrainer(processorOf(2), run, work)],
    ['on TensorFlow.js', (work: typeof goOn) => withOracle(run, work)],
  ])(
    'goes on from a checkpoint to the same moving statistics, whatever was classified meanwhile: %s',
    async (_, on) => {
      const { straight, again } = await on(goOn)
      expect(concat(again)).toEqual(concat(straight))
    },
  )

  async function goOn(trainer: Trainer) {
    trainer.beginEpoch(ORDER.subarray(0, 18))
    trainer.trainBatches(1)
    const checkpoint = await trainer.saveState()
    trainer.trainBatches(2)
    const straight = await trainer.readWeights()
    await trainer.classify(ORDER)
    trainer.restoreState(checkpoint)
    await trainer.classify(ORDER)
    trainer.trainBatches(2)
    await trainer.readSteps()
    return { straight, again: await trainer.readWeights() }
  }
})
