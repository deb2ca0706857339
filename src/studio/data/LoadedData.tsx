import type { DatasetSummary } from '../../engine/protocol/data'
import { Folds } from '../../ui/Folds'
import { ClassBalance } from './ClassBalance'
import { Explore } from './explore/Explore'
import { ImportProblems } from './ImportProblems'
import { KeepData } from './KeepData'
import { Reading } from './Reading'
import { Splitting } from './Splitting'
import { Summary } from './Summary'
import { Thumbnails } from './Thumbnails'

/** What there is to say of data, and to change, once there are some. */
export function LoadedData({ dataset }: { readonly dataset: DatasetSummary }) {
  return (
    <>
      <Summary dataset={dataset} />
      <Explore dataset={dataset} />
      {dataset.problemCount > 0 && <ImportProblems problems={dataset.problems} count={dataset.problemCount} />}
      <Folds>
        <Reading dataset={dataset} />
        <Splitting dataset={dataset} />
        <KeepData dataset={dataset} />
      </Folds>
      <ClassBalance dataset={dataset} />
      <Thumbnails dataset={dataset} />
    </>
  )
}
