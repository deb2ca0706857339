import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import { BROWSER_ARGUMENTS } from './e2e/browserArguments'
import { findBrowser } from './scripts/findBrowser'

const executablePath = findBrowser()

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results/e2e',
  // Three at least: while one waits for the page, the others compute. What they do takes them longer, and no test asserts how long.
  workers: Math.min(4, Math.max(3, Math.floor(availableParallelism() / 2))),
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  // No assertions, but an end for what hangs: however slow a machine is, and however busy, tests pass on it.
  timeout: 600_000,
  expect: { timeout: 120_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    launchOptions: { args: [...BROWSER_ARGUMENTS], ...(executablePath ? { executablePath } : {}) },
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
  },
})
