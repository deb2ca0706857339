import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openNodeGpu } from '../../../../../scripts/openNodeGpu'
import { breathe } from '../../../../common/breathe'
import { createLayer, createStack } from '../../../../model/graph/stack'
import { keepPipelines } from '../keepPipelines.fixture'
import { failOnDeviceErrors } from '../watchDevice.fixture'
import { TUNINGS } from '../tuning'
import { createChoiceStore, type ChoiceStore } from './choiceStore'
import type { KeptChoice } from './keptChoice'
import { clockThat, clockThatFavours, trainWithTrials, type TrialRunEnd } from './tuner.fixture'
import type { TrialOptions } from './tuner'
import { intervals } from './trialClock'
import { triedPlaces } from './variants'

let device: GPUDevice
const watch = failOnDeviceErrors()
beforeAll(async () => {
  device = keepPipelines(watch((await openNodeGpu()).device))
})
afterEach(() => void vi.restoreAllMocks())

const data = { height: 8, width: 8, channels: 4, classes: 3 }
const stack = createStack('image', [
  createLayer('Conv2D', { filters: 8, padding: 'same', activation: 'relu' }),
  createLayer('Conv2D', { filters: 8, padding: 'same', activation: 'relu' }),
  createLayer('MaxPooling2D'),
  createLayer('Dropout', { rate: 0.25 }),
  createLayer('Flatten'),
  createLayer('Dense', { units: 3, activation: 'softmax' }),
])
const run = { stack, data, batchSize: 4, tuning: TUNINGS.few }

/** Only one operation is tried: the second convolution's forward pass. */
const onlyOne: TrialOptions['placesOf'] = (...plan) =>
  triedPlaces(...plan).filter(({ operation }) => operation.kind === 'conv2dForward' && operation.pool)

const trialsWith = (changes: Partial<TrialOptions> = {}): TrialOptions => ({
  choices: createChoiceStore({ isKept: false }),
  after: 0,
  placesOf: onlyOne,
  openClock: clockThatFavours('groups of 128'),
  ...changes,
})

const NAMES = ['default', 'tile 2 x 4', 'tile 4 x 4', 'tile 2 x 8', 'groups of 128']

/** A store that holds the same for every operation. */
function storeOf(first?: KeptChoice): ChoiceStore & { readonly written: KeptChoice[] } {
  const written: KeptChoice[] = []
  return {
    written,
    read: () => Promise.resolve(written.at(-1) ?? first),
    write: (_, choice) => Promise.resolve(void written.push(choice)),
    count: () => Promise.resolve(written.length),
    clear: () => Promise.resolve(),
  }
}

const plain = new Map<number, Promise<TrialRunEnd>>()
/** What so many epochs give without trials. */
async function plainWeights(epochs: number): Promise<Uint32Array> {
  const known = plain.get(epochs) ?? trainWithTrials({ device, ...run, epochs })
  plain.set(epochs, known)
  return (await known).weights
}

const LARGE = /@workgroup_size\((\d+), (\d+)\)/
/** Changes the text of the variant with large groups. @returns the texts of that variant that were compiled. */
function changeLargeGroups(change: (code: string) => string): string[] {
  const compiled: string[] = []
  const compile = device.createShaderModule.bind(device)
  vi.spyOn(device, 'createShaderModule').mockImplementation((descriptor) => {
    const [, x, y] = LARGE.exec(descriptor.code) ?? []
    if (Number(x) * Number(y) !== 128) return compile(descriptor)
    compiled.push(descriptor.code)
    return compile({ ...descriptor, code: change(descriptor.code) })
  })
  return compiled
}

