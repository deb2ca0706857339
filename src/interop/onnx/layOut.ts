/** Weights in the order in which a file has them, and back. */
import { sizeOf, type Shape } from '../../model/layers/define'
import type { Laid } from './builder'

type Floats = Float32Array<ArrayBuffer>

/** For each value of the file, in order, the place that it has in Strata's weights. */
function placesOf({ as, axes }: Pick<Laid, 'as' | 'axes'>): Uint32Array {
  const strides = as.map((_, axis) => sizeOf(as.slice(axis + 1)))
  const lengths: Shape = axes.map((axis) => as[axis]!)
  const places = new Uint32Array(sizeOf(as))
  const index = new Array<number>(axes.length).fill(0)
  let place = 0
  for (let at = 0; at < places.length; at++) {
    places[at] = place
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      const stride = strides[axes[axis]!]!
      place += stride
      if (++index[axis]! < lengths[axis]!) break
      index[axis] = 0
      place -= stride * lengths[axis]!
    }
  }
  return places
}

export function lay(values: Floats, laid: Pick<Laid, 'as' | 'axes'>): Floats {
  const places = placesOf(laid)
  return Float32Array.from(places, (place) => values[place]!)
}

/** Undoes `lay`. */
export function takeUp(values: Floats, laid: Pick<Laid, 'as' | 'axes'>): Floats {
  const taken = new Float32Array(values.length)
  for (const [at, place] of placesOf(laid).entries()) taken[place] = values[at]!
  return taken
}
