import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DEFAULT_DATA_SHAPE, analyseStack } from './shapes'
import { placeLayers, removeLayers } from './pieces'
import { someGraph } from './someStack.fixture'
import { applyFix, type Stack } from './stack'
import type { LayerProblem } from '../layers/define'

const UNREAD = /^No layer reads this one/
/** Shapes that a merge can't join are none of the connections' faults. */
const MISMATCH = / gets \d/

/** What is wrong with the connections, of layers from the first to the last. */
function connectionProblems(stack: Stack): readonly { readonly id: string; readonly problem: LayerProblem }[] {
  return analyseStack(stack, DEFAULT_DATA_SHAPE).layers.flatMap(({ id, problems }) =>
    problems
      .filter(({ field, message }) => (field === 'from' && !MISMATCH.test(message)) || UNREAD.test(message))
      .map((problem) => ({ id, problem })),
  )
}

it('whatever is moved or removed, the fixes that are offered lead back to sound connections', () => {
  fc.assert(
    fc.property(someGraph, fc.nat(11), fc.nat(3), fc.option(fc.nat(11)), (first, start, more, to) => {
      const some = first.layers.slice(start, start + more + 1).map(({ id }) => id)
      let stack = to === null ? removeLayers(first, some) : placeLayers(first, some, to, undefined)
      for (let press = 0; ; press++) {
        const open = connectionProblems(stack)
        const fixable = open.find(({ problem }) => problem.fix)
        if (!fixable) {
          // What can't be mended at a press, a person is asked to choose.
          for (const { problem } of open) expect(problem.message).toMatch(/(choose another|add one with \+) under From/)
          break
        }
        stack = applyFix(stack, fixable.id, fixable.problem.fix!)
        expect(press).toBeLessThan(4 * first.layers.length)
      }
    }),
  )
})
