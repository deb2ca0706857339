import { defineConfig } from '@playwright/test'
import { BROWSER_ARGUMENTS } from './e2e/browserArguments'
import { findBrowser } from './scripts/findBrowser'

const executablePath = findBrowser()

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results/e2e',
  // The software adapter computes on every core: a second browser at its side gains nothing and makes times unsteady.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    launchOptions: { args: [...BROWSER_ARGUMENTS], ...(executablePath ? { executablePath } : {}) },
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
  },
})
