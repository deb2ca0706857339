/** The words for runs in a project file, and for those that may go into one. */
import { withoutBidiControls } from '../../../common/text'
import type { RunInFile } from '../../../engine/protocol/project'
import { titleOf, type ReadableRun } from '../../../runs/record'
import { formatBytes, formatCount, formatPercent } from '../../../ui/format'
import { describeState } from '../../runs/columns'

/** Deflated, what is kept of a run besides its weights takes about this: curves, matrices, layers and recipe. */
const RUN_TEXT_BYTES = 20_000
/** The layers, the recipe, and what the file says of itself. */
const DOCUMENT_BYTES = 4_000

export interface SizeOfParts {
  readonly runs: number
  readonly runWeights: number
  readonly model: number
  /** Their pixels; they mostly become smaller in the file. */
  readonly images: number
}

/** `about 25.0 kB`; `up to` that where images are in it. */
export function describeSize({ runs, runWeights, model, images }: SizeOfParts): string {
  const bytes = DOCUMENT_BYTES + runs * RUN_TEXT_BYTES + runWeights + model + images
  return `${images > 0 ? 'up to' : 'about'} ${formatBytes(bytes)}`
}

/** `Finished · test accuracy 98.20 % · weights of 136 kB`. */
export function describeKeptRun(run: ReadableRun): string {
  const { test, weightBytes } = run.summary
  return [
    describeState(run),
    ...(test ? [`test accuracy ${formatPercent(test.accuracy)}`] : []),
    ...(weightBytes === undefined ? [] : [`weights of ${formatBytes(weightBytes)}`]),
  ].join(' · ')
}

const STATES: Readonly<Record<RunInFile['state'], string>> = {
  running: 'Interrupted',
  finished: 'Finished',
  stopped: 'Stopped',
  failed: 'Failed',
}

/** `Finished · test accuracy 98.20 % · here already, as run 5`. */
export function describeFiledRun({ state, testAccuracy, weightBytes, here }: RunInFile): string {
  return [
    STATES[state],
    ...(testAccuracy === undefined ? [] : [`test accuracy ${formatPercent(testAccuracy)}`]),
    ...(weightBytes === undefined ? [] : [`weights of ${formatBytes(weightBytes)}`]),
    ...(here === undefined ? [] : [`here already, as run ${here}`]),
  ].join(' · ')
}

export function titleOfFiled({ number, name }: RunInFile): string {
  return withoutBidiControls(titleOf({ number, marks: { name, tags: [], note: '' } }))
}

/** `12, of which 3 are here already`. */
export function describeRunsInFile(runs: readonly RunInFile[]): string {
  const here = runs.filter((run) => run.here !== undefined).length
  if (here === 0) return formatCount(runs.length)
  if (here === runs.length) return `${formatCount(runs.length)}, here already`
  return `${formatCount(runs.length)}, of which ${here} ${here === 1 ? 'is' : 'are'} here already`
}
