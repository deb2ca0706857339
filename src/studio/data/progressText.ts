/** The words for a load that goes on. */
import type { ImportState } from '../../store/session/dataPart'
import { formatAmount, formatBytes, formatCount, formatSeconds } from '../../ui/format'

export const PHASES: Readonly<Record<ImportState['phase'], string>> = {
  listing: 'Listing',
  looking: 'Looking at',
  downloading: 'Downloading',
  opening: 'Opening',
  reading: 'Reading',
  decoding: 'Decoding',
  drawing: 'Drawing',
}

/** How far it is: `12.3 MB of 27.0 MB`, `1,200 of 70,000 images`. */
export function describeProgress({ phase, done, total }: Pick<ImportState, 'phase' | 'done' | 'total'>): string {
  if (phase === 'listing') return `${formatAmount(done, 'file')} so far`
  if (phase === 'downloading') {
    if (done === 0) return 'Asking zenodo.org'
    return total > 0 ? `${formatBytes(done)} of ${formatBytes(total)}` : formatBytes(done)
  }
  if (total > 0) return `${formatCount(done)} of ${formatAmount(total, 'image')}`
  return phase === 'opening' ? 'Fetching it from the browser’s storage' : 'Looking through the files'
}

/** How fast it goes, and how long it will take; nothing as long as that is not known. */
export function describePace({ phase, done, total, perSecond }: Omit<ImportState, 'name'>): string | undefined {
  if (!(perSecond > 0) || phase === 'listing') return undefined
  const pace = phase === 'downloading' ? `${formatBytes(perSecond)}/s` : `${formatCount(perSecond)} images/s`
  return total > 0 ? `${pace} · ${formatSeconds(Math.max(0, total - done) / perSecond)} left` : pace
}
