/**
 * `npm run bench:node`: the blocks of the page's bench in Node, on the package `webgpu`, for machines without a browser. `STRATA_GPU=1` uses
 * the machine's GPU, `-- --blocks=machine,kernels` measures those alone. Each block is a line of JSON on stdout when it ends, so that a kill
 * loses nothing, and tables on stderr. Other measurements instead: `-- --templates` times a step of every template, `-- --augment` with
 * augmented images, `-- --images` how an epoch grows with its images, `-- --tune` which variants of its kernels the device chooses, model by
 * model. With `--no-timestamps` the device does not tell the time. The built files in `test-results/bench/` need nothing beside themselves but
 * that package.
 */
import { isMainThread, Worker } from 'node:worker_threads'
import { fileURLToPath } from 'node:url'
import { availableParallelism } from 'node:os'
import { openNodeGpu } from '../../scripts/openNodeGpu'
import { openNodeProcessor } from '../../scripts/openNodeProcessor'
import { serveNodeComputeWorker } from '../../scripts/serveNodeComputeWorker'
import { describeGpu } from '../../src/bench/measure/machine'
import { runBench } from '../../src/bench/measure/runBench'
import { blockToMarkdown } from '../../src/bench/report/markdown'
import { BLOCK_NAMES, type BlockName } from '../../src/bench/report/report'
import { measureImages } from './measureImages'
import { measureTemplates } from './measureTemplates'
import { measureTuning } from './measureTuning'

if (isMainThread) {
  await measure()
  process.exit(0)
}
serveNodeComputeWorker()

async function measure(): Promise<void> {
  const blocks = readBlocks()
  const has = (option: string): boolean => process.argv.includes(`--${option}`)
  const { adapter, device, gpu } = await openNodeGpu({ timestamps: !has('no-timestamps') })
  if (['images', 'templates', 'augment', 'tune'].some(has)) {
    const { vendor, architecture, description } = adapter.info
    console.log([vendor, architecture, description].filter(Boolean).join(' '))
    if (has('images')) await measureImages(device)
    else if (has('tune')) await measureTuning(device)
    else await measureTemplates(device, has('augment'))
    return
  }
  // jax-js looks for it there.
  Object.defineProperty(globalThis, 'navigator', {
    value: { gpu, hardwareConcurrency: availableParallelism(), userAgent: `Node ${process.version}` },
  })
  const processor = openNodeProcessor({ start: () => new Worker(fileURLToPath(import.meta.url)) })
  const environment = { browser: `Node ${process.version}`, logicalProcessors: availableParallelism() }
  await runBench(
    { environment, gpu: describeGpu(adapter, device), processor },
    {
      ...(blocks && { blocks }),
      signal: new AbortController().signal,
      tell(event) {
        if (event.type === 'progress' || (event.type === 'block' && event.result.status === 'measuring')) return
        console.log(JSON.stringify(event))
        if (event.type === 'block') console.error(`${blockToMarkdown(event.block, event.result)}\n`)
      },
    },
  )
}

/** @throws Error when there is no such block. */
function readBlocks(): readonly BlockName[] | undefined {
  const option = process.argv.find((argument) => argument.startsWith('--blocks='))?.split('=')[1]
  return option?.split(',').map((name) => {
    const block = BLOCK_NAMES.find((each) => each === name)
    if (!block) throw new Error(`No block ${name}: choose from ${BLOCK_NAMES.join(', ')}`)
    return block
  })
}
