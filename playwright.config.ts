import { defineConfig } from '@playwright/test'
import { findBrowser } from './scripts/findBrowser'

const executablePath = findBrowser()

/** `STRATA_GPU=1` runs on the machine's own GPU; otherwise on Chromium's software adapter, so that results compare between machines. */
const adapter = process.env['STRATA_GPU'] === '1' ? [] : ['--use-webgpu-adapter=swiftshader']

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results/e2e',
  fullyParallel: false,
  // The software adapter computes on every core: a second browser at its side gains nothing and makes times unsteady.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    launchOptions: { args: browserArguments(), ...(executablePath ? { executablePath } : {}) },
    viewport: { width: 1440, height: 900 },
    trace: 'off',
    screenshot: 'only-on-failure',
  },
})

function browserArguments(): string[] {
  return [
    '--no-sandbox',
    '--enable-unsafe-webgpu',
    ...adapter,
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
}