describe('trials beside a rate of its own for each step', () => {
  const cycled = { ...run, schedule: { kind: 'oneCycle' } } as const

  it('choose what the clock favours, and change no bit of the weights', async () => {
    const { weights, epochs, report } = await trainWithTrials({ device, ...cycled, trials: trialsWith() })
    expect(report!.state).toBe('done')
    expect(report!.operations[0]).toMatchObject({ chosen: 'groups of 128', by: 'trial' })
    const { weights: expected } = await trainWithTrials({ device, ...cycled, epochs })
    expect(weights).toEqual(expected)
    expect(weights).not.toEqual(await plainWeights(epochs))
  })

  it.each([
    ['a constant one', run],
    ['a cycle', cycled],
  ])('come to an end on a device that tells no times: %s', async (_, each) => {
    const trials = trialsWith({ openClock: (parts) => intervals(parts) })
    const { weights, epochs, report } = await trainWithTrials({ device, ...each, trials })
    expect(report).toMatchObject({ clock: 'queue', state: expect.stringMatching(/^(done|too coarse)$/) as string })
    const { weights: expected } = await trainWithTrials({ device, ...each, epochs })
    expect(weights).toEqual(expected)
  })
})

describe('trials', () => {
  it.each(NAMES)('choose what the clock favours, and change no bit of the weights: %s', async (name) => {
    const { weights, epochs, report } = await trainWithTrials({
      device,
      ...run,
      trials: trialsWith({ openClock: clockThatFavours(name) }),
    })
    const [operation] = report!.operations
    expect(report!.operations).toHaveLength(1)
    expect(operation!.variants.map((variant) => variant.name)).toEqual(NAMES)
    expect([operation!.chosen, operation!.by, report!.state]).toEqual([name, 'trial', 'done'])
    expect(weights).toEqual(await plainWeights(epochs))
  })

  it('leave the default where another is faster by next to nothing', async () => {
    const openClock = clockThat(({ variant }) => (variant === 'tile 2 x 4' ? 0.96 : 1))
    const { report } = await trainWithTrials({ device, ...run, trials: trialsWith({ openClock }) })
    expect(report!.operations[0]).toMatchObject({ chosen: 'default', by: 'trial' })
  })

  it.each([0, -1])('leave the default where the clock tells %d ms of another', async (time) => {
    const openClock = clockThat(({ variant }) => (variant === 'tile 2 x 4' ? time : 1))
    const { report } = await trainWithTrials({ device, ...run, trials: trialsWith({ openClock }) })
    expect(report!.operations[0]).toMatchObject({ chosen: 'default', by: 'trial' })
  })

  it('judge by the median, so that one slow portion decides nothing', async () => {
    let asked = 0
    const openClock = clockThat(({ variant }) => (variant === 'tile 2 x 4' ? (asked++ === 1 ? 50 : 0.5) : 1))
    const { report } = await trainWithTrials({ device, ...run, trials: trialsWith({ openClock }) })
    expect(report!.operations[0]!.chosen).toBe('tile 2 x 4')
    expect(asked).toBe(3)
  })

  it('keep what they chose, which the next run takes without another trial', async () => {
    const choices = createChoiceStore({ isKept: false })
    await trainWithTrials({ device, ...run, trials: trialsWith({ choices }) })
    expect(await choices.count()).toBe(1)
    const asked = vi.fn<() => number>(() => 1)
    const next = await trainWithTrials({ device, ...run, trials: trialsWith({ choices, openClock: clockThat(asked) }) })
    const [operation] = next.report!.operations
    expect([operation!.chosen, operation!.by]).toEqual(['groups of 128', 'earlier trial'])
    expect(asked).not.toHaveBeenCalled()
    expect(next.weights).toEqual(await plainWeights(next.epochs))
  })

  it('try all again where what was kept is no variant here', async () => {
    const choices = storeOf({ variant: 'tile 9 x 9', milliseconds: {}, dropped: {}, date: 1 })
    const { report } = await trainWithTrials({ device, ...run, trials: trialsWith({ choices }) })
    expect(report!.operations[0]).toMatchObject({ chosen: 'groups of 128', by: 'trial' })
  })

  it('drop a variant that gives other bits, and remember it', async () => {
    const compiled = changeLargeGroups((code) => code.replace('sum0_0_0 = sum0_0_0', 'sum0_0_0 = 0.999 * sum0_0_0'))
    const choices = storeOf()
    const { report, weights, epochs } = await trainWithTrials({ device, ...run, trials: trialsWith({ choices }) })
    const [operation] = report!.operations
    expect(compiled).toHaveLength(1)
    expect(operation).toMatchObject({ chosen: 'default', by: 'trial' })
    expect(operation!.variants.at(-1)).toEqual({ name: 'groups of 128', dropped: 'other bits' })
    expect(weights).toEqual(await plainWeights(epochs))
    expect(choices.written.at(-1)).toMatchObject({ variant: 'default', dropped: { 'groups of 128': 'other bits' } })

    // Of a trial that was cut off behind it, the next one knows.
    const cut = storeOf({ milliseconds: {}, dropped: { 'groups of 128': 'other bits' }, date: 1 })
    const next = await trainWithTrials({ device, ...run, trials: trialsWith({ choices: cut }) })
    expect(next.report!.operations[0]!.variants.at(-1)).toEqual({ name: 'groups of 128', dropped: 'other bits' })
    expect(compiled).toHaveLength(1)
  })

  it('drop what was kept when it gives other bits now, and try again in the next run', async () => {
    changeLargeGroups((code) => code.replace('sum0_0_0 = sum0_0_0', 'sum0_0_0 = 0.999 * sum0_0_0'))
    const choices = storeOf({ variant: 'groups of 128', milliseconds: {}, dropped: {}, date: 1 })
    const { report, weights, epochs } = await trainWithTrials({ device, ...run, trials: trialsWith({ choices }) })
    expect(report!.operations[0]!.chosen).toBe('default')
    expect(weights).toEqual(await plainWeights(epochs))
    expect(choices.written.at(-1)?.variant).toBeUndefined()
    const openClock = clockThatFavours('tile 4 x 4')
    const next = await trainWithTrials({ device, ...run, trials: trialsWith({ choices, openClock }) })
    expect(next.report!.operations[0]).toMatchObject({ chosen: 'tile 4 x 4', by: 'trial' })
  })

  it('go on behind a variant that does not compile, and so does training', async () => {
    const compiled = changeLargeGroups((code) => `${code}fn`)
    const openClock = clockThatFavours('tile 2 x 8')
    const { report, weights, epochs } = await trainWithTrials({ device, ...run, trials: trialsWith({ openClock }) })
    const [operation] = report!.operations
    expect(compiled).toHaveLength(1)
    expect(operation!.chosen).toBe('tile 2 x 8')
    expect(operation!.variants.at(-1)).toEqual({ name: 'groups of 128', dropped: 'does not compile' })
    expect(weights).toEqual(await plainWeights(epochs))
  })

  it('do not begin before the run has gone on for a while', async () => {
    const compiled = changeLargeGroups((code) => code)
    const trials = trialsWith({ after: 3_600_000 })
    const { report, weights } = await trainWithTrials({ device, ...run, epochs: 3, trials })
    expect(report).toEqual({ operations: [], state: 'trying' })
    expect(compiled).toEqual([])
    expect(weights).toEqual(await plainWeights(3))
  })

  it.each([1, 2, 5])('end with the trainer, wherever they are: after %d epochs', async (epochs) => {
    const choices = storeOf()
    // Its variants are not compiled yet.
    const fresh = watch((await openNodeGpu()).device)
    await trainWithTrials({ device: fresh, ...run, epochs, trials: trialsWith({ choices }) })
    const kept = choices.written.length
    await breathe()
    expect(choices.written).toHaveLength(kept)
  })

  it('end when the device is lost, and keep nothing that they saw on it', async () => {
    const { device: mortal } = await openNodeGpu()
    const choices = storeOf()
    let portions = 0
    const openClock = clockThat(() => {
      if (portions++ === 4) mortal.destroy()
      return 1
    })
    await expect(
      trainWithTrials({ device: mortal, ...run, trials: trialsWith({ choices, openClock }) }),
    ).rejects.toBeInstanceOf(Error)
    expect(portions).toBeGreaterThan(4)
    expect(choices.written).toEqual([])
  })
})
