import { STRATA_VERSION } from '../../runs/strataVersion'
import type { ReportFacts } from '../../store/report/reportFacts'
import type { RunDevice } from '../../runs/record'
import { formatAmount, formatMoment } from '../../ui/format'
import { Facts } from '../parts/Facts'
import type { Section } from '../section'

/** What it was trained and judged with. */
export const ENVIRONMENT: Section = {
  id: 'environment',
  title: 'Environment',
  Content: ({ facts }) => (
    <>
      <h3>Of the run</h3>
      <Facts facts={ofRun(facts)} />
      <h3>Of the report</h3>
      <Facts
        facts={[
          ['Made', formatMoment(facts.made)],
          ['Strata', STRATA_VERSION],
          ['Device', facts.device ? describeDevice(facts.device) : 'none at this moment'],
        ]}
      />
    </>
  ),
}

function ofRun({ run }: ReportFacts): readonly (readonly [string, string])[] {
  const kept = 'kept' in run ? run.kept : undefined
  if (!kept) return [['Record', 'What trained the model is not known: there is no record of its run.']]
  const { madeBy } = kept.details
  return [
    ['Strata', madeBy.strata],
    ['Browser', madeBy.browser],
    ['Device', kept.summary.device ? describeDevice(kept.summary.device) : 'not known'],
  ]
}

const BACKENDS: Readonly<Record<string, string>> = {
  webgpu: 'WebGPU',
  processor: 'Processor (WebAssembly)',
  webgl: 'WebGL',
  cpu: 'JavaScript',
}

const TRAINERS: Readonly<Record<string, string>> = {
  compiled: 'compiled trainer',
  processor: 'compiled trainer',
  tfjs: 'TensorFlow.js',
}

/** `Processor (WebAssembly), 4 threads, compiled trainer`. */
export function describeDevice({ backend, adapter, threads, trainer }: RunDevice): string {
  return [
    BACKENDS[backend] ?? backend,
    adapter,
    threads === undefined ? undefined : formatAmount(threads, 'thread'),
    trainer === undefined ? undefined : (TRAINERS[trainer] ?? trainer),
  ]
    .filter((part) => part !== undefined)
    .join(', ')
}
