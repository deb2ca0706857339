/** Keeps several things by their ids, within a bound. When there is no room, the thing that was used longest ago goes first. */

export interface Shelf<Thing> {
  /** An id that no thing has had. */
  nextId(): number
  /** Takes a thing in under an id, in place of the one that had it. */
  put(id: number, thing: Thing): void
  has(id: number): boolean
  /** The ids of all. */
  ids(): readonly number[]
  /** Counts as a use. */
  get(id: number): Thing | undefined
  remove(id: number): void
}

export interface ShelfLimits {
  readonly things: number
  readonly bytes: number
}

/** @param bytesOf what a thing takes. The newest is kept whatever it takes. */
export function createShelf<Thing>(limits: ShelfLimits, bytesOf: (thing: Thing) => number): Shelf<Thing> {
  /** The one that was used longest ago comes first. */
  const things = new Map<number, Thing>()
  let lastId = 0

  const isTooMuch = (): boolean => {
    const bytes = [...things.values()].reduce((all, thing) => all + bytesOf(thing), 0)
    return things.size > limits.things || bytes > limits.bytes
  }

  return {
    nextId: () => ++lastId,
    put(id, thing) {
      things.delete(id)
      things.set(id, thing)
      for (const oldest of things.keys()) {
        if (oldest === id || !isTooMuch()) break
        things.delete(oldest)
      }
    },
    has: (id) => things.has(id),
    ids: () => [...things.keys()],
    get(id) {
      const thing = things.get(id)
      if (thing === undefined) return undefined
      things.delete(id)
      things.set(id, thing)
      return thing
    },
    remove(id) {
      things.delete(id)
    },
  }
}
