import type { Term, ValueTerms } from '../../../../model/inside/valueTerms'
import { placeIn } from './channels'
import { layerShown, useInsideLook, type ValuePlace } from './insideLook'
import { describePlace } from './words'

/** Where a term comes from: its place, and that in words. */
export function useTermPlace({ inputs }: Pick<ValueTerms, 'inputs'>): {
  placeOf(term: Term): ValuePlace
  nameOf(term: Term): string
} {
  const look = useInsideLook()
  const placeOf = ({ input, at }: Term): ValuePlace => ({ layer: inputs[input]!, at })
  return {
    placeOf,
    nameOf(term) {
      const { name, shape } = layerShown(look, placeOf(term).layer)
      return `${name}, ${describePlace(shape, placeIn(shape, term.at))}`
    },
  }
}
