import { expect, it } from 'vitest'
import { EXECUTORS, isRelaxed } from './executors.fixture'

// Skipped where the engine knows no relaxed SIMD, so that the summary says what the other tests here leave out.
it.skipIf(!isRelaxed)('operations are tested with relaxed SIMD too', () => {
  expect(EXECUTORS.map(([name]) => name)).toEqual(['WebGPU', 'WebAssembly', 'WebAssembly, relaxed'])
})
