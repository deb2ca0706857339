import { expect, it } from 'vitest'
import { rescaling } from '../../../model/training/normalisation'
import { STRIPES_RECIPE, STRIPES_SHAPE, STRIPES_STACK } from '../../stripes.fixture'
import { COMMON } from '../plan/buffers'
import { lowerStack } from '../plan/lowerStack'
import type { Reply } from './messages'
import { createProgram, type Program } from './program'
import { serveComputeWorker } from './serveComputeWorker'

async function makeProgram(): Promise<Program> {
  const plan = lowerStack({
    stack: STRIPES_STACK,
    data: STRIPES_SHAPE,
    recipe: { ...STRIPES_RECIPE, batchSize: 4 },
    normalisation: rescaling(1),
    chunks: [{ buffer: COMMON.pixels, firstRow: 0, rows: 4 }],
    parts: 2,
  })
  return createProgram({ plan, parts: 2, partsOfWorker: 2, relaxed: false })
}

function serve() {
  const replies: Reply[] = []
  return { replies, handle: serveComputeWorker((reply) => void replies.push(reply)) }
}

it('a worker without memory for a program says so, and what helps', async () => {
  const program = await makeProgram()
  const { replies, handle } = serve()
  // More than addresses of 32 bits reach.
  handle({ kind: 'open', program: { ...program, at: { ...program.at, arenaBytes: 2 ** 33 } }, parts: 1 })
  const message =
    'The processor has no memory left for this model: choose a smaller batch size, or fewer filters and units.'
  expect(replies).toEqual([{ kind: 'failed', message }])
})

it('an error that is of the same kind, but no lack of memory, is told as it is', async () => {
  const program = await makeProgram()
  const { replies, handle } = serve()
  handle({ kind: 'open', program, parts: 2 })
  expect(replies.splice(0)).toMatchObject([{ kind: 'opened' }])
  // One more than there is room for: a RangeError.
  handle({ kind: 'load', weights: new Float32Array(program.weights + 1) })
  expect(replies).toHaveLength(1)
  expect(replies[0]).toMatchObject({ kind: 'failed' })
  expect((replies[0] as Extract<Reply, { kind: 'failed' }>).message).toMatch(/worker .* failed \(.*out of bounds\)/)
})
