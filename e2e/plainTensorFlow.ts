/** Opens an exported model with `tf.loadLayersModel` and nothing of ours: in Node, and in a page that holds TensorFlow.js alone. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import * as tensorFlow from '@tensorflow/tfjs'
import type { Picture } from './pictures.fixture'
import type { FileToOpen } from './pages/DataPanel'
import { serveFolder } from './staticServer'

/** The index of the most probable class of each picture. */
export async function classifyInNode(
  files: readonly FileToOpen[],
  pictures: readonly Picture[],
): Promise<readonly number[]> {
  return servePair(files, (url) => classify(tensorFlow, { url: `${url}model.json`, pixels: pixelsOf(pictures) }))
}

/** The same by a page whose one script is TensorFlow.js. */
export async function classifyInPage(
  page: Page,
  files: readonly FileToOpen[],
  pictures: readonly Picture[],
): Promise<readonly number[]> {
  return servePair(files, async (url) => {
    await page.goto(url)
    const request = JSON.stringify({ url: 'model.json', pixels: pixelsOf(pictures) })
    return page.evaluate<readonly number[]>(`(${classify.toString()})(tf, ${request})`)
  })
}

interface Request {
  readonly url: string
  /** Bytes, a list an image. */
  readonly pixels: readonly (readonly number[])[]
}

/** Runs here and, as text, in the page: it may use nothing but its arguments. */
async function classify(tf: typeof tensorFlow, { url, pixels }: Request): Promise<readonly number[]> {
  await tf.setBackend('cpu')
  const model = await tf.loadLayersModel(url)
  const [, ...shape] = model.inputs[0]?.shape ?? []
  const images = tf.tensor(pixels.flat(), [pixels.length, ...shape.map(Number)]).div(255)
  return Array.from((model.predict(images) as tensorFlow.Tensor).argMax(-1).dataSync())
}

function pixelsOf(pictures: readonly Picture[]): readonly (readonly number[])[] {
  return pictures.map((picture) => [...picture.pixels])
}

/** A folder with the pair, TensorFlow.js and an empty page behind a plain file server, for as long as the visit takes. */
async function servePair<Result>(
  files: readonly FileToOpen[],
  visit: (url: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'strata-'))
  try {
    const script = join(
      createRequire(import.meta.url).resolve('@tensorflow/tfjs/package.json'),
      '..',
      'dist',
      'tf.min.js',
    )
    await copyFile(script, join(folder, 'tf.min.js'))
    await writeFile(
      join(folder, 'index.html'),
      '<!doctype html><title>TensorFlow.js</title><script src="tf.min.js"></script>',
    )
    for (const { name, buffer } of files) await writeFile(join(folder, name), buffer)
    const server = await serveFolder(folder, '/')
    try {
      return await visit(server.url)
    } finally {
      await server.close()
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}
