/** What is looked at in the tab: the model with one image. */
import { createContext, use } from 'react'
import type { ImageInside } from '../../../../engine/protocol/inside'
import type { ValueTerms } from '../../../../model/inside/valueTerms'
import type { LookedAt } from '../../../../store/model/insideActions'

/** An image that was chosen. */
export interface ChosenImage {
  readonly looked: LookedAt
  /** What it is, in a few words: `Test image 17 of 2,000`. */
  readonly words: string
}

export interface InsideLook {
  readonly image: ChosenImage
  readonly found: ImageInside
  readonly size: { readonly width: number; readonly height: number; readonly channels: number }
  /** Names of classes as the page shows them everywhere. */
  readonly classes: readonly string[]
  /** What figures say below their title: image, model, date. */
  readonly lines: readonly string[]
}

export const InsideLookContext = createContext<InsideLook | undefined>(undefined)

export function useInsideLook(): InsideLook {
  const look = use(InsideLookContext)
  if (!look) throw new Error('What shows the inside of a model stands inside an InsideLookContext.')
  return look
}

/** The image itself, as the first of the layers. */
export const IMAGE = -1

export interface ShownLayer {
  readonly layer: number
  readonly name: string
  readonly shape: readonly number[]
}

export function layerShown({ found, size }: InsideLook, layer: number): ShownLayer {
  const known = found.layers.find((each) => each.layer === layer)
  return known ?? { layer: IMAGE, name: 'Image', shape: [size.height, size.width, size.channels] }
}

/** The class that the model takes the image for. */
export function predictedOf({ probabilities }: ImageInside): number {
  return probabilities.reduce((best, value, at) => (value > probabilities[best]! ? at : best), 0)
}

/** A value of a layer's output. */
export interface ValuePlace {
  readonly layer: number
  readonly at: readonly number[]
}

/** What a value is made of, to be shown, and the ways from it. */
export interface TermsProps<Kind extends ValueTerms['kind'] = ValueTerms['kind']> {
  readonly terms: Extract<ValueTerms, { kind: Kind }>
  readonly of: ValuePlace
  onJump(place: ValuePlace): void
}
