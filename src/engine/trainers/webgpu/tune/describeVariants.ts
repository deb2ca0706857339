/** What a device may choose among, as lines to read. */
import { factsOf } from '../../plan/operation'
import type { AnyPlan } from '../../plan/roofline'
import type { Tuning } from '../tuning'
import { DEFAULT, triedPlaces } from './variants'

/** @returns lines: for each operation that is tried its variants, which of them the default is and why, and what is left out. */
export function describeVariants(plan: AnyPlan, tuning: Tuning): readonly string[] {
  const places = triedPlaces(plan, tuning)
  if (places.length === 0) return ['no kernel takes enough of a step to be tried in other ways']
  return [
    'variants that a device tries in training, of kernels that take 5 % or more of the least time:',
    ...places.flatMap(({ operation, share, variants: { tried, left } }) => {
      const same = left.filter(({ why }) => why === `the same as ${DEFAULT}`).map(({ name }) => name)
      const others = left.filter(({ name }) => !same.includes(name))
      const meant = same.length === 0 ? '' : ` (which is ${same.join(', ')})`
      return [
        `${operation.layer}: ${factsOf(operation).name}, ${(100 * share).toFixed(0)} %`,
        `  default${meant}: ${whyDefault(operation.kind, tuning)}`,
        `  tried: ${tried
          .slice(1)
          .map(({ name }) => name)
          .join(', ')}`,
        ...(others.length === 0 ? [] : [`  not: ${others.map(({ name, why }) => `${name}, ${why}`).join('; ')}`]),
      ]
    }),
  ]
}

function whyDefault(kind: string, { tiles, filterBlocks, groupSize }: Tuning): string {
  const groups = `groups of ${groupSize}`
  if (kind === 'filterGradient') {
    const { sums, fewInvocations, sumsOfFew } = filterBlocks
    const few = fewInvocations > 0 ? `, ${sumsOfFew} where fewer than ${fewInvocations} invocations would be left` : ''
    return `up to ${sums} sums an invocation${few}; ${groups}`
  }
  switch (tiles.by) {
    case 'measure':
      return `the cheapest tile by what one takes on the software adapter; ${groups}`
    case 'registers':
      return `the tile that loads least within ${tiles.registers} registers, of 4 pixels where fewer than ${tiles.fewGroups} workgroups would be left; ${groups}`
    case 'choice':
      return `the tile ${tiles.tile.join(' x ')}, as told; ${groups}`
  }
}
