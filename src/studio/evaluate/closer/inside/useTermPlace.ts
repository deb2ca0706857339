import type { Term, ValueTerms } from '../../../../model/inside/valueTerms'
import { placeIn, unflatten } from './channels'
import { IMAGE, layerShown, useInsideLook, type ValuePlace } from './insideLook'
import { describePlace } from './words'

/** Where a term comes from: its place, and that in words. */
export function useTermPlace({ inputs }: Pick<ValueTerms, 'inputs'>): {
  placeOf(term: Term): ValuePlace
  nameOf(term: Term): string
} {
  const look = useInsideLook()
  const { width, height, channels } = look.size
  const placeOf = ({ input, at }: Term): ValuePlace => {
    const layer = inputs[input]!
    // A stack may read the image as one row of values.
    const isFlat = layer === IMAGE && at.length === 1
    return { layer, at: isFlat ? unflatten([height, width, channels], at[0]!) : at }
  }
  return {
    placeOf,
    nameOf(term) {
      const { layer, at } = placeOf(term)
      const { name, shape } = layerShown(look, layer)
      return `${name}, ${describePlace(shape, placeIn(shape, at))}`
    },
  }
}
