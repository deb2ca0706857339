/** The batch that entries make, for tests of what decodes one. */
import { AS_STORED } from './pixelForm'
import { readBatch } from './imageBatches'
import type { EncodedBatch, ImageTarget } from './images'
import type { SourceEntry } from '../../files/sourceEntry'

export function batchOfEntries(
  entries: readonly SourceEntry[],
  size: Pick<ImageTarget, 'width' | 'height'>,
): Promise<EncodedBatch> {
  const target: ImageTarget = { ...size, colour: 'auto', fit: 'contain', filter: 'area', form: AS_STORED }
  return readBatch(
    entries,
    entries.map((_, number) => number),
    target,
  )
}
