/**
 * `npm run bench:mnist99` measures how long the template Quick 99 % takes from the press on Start to weights that name 99 % of MNIST's test
 * images rightly: on the processor in Node, where no page takes part, and in the built page in Chromium on the processor and on WebGPU.
 *
 * - `ready`: until the first step begins. The trainer is opened, its kernels are compiled, and on WebGPU the images are sent to the device;
 * - `seconds`: until the weights of the last step are read back. The test comes behind it, and does not count.
 *
 * The seeds train in a row, in one process or on one page, whose first run loads the code that trains. `-- --seeds=1,2,3` are those unless
 * others are named; `--backends=node,processor` takes these two alone; `--json` prints one JSON object. `STRATA_GPU=1` uses the machine's
 * GPU: on the browser's software adapter a seed takes minutes. It fails where a seed stays under 99 %.
 */
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, type Browser, type Page } from '@playwright/test'
import { build } from 'vite'
import { BROWSER_ARGUMENTS } from '../../e2e/browserArguments'
import { StudioPage } from '../../e2e/pages/StudioPage'
import { serveFolder } from '../../e2e/staticServer'
import { findBrowser } from '../../scripts/findBrowser'
import { quick99 } from '../../src/model/graph/templates/quick99'
import type { MessageToPage } from '../../src/engine/protocol/messages'
import { print, type BackendFigures, type SeedFigures } from './figures'
import { trainInNode } from './trainInNode'

const STUDIO = join('test-results', 'mnist99-studio')
const MNIST = process.env['STRATA_MNIST'] ?? join('..', 'shared', 'mnist')
const IMAGES = [join(MNIST, 'mnist_images.zip'), join(MNIST, 'mnist_dataset.csv')]
const PATIENCE = { timeout: 1_800_000 }
const BACKENDS = ['node', 'processor', 'webgpu'] as const
const GOAL = 0.99

type BackendName = (typeof BACKENDS)[number]
type PageBackend = Exclude<BackendName, 'node'>

/** When the page heard what, in milliseconds of its clock. */
interface Heard {
  pressed: number
  prepared: number
  /** The end of the last epoch that ended. */
  epochEnd: number
}

const option = (name: string): string | undefined =>
  process.argv.find((each) => each.startsWith(`--${name}=`))?.split('=')[1]
const seeds = (option('seeds') ?? '1,2,3').split(',').map(Number)
const backends = (option('backends') ?? BACKENDS.join(',')).split(',').map((name): BackendName => {
  const backend = BACKENDS.find((each) => each === name)
  if (!backend) throw new Error(`No backend ${name}: choose from ${BACKENDS.join(', ')}`)
  return backend
})

const asJson = process.argv.includes('--json')
const MACHINE = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} logical processors`

if (IMAGES.every((file) => existsSync(file))) await measureAll()
else {
  console.error(`There is no mnist_images.zip with mnist_dataset.csv in ${MNIST}: STRATA_MNIST names the folder.`)
  process.exitCode = 1
}

async function measureAll(): Promise<void> {
  const figures: BackendFigures[] = []
  const tell = (each: BackendFigures): void => {
    figures.push(each)
    if (!asJson) print(each)
  }
  if (!asJson) console.log(MACHINE)
  if (backends.includes('node')) tell(await trainInNode(MNIST, seeds))
  const inPage = backends.filter((each) => each !== 'node')
  if (inPage.length > 0) await measurePages(inPage, tell)
  if (asJson) console.log(JSON.stringify({ machine: MACHINE, figures }, null, 2))
  if (figures.some((each) => each.seeds.some(({ accuracy }) => accuracy < GOAL))) {
    console.error(`A seed stayed under ${100 * GOAL} %.`)
    process.exitCode = 1
  }
}

async function measurePages(names: readonly PageBackend[], tell: (figures: BackendFigures) => void): Promise<void> {
  await build({ build: { outDir: STUDIO, emptyOutDir: true }, logLevel: 'error' })
  const server = await serveFolder(STUDIO, '/')
  const executablePath = findBrowser()
  const browser = await chromium.launch({ args: [...BROWSER_ARGUMENTS], ...(executablePath ? { executablePath } : {}) })
  try {
    for (const backend of names) tell(await measureBackend(browser, server.url, backend))
  } finally {
    await browser.close()
    await server.close()
  }
}

async function measureBackend(browser: Browser, url: string, backend: PageBackend): Promise<BackendFigures> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(PATIENCE.timeout)
  page.on('pageerror', (error) => console.error(error))
  await listenToWorker(page)
  const studio = new StudioPage(page, url)
  await studio.openOn(backend)
  await studio.data.fileInput.setInputFiles(IMAGES)
  await expect(studio.data.summary).toContainText('70,000 images', PATIENCE)
  await studio.model.useTemplate(quick99.name)
  const measured: SeedFigures[] = []
  for (const seed of seeds) measured.push(await measureSeed(studio, seed))
  const name = (await studio.device.textContent()) ?? backend
  await page.close()
  return { backend: `${name}, in Chromium ${browser.version()}`, seeds: measured }
}

async function measureSeed(studio: StudioPage, seed: number): Promise<SeedFigures> {
  const { page, train, evaluate } = studio
  await train.enterRecipe({ seed })
  await page.evaluate(() => Object.assign(globalThis, { heard: { pressed: 0, prepared: 0, epochEnd: 0 } }))
  await train.start.click()
  await expect(train.stop).toBeVisible(PATIENCE)
  await expect(train.status).toContainText('Finished', PATIENCE)
  const heard = await page.evaluate(() => (globalThis as unknown as { heard: Heard }).heard)
  const since = (at: number): number => (at - heard.pressed) / 1000
  return { seed, ready: since(heard.prepared), seconds: since(heard.epochEnd), accuracy: await evaluate.accuracy() }
}

/** Writes down, in the page itself, when Start was pressed and when the engine's messages came. Must be called before the page opens. */
async function listenToWorker(page: Page): Promise<void> {
  // tsx marks functions with this helper, those too that are sent to the page.
  await page.addInitScript('globalThis.__name = (marked) => marked')
  await page.addInitScript(() => {
    const heard = (): Heard => (globalThis as unknown as { heard: Heard }).heard
    const press = (event: Event): void => {
      const button = event.target instanceof Element ? event.target.closest('button') : undefined
      if (button?.textContent.includes('Start') === true) heard().pressed = performance.now()
    }
    addEventListener('click', press, { capture: true })
    const listen = ({ data }: MessageEvent<MessageToPage>): void => {
      if (data.kind !== 'event' || data.event.type !== 'run') return
      const { type } = data.event.event
      if (type === 'prepared' || type === 'epochEnd') heard()[type] = performance.now()
    }
    const Plain = globalThis.Worker
    globalThis.Worker = class extends Plain {
      constructor(...parameters: ConstructorParameters<typeof Plain>) {
        super(...parameters)
        this.addEventListener('message', listen)
      }
    }
  })
}
