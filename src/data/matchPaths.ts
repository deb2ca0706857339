/** Finds the file that each row of a table means, when the two don't agree on the folders above. */
import { normalisePath } from './archive'

/** Paths that are looked at to find out about folders, spread over the set. */
const SAMPLE = 200

/**
 * For each path of the table the path of its entry in the archive, or undefined. Paths are equal as they are written, or after taking away
 * one leading folder or more: either the archive's (it wraps everything in `mnist_images/`) or the table's (it was written elsewhere).
 */
export function matchPaths(paths: readonly string[], entries: ReadonlyMap<string, unknown>): (string | undefined)[] {
  const wanted = paths.map(normalisePath)
  const known = new Set(wanted)
  const wrapper = mostCommonLead(sample([...entries.keys()]), (path) => known.has(path))
  const foreign = mostCommonLead(sample(wanted), (path) => entries.has(path))
  return wanted.map((path) => {
    if (entries.has(path)) return path
    if (wrapper !== '' && entries.has(wrapper + path)) return wrapper + path
    if (foreign !== '' && path.startsWith(foreign) && entries.has(path.slice(foreign.length)))
      return path.slice(foreign.length)
    return undefined
  })
}

/** The leading folders, such as `mnist_images/`, without which most paths are found; empty when there are none. */
function mostCommonLead(paths: readonly string[], isFound: (path: string) => boolean): string {
  const votes = new Map<string, number>()
  for (const path of paths) {
    if (isFound(path)) continue
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (!isFound(path.slice(slash + 1))) continue
      const lead = path.slice(0, slash + 1)
      votes.set(lead, (votes.get(lead) ?? 0) + 1)
      break
    }
  }
  let best = ''
  for (const [lead, count] of votes) if (count > (votes.get(best) ?? 0)) best = lead
  return best
}

function sample(paths: readonly string[]): string[] {
  const step = Math.max(1, paths.length / SAMPLE)
  return Array.from({ length: Math.min(SAMPLE, paths.length) }, (_, i) => paths[Math.floor(i * step)]!)
}
