import { defineConfig } from 'vitest/config'
import { packBytes } from './scripts/packBytes.ts'

/** The tests that prove files with other tools: in Python, most of them. */
export default defineConfig({
  plugins: [packBytes()],
  test: {
    include: ['src/**/*.interop.test.ts'],
    // Each starts a Python with a library that takes all cores.
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
