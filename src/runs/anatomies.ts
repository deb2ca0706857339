/**
 * The anatomies of a run's epochs, thinned as they come in, so that they keep to a budget however many epochs and weights there are: every
 * epoch as long as there is room, and then every second, every fourth and so on. The first one and the newest are kept in any case.
 */
import type { Anatomy, EpochAnatomy } from '../model/anatomy/anatomy'

export interface EpochAnatomies {
  /** Every how many epochs one is kept. */
  readonly stride: number
  /** By epoch, rising. */
  readonly all: readonly EpochAnatomy[]
}

const MOST_EPOCHS = 100
/** Of the histograms: a model of ten weights and five activations takes 7 kB an epoch. */
const ANATOMY_BYTES = 2 * 2 ** 20

export interface AnatomyKeeper {
  /** Epochs come in their order. One that comes again takes the place of the one before, but for ratios that it lacks. */
  add(anatomy: EpochAnatomy): void
  /** Takes those of a run that goes on, in place of all others. */
  restore(anatomies: EpochAnatomies | undefined): void
  /** Drops the epochs behind a position in epochs, from which the run goes on. */
  truncate(position: number): void
  /** The same object until something has changed; nothing before the first one. */
  read(): EpochAnatomies | undefined
}

export function createAnatomyKeeper(budget = ANATOMY_BYTES): AnatomyKeeper {
  let stride = 1
  let all: readonly EpochAnatomy[] = []
  let read: EpochAnatomies | undefined

  const thin = (): void => {
    const [first, newest] = [all[0], all.at(-1)]
    all = all.filter((each) => each.epoch % stride === 0 || each === first || each === newest)
  }

  return {
    add(anatomy) {
      const before = all.find(({ epoch }) => epoch === anatomy.epoch)
      all = [...all.filter(({ epoch }) => epoch < anatomy.epoch), before ? withRatiosOf(before, anatomy) : anatomy]
      thin()
      const most = Math.max(2, Math.min(MOST_EPOCHS, Math.floor(budget / bytesOf(anatomy))))
      while (all.length > most && stride < anatomy.epoch) {
        stride *= 2
        thin()
      }
      read = undefined
    },
    restore(anatomies) {
      stride = anatomies?.stride ?? 1
      all = anatomies?.all ?? []
      read = anatomies
    },
    truncate(position) {
      all = all.filter(({ epoch }) => epoch <= position)
      if (all.length === 0) stride = 1
      read = undefined
    },
    read() {
      read ??= all.length === 0 ? undefined : { stride, all }
      return read
    },
  }
}

function withRatiosOf(before: EpochAnatomy, anatomy: EpochAnatomy): EpochAnatomy {
  if (anatomy.weights.some(({ ratio }) => ratio !== undefined)) return anatomy
  return {
    ...anatomy,
    weights: anatomy.weights.map((weight) => {
      const ratio = before.weights.find(({ key }) => key === weight.key)?.ratio
      return ratio === undefined ? weight : { ...weight, ratio }
    }),
  }
}

/** Of the histograms, and of the silent units' numbers. */
function bytesOf({ weights, layers }: Anatomy): number {
  const ofWeights = weights.reduce(
    (sum, { values, gradients }) => sum + values.bins.byteLength + (gradients?.bins.byteLength ?? 0),
    0,
  )
  return layers.reduce(
    (sum, { outputs, silence }) => sum + outputs.bins.byteLength + 4 * (silence?.silent.length ?? 0),
    ofWeights,
  )
}

/** In words, which epochs there are: nothing where all are kept. */
export function describeKeptAnatomies({ all, stride }: EpochAnatomies): string | undefined {
  if (stride === 1) return undefined
  return `To save room, of ${stride} epochs one is kept, and the first and the newest: ${all.length} in all.`
}
