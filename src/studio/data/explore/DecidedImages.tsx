import type { DatasetSummary } from '../../../engine/protocol/data'
import { useDocument } from '../../../store/hooks'
import { Button } from '../../../ui/Button'
import { formatCount } from '../../../ui/format'
import type { ImageView } from './imageView'

export interface DecidedImagesProps {
  readonly dataset: DatasetSummary
  onShow(view: ImageView): void
}

/** The ways to the images that were decided about; none when there are none. */
export function DecidedImages({ dataset, onShow }: DecidedImagesProps) {
  const corrected = useDocument(({ data }) => data.relabelled)
  const { excluded, relabelled } = dataset
  return (
    <>
      {excluded > 0 && (
        <Button size="small" look="plain" onClick={() => onShow({ filter: { split: 'excluded' } })}>
          {formatCount(excluded)} excluded
        </Button>
      )}
      {relabelled > 0 && (
        <Button
          size="small"
          look="plain"
          onClick={() =>
            onShow({ filter: { images: corrected.map(({ image }) => image) }, why: 'Images with corrected labels' })
          }
        >
          {formatCount(relabelled)} corrected
        </Button>
      )}
    </>
  )
}
