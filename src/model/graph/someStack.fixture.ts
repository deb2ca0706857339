/** Stacks of any shape, for property-based tests: layers with names, references and blocks, as a person could have made them. */
import fc from 'fast-check'
import { ABOVE, INPUT } from '../layers/define'
import { LAYERS } from '../layers/registry'
import { groupLayers } from './blocks'
import { connectLayer, createLayer, createStack, renameLayer, type Stack } from './stack'

const classNames = LAYERS.map((definition) => definition.className)

const someRead = fc.tuple(
  fc.nat(11),
  fc.array(fc.oneof(fc.constantFrom(ABOVE, INPUT), fc.nat(11)), { minLength: 1, maxLength: 3 }),
)
const someName = fc.tuple(fc.nat(11), fc.constantFrom('eyes', 'ears', 'eyes_1', 'stage-2'))
const someGroup = fc.tuple(fc.nat(11), fc.nat(4), fc.constantFrom('Residual', 'Head', 'Residual 2'))

/** References go to layers before their reader, so nothing is broken yet. */
export const someGraph: fc.Arbitrary<Stack> = fc
  .record({
    names: fc.array(fc.constantFrom(...classNames), { minLength: 1, maxLength: 12 }),
    reads: fc.array(someRead, { maxLength: 5 }),
    given: fc.uniqueArray(someName, { maxLength: 3, selector: ([, name]) => name }),
    groups: fc.array(someGroup, { maxLength: 3 }),
  })
  .map(({ names, reads, given, groups }) => {
    let stack = createStack(
      'image',
      names.map((name) => createLayer(name)),
    )
    const ids = stack.layers.map(({ id }) => id)
    for (const [at, from] of reads) {
      const reader = ids[at]
      if (reader === undefined) continue
      stack = connectLayer(
        stack,
        reader,
        from
          .map((each) => (typeof each === 'string' ? each : (ids[each % Math.max(1, at)] ?? INPUT)))
          .map((each) => (each === reader ? INPUT : each)),
      )
    }
    for (const [at, name] of given) stack = renameLayer(stack, ids[at] ?? '', name)
    for (const [at, more, name] of groups) stack = groupLayers(stack, ids.slice(at, at + more + 1), name)
    return stack
  })
