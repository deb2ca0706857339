/** For tests: the boxes of a diagram, named by hand or drawn by chance. */
import * as fc from 'fast-check'
import type { DiagramNode } from './diagramNodes'

/** `a`, then `b: a`, then `c: a b [Block]`: a box, what it reads, and the block that it is in. The first is the images. */
export function makeNodes(...lines: readonly string[]): readonly DiagramNode[] {
  return lines.map((line, at): DiagramNode => {
    const [, key = '', inputs = '', block] = /^(\w+):?([^[]*)(?:\[(.*)\])?$/.exec(line) ?? []
    return nodeOf(key, inputs.split(' ').filter(Boolean), block, at === 0 ? 'input' : 'layer')
  })
}

function nodeOf(
  key: string,
  inputs: readonly string[],
  block: string | undefined,
  kind: 'input' | 'layer',
): DiagramNode {
  return {
    key,
    kind,
    name: key,
    type: 'Conv2D',
    shape: '28 × 28 × 8',
    parameters: '80 params',
    ...(block !== undefined && { block: { key: block, name: block } }),
    inputs,
  }
}

/** Up to 24 layers. Most read the one above, some read others too, and neighbours form blocks. */
export const anyNodes: fc.Arbitrary<readonly DiagramNode[]> = fc
  .array(
    fc.record({
      readsAbove: fc.integer({ min: 0, max: 3 }).map((draw) => draw > 0),
      others: fc.array(fc.nat(), { maxLength: 2 }),
      block: fc.integer({ min: 0, max: 5 }),
    }),
    { minLength: 1, maxLength: 24 },
  )
  .map((layers) => {
    let block = 0
    return [
      nodeOf('n0', [], undefined, 'input'),
      ...layers.map((layer, at) => {
        const others = layer.others.map((draw) => `n${draw % (at + 1)}`)
        const inputs = layer.readsAbove || others.length === 0 ? [`n${at}`, ...others] : others
        // Neighbours of the same block are one; now and then a block ends, and there is none.
        if (layer.block < 2) block++
        return nodeOf(`n${at + 1}`, inputs, block % 2 === 1 ? `Block ${block}` : undefined, 'layer')
      }),
    ]
  })
