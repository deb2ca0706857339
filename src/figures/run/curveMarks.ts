/** What is marked in a chart of what was done to the run. */
import type { LogEntry } from '../../store/curves/metricsBuffer'

/** In the width of a chart. More could not be told apart, and each costs the page some 60 kB. */
const MOST_MARKS = 40

/**
 * One mark a position, of all that was done there. Where a log has so much that marks would lie on one another, one mark stands for its
 * neighbours, too: it says what was done first, and how often something was done since. The log itself has all of it.
 *
 * @param end of the axis, in epochs. Marks stay where they are while it does.
 */
export function marksOf(log: readonly LogEntry[], end: number): readonly LogEntry[] {
  const places = new Map<number, LogEntry>()
  for (const entry of log) {
    const before = places.get(entry.position)
    places.set(entry.position, before ? { ...entry, message: `${before.message}. ${entry.message}` } : entry)
  }
  const marks = new Map<number, LogEntry[]>()
  for (const entry of places.values()) {
    const slot = Math.floor((entry.position / end) * MOST_MARKS)
    marks.set(slot, [...(marks.get(slot) ?? []), entry])
  }
  return [...marks.values()].map(([first, ...others]) => {
    const last = others.at(-1)
    return last
      ? { ...first!, message: `${first!.message}, and ${others.length} more until epoch ${Math.ceil(last.position)}` }
      : first!
  })
}
