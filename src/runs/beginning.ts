/** The model that a run began from, where its first weights were not all drawn: what is kept of that, and how it is told. */
import { amountOf, joinWords, quoted, withoutBidiControls } from '../common/text'
import type { Inheritance, WhyDrawn } from '../model/graph/inherit'

export interface RunBeginning extends Inheritance {
  /** What the model was called: the name of its file, or what it was else known by. */
  readonly name: string
  /** It was opened from a file of that name, and can be opened again. */
  readonly isFile: boolean
  /** The digest of its weights, as `digestOfWeights` makes it. */
  readonly weights: string
  /** The number of the run that it came from, where that is known. */
  readonly run?: number
  /** Images are normalised as the model does it. Otherwise they are as the recipe says: they have another number of channels. */
  readonly keepsNormalisation: boolean
}

const WHY: Readonly<Record<WhyDrawn, (count: number) => string>> = {
  missing: (count) => `as the model has no ${count === 1 ? 'layer' : 'layers'} of that name and type`,
  shape: (count) => `as ${count === 1 ? 'its shape differs' : 'their shapes differ'}`,
  classes: () => 'as the model tells other classes apart',
  order: () => 'as the model has the classes in another order, in which its outputs can’t be put here',
}

/** How many layers are named of those that are drawn anew for one reason. */
const NAMED = 4

/** What the model is called in a sentence. */
export function calledIn({ name, isFile }: Pick<RunBeginning, 'name' | 'isFile'>): string {
  return isFile ? quoted(name) : withoutBidiControls(name)
}

/**
 * `9 of 11 layers begin with the weights of “model.keras”; dense_1 and scores are drawn anew, as their shapes differ.`
 *
 * @param called as `calledIn` says.
 */
export function describeInheritance({ taken, drawn, reordered }: Inheritance, called: string): string {
  const all = taken.length + drawn.length
  const [layers, begin] =
    drawn.length > 0
      ? [`${taken.length} of ${amountOf(all, 'layer')}`, taken.length === 1 ? 'begins' : 'begin']
      : all === 1
        ? ['The one layer with weights', 'begins']
        : [`All ${amountOf(all, 'layer')} with weights`, 'begin']
  const reasons = [...new Set(drawn.map(({ why }) => why))].map((why) => {
    const names = drawn.filter((each) => each.why === why).map(({ layer }) => layer)
    return `${nameSome(names)} ${names.length === 1 ? 'is' : 'are'} drawn anew, ${WHY[why](names.length)}`
  })
  const order =
    reordered.length > 0 ? [`the outputs of ${nameSome(reordered)} are put in the order of the data’s classes`] : []
  return `${[`${layers} ${begin} with ${drawn.length > 0 ? 'the weights' : 'those'} of ${called}`, ...reasons, ...order].join('; ')}.`
}

/** What becomes of the recipe's normalisation. */
export function describeNormalisation(keepsNormalisation: boolean, called: string): string {
  return keepsNormalisation
    ? `Images are normalised as for ${called}, whatever the recipe says.`
    : `Images are normalised as the recipe says: they have other channels than those of ${called}.`
}

/** All that there is to say of how a run began. */
export function describeBeginning(beginning: RunBeginning): readonly string[] {
  const called = calledIn(beginning)
  return [describeInheritance(beginning, called), describeNormalisation(beginning.keepsNormalisation, called)]
}

function nameSome(names: readonly string[]): string {
  const rest = names.length - NAMED
  return rest > 1 ? `${names.slice(0, NAMED).join(', ')} and ${rest} more` : joinWords(names)
}
