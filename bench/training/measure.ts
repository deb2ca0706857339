/**
 * `npm run bench`: Strata's trainers beside stock TensorFlow.js and jax-js, in one browser, in turn. `-- --quick` takes the reference model
 * at batch 64 alone, `--only=kerasResNet` that row, `--rounds=1` so many rounds; `--contestants=processor,jax-wasm,tfjs-cpu` takes those, by their names in
 * `src/bench/report/contestantNames.ts`; `--json` prints one JSON object. `STRATA_GPU=1` uses the machine's GPU.
 */
import { chromium } from '@playwright/test'
import { createServer } from 'vite'
import { BROWSER_ARGUMENTS } from '../../e2e/browserArguments'
import { findBrowser } from '../../scripts/findBrowser'
import { isName, NAMES, type Name } from '../../src/bench/report/contestantNames'
import { print, summarise, type Measurement, type Request } from './report'

const quick = process.argv.includes('--quick')
const option = (name: string): string | undefined =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1]
const only = option('only')
const rounds = option('rounds')
const contestants = (option('contestants') ?? 'strata,processor,jax,tfjs').split(',').map((name): Name => {
  if (isName(name)) return name
  throw new Error(`No contestant ${name}: choose from ${Object.keys(NAMES).join(', ')}`)
})
const json = process.argv.includes('--json')

const REFERENCE = 'Galaxy CNN tutorial'
const TASKS: Readonly<Record<string, Omit<Request, 'contestants'>>> = {
  reference: { template: REFERENCE, batchSize: 64, rounds: 3, steps: 3, queued: 10 },
  ...(quick
    ? {}
    : {
        referenceAt500: { template: REFERENCE, batchSize: 500, rounds: 3, steps: 2, queued: 4 },
        kerasCnn: { template: 'Keras CNN', batchSize: 64, rounds: 3, steps: 3, queued: 10 },
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
      { ...request, ...(rounds && { rounds: Number(rounds) }), contestants },
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
