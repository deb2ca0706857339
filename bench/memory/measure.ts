/**
 * `npm run bench:memory` trains 200 short epochs in the built page, and measures what page, workers, device and storage hold after epoch
 * 20, 60, 100, 150 and 200, with the garbage gone. LeNet-5 learns some small pictures, and is looked at with a quarter of them after each epoch;
 * callbacks are on, one of which writes a line into the run's log each epoch; and the run is kept in the list of runs.
 *
 * It does so on the processor with its workers, and on WebGPU's software adapter. The run is paused for each measurement, on a busy machine
 * some epochs late; the table says where. It fails when anything grows by more than its limit from epoch 60 to the last. `-- --backend=processor` measures one, `-- --epochs=400` more epochs, `-- --json` prints one JSON object.
 */
import { join } from 'node:path'
import { chromium, expect } from '@playwright/test'
import { build } from 'vite'
import { BROWSER_ARGUMENTS } from '../../e2e/browserArguments'
import { enter } from '../../e2e/pages/fields'
import { StudioPage } from '../../e2e/pages/StudioPage'
import { drawPictures, toFiles } from '../../e2e/pictures.fixture'
import { serveFolder } from '../../e2e/staticServer'
import { findBrowser } from '../../scripts/findBrowser'
import { formatCount } from '../../src/ui/format'
import { checkGrowth, growthOf, type Measured } from './checkGrowth'
import { COUNTS, takeSample } from './takeSample'

const STUDIO = join('test-results', 'memory-studio')
const PATIENCE = { timeout: 1_800_000 }
/** Of the run's epochs, where what it holds is measured. */
const MOMENTS = [0.1, 0.3, 0.5, 0.75, 1]
const LABELS = ['cat', 'dog', 'eel', 'fox']
const TESTED = 25
/** Training images of each class, so that an epoch is short, and long enough to pause in it. */
const TRAINED = { processor: 300, others: 60 }

const epochs = Number(readOption('epochs') ?? 200)
const backends = readOption('backend')?.split(',') ?? ['processor', 'webgpu']
await build({ build: { outDir: STUDIO, emptyOutDir: true }, logLevel: 'error' })
const server = await serveFolder(STUDIO, '/')
const executablePath = findBrowser()

try {
  const all: Record<string, readonly Measured[]> = {}
  for (const backend of backends) {
    const measured = await measure(backend)
    all[backend] = measured
    if (!process.argv.includes('--json')) print(backend, measured)
    checkGrowth(backend, measured)
  }
  if (process.argv.includes('--json')) console.log(JSON.stringify(all, null, 2))
} finally {
  await server.close()
}

/** Each backend has a browser of its own, so that the processes are its own, too. */
async function measure(backend: string): Promise<readonly Measured[]> {
  const browser = await chromium.launch({ args: [...BROWSER_ARGUMENTS], ...(executablePath ? { executablePath } : {}) })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    page.setDefaultTimeout(PATIENCE.timeout)
    page.on('pageerror', (error) => console.error(error))
    // tsx marks functions with this helper, those too that are sent to the page.
    await page.addInitScript('globalThis.__name = (marked) => marked')
    const studio = new StudioPage(page, server.url)
    await setUp(studio, backend)
    const { train } = studio
    await train.start.click()
    const measured: Measured[] = []
    let epoch = 0
    while (epoch < epochs) {
      const wanted = MOMENTS.map((moment) => Math.round(moment * epochs)).find((each) => each > epoch) ?? epochs
      await pauseAfter(studio, wanted)
      // Drawings and writings that lag behind the run come to their end.
      await page.waitForTimeout(3000)
      epoch = await endedEpochs(studio)
      measured.push({ epoch, sample: await takeSample(browser, page) })
      console.error(`${backend}: measured after epoch ${epoch}.`)
      if (epoch < epochs) await train.resume.click()
    }
    console.error(await studio.backend.innerText())
    return measured
  } finally {
    await browser.close()
  }
}

async function setUp(studio: StudioPage, backend: string): Promise<void> {
  const { page, url, data, model, train } = studio
  await page.goto(`${url}?backend=${backend}`)
  const trained = backend === 'processor' ? TRAINED.processor : TRAINED.others
  const pictures = drawPictures({ labels: LABELS, train: trained, test: TESTED })
  await data.choose(await toFiles(pictures))
  await expect(data.summary).toContainText(`${formatCount(pictures.length)} images`, PATIENCE)
  await model.useTemplate('LeNet-5')
  await train.enterRecipe({ epochs, batchSize: 16, validationSplit: 0.25 })
  await train.openCallbacks()
  const stopping = await train.turnOn('Early stopping')
  await enter(stopping.getByLabel('Patience', { exact: true }), 1000)
  const plateau = await train.turnOn('Reduce learning rate on plateau')
  await enter(plateau.getByLabel('Patience', { exact: true }), 1)
  await enter(plateau.getByLabel('Factor', { exact: true }), 0.99)
  await enter(plateau.getByLabel('Minimum learning rate', { exact: true }), 0)
  await plateau.getByText('More', { exact: true }).click()
  // No loss falls by so much, so the rate is lowered after each epoch.
  await enter(plateau.getByLabel('Minimum change', { exact: true }), 100)
}

/** Pauses from within the page: by Playwright's clicks a short run would be over before. Behind the last epoch the run ends by itself. */
async function pauseAfter({ train }: StudioPage, epoch: number): Promise<void> {
  const pause = await train.pause.elementHandle()
  await train.status.evaluate(
    (status, { pause, epoch }) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          const isOver = /Finished|Failed|Stopped/.test(status.textContent)
          if (!isOver && Number(/Epoch (\d+)/.exec(status.textContent)?.[1] ?? 0) <= epoch) return
          observer.disconnect()
          if (!isOver && pause instanceof HTMLElement) pause.click()
          resolve()
        }
        const observer = new MutationObserver(look)
        observer.observe(status, { subtree: true, childList: true, characterData: true })
        look()
      }),
    { pause, epoch },
  )
  await expect(train.status).toContainText(/Paused|Finished|Failed|Stopped/, PATIENCE)
  const text = (await train.status.textContent()) ?? ''
  if (/Failed|Stopped/.test(text)) throw new Error(`The run did not come to its end: ${text}`)
}

/** Of a run that is paused or has finished. */
async function endedEpochs({ train }: StudioPage): Promise<number> {
  const text = (await train.status.textContent()) ?? ''
  return text.includes('Finished') ? epochs : Number(/epoch (\d+)/i.exec(text)?.[1]) - 1
}

function print(backend: string, measured: readonly Measured[]): void {
  const growth = growthOf(measured)
  const rows = Object.keys(growth).map((name) => {
    const values = measured.map(({ epoch, sample }) => [`epoch ${epoch}`, format(name, sample[name])] as const)
    return [name, Object.fromEntries([...values, ['by 100 epochs', format(name, growth[name])]])] as const
  })
  console.log(backend)
  console.table(Object.fromEntries(rows))
}

function format(name: string, value: number | undefined): string {
  if (value === undefined) return '–'
  return COUNTS.has(name) ? value.toFixed(0) : `${(value / 1e6).toFixed(3)} MB`
}

function readOption(name: string): string | undefined {
  const start = `--${name}=`
  return process.argv.find((each) => each.startsWith(start))?.slice(start.length)
}
