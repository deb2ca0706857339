/**
 * `npm run bench`: Strata's compiled trainer beside stock TensorFlow.js and jax-js, in one browser, in turn. `-- --quick` takes the
 * reference model at batch 64 alone, `--only=kerasResNet` that row; `--rounds=1` takes so many rounds of each, `--without=tfjs` leaves a
 * contestant out; `--json` prints one JSON object. `STRATA_GPU=1` uses the machine's GPU.
 */
import { chromium } from '@playwright/test'
import { createServer } from 'vite'
import { BROWSER_ARGUMENTS } from '../../e2e/browserArguments'
import { findBrowser } from '../../scripts/findBrowser'
import { print, summarise, type Measurement, type Request } from './report'

const quick = process.argv.includes('--quick')
const only = process.argv.find((argument) => argument.startsWith('--only='))?.split('=')[1]
const rounds = process.argv.find((argument) => argument.startsWith('--rounds='))?.split('=')[1]
const without = (['jax', 'tfjs'] as const).find((name) => process.argv.includes(`--without=${name}`))
if (!without && process.argv.some((argument) => argument.startsWith('--without='))) {
  throw new Error('Only jax or tfjs can be left out')
}
const json = process.argv.includes('--json')

const REFERENCE = 'Galaxy CNN tutorial'
const TASKS: Readonly<Record<string, Request>> = {
  reference: { template: REFERENCE, batchSize: 64, rounds: 3, steps: 3, queued: 10 },
  ...(quick
    ? {}
    : {
        referenceAt500: { template: REFERENCE, batchSize: 500, rounds: 3, steps: 2, queued: 4 },
        kerasRegularisedCnn: { template: 'Keras CNN, regularised', batchSize: 64, rounds: 3, steps: 2, queued: 4 },
        kerasResNet: { template: 'Keras ResNet', batchSize: 64, rounds: 2, steps: 1, queued: 1 },
        leNet5: { template: 'LeNet-5', batchSize: 64, rounds: 5, steps: 5, queued: 20 },
      }),
}

const server = await createServer({
  configFile: false,
  root: '.',
  server: { port: 0, hmr: false, watch: null },
  logLevel: 'error',
})
await server.listen()
const executablePath = findBrowser()
const browser = await chromium.launch({ args: [...BROWSER_ARGUMENTS], ...(executablePath ? { executablePath } : {}) })
try {
  const figures: Record<string, ReturnType<typeof summarise>> = {}
  for (const [name, request] of Object.entries(TASKS)) {
    if (only !== undefined && name !== only) continue
    const page = await browser.newPage()
    page.on('pageerror', (error) => console.error(error))
    await page.goto(new URL('bench/training/measure.html', server.resolvedUrls!.local[0]).href)
    await page.waitForFunction(() => 'measure' in globalThis)
    const measurement = await page.evaluate(
      (task) => (globalThis as unknown as { measure(request: Request): Promise<Measurement> }).measure(task),
      { ...request, ...(rounds && { rounds: Number(rounds) }), ...(without && { without }) },
    )
    figures[name] = summarise(measurement)
    if (!json) console.log(print(`${request.template}, batch ${request.batchSize}`, measurement))
    await page.close()
  }
  if (json) console.log(JSON.stringify(figures, null, 2))
} finally {
  await browser.close()
  await server.close()
}
