/**
 * Drawing many cards takes longer than a person waits for a key, so they are drawn a few at a time, the first of them at once. A card that
 * waits for its turn stands as it stood before; one that is new has its place in the list and nothing in it.
 */
import { useEffect, useState } from 'react'

/** So many unfolded cards are drawn in a task that nobody notices. */
const PORTION = 6

/**
 * @param wanted how each row is to be drawn, by its id. It is the same object as long as nothing in it changes.
 * @returns how each is drawn now; a row that is not drawn yet is not among them.
 */
export function usePortions<Form>(wanted: ReadonlyMap<string, Form>): ReadonlyMap<string, Form> {
  const [drawn, setDrawn] = useState<ReadonlyMap<string, Form>>(new Map())
  const shown = nextPortion(drawn, wanted)
  useEffect(() => {
    if (shown === drawn) return
    // A task of its own, so that the page paints and hears keys in between.
    const timer = setTimeout(() => setDrawn(shown))
    return () => clearTimeout(timer)
  })
  return shown
}

/** What was drawn, and a portion more of what is wanted, from the first row on. Of rows that are gone, nothing. */
export function nextPortion<Form>(
  drawn: ReadonlyMap<string, Form>,
  wanted: ReadonlyMap<string, Form>,
): ReadonlyMap<string, Form> {
  const missing = [...wanted].filter(([id, form]) => drawn.get(id) !== form)
  if (missing.length === 0 && drawn.size === wanted.size) return drawn
  if (missing.length <= PORTION) return wanted
  const next = new Map<string, Form>()
  const turn = new Set(missing.slice(0, PORTION).map(([id]) => id))
  for (const [id, form] of wanted) {
    const now = turn.has(id) ? form : drawn.get(id)
    if (now !== undefined) next.set(id, now)
  }
  return next
}
