/** For tests: runs written scripts, and holds what they come to against Strata's own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { runPython } from '../../../scripts/interop/python'
import { predictHere } from '../../engine/models/predictHere.fixture'
import { initialWeights } from '../../model/graph/initialise'
import { isSameValue } from '../../model/sameValue'
import type { TrainedModel } from '../../model/trainedModel'
import { rescaling } from '../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { proofImages } from '../proofModels.fixture'
import type { Written } from '../target'
import type { SomeFiles } from './scripts.fixture'

const PREDICT = resolve('scripts/interop/predict_by_script.py')

async function inFolder<Result>(
  { files }: Written,
  work: (folder: string) => Result | Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'strata-script-'))
  try {
    for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes)
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Runs the program of the files beside those of its data. @returns what it says, and the loss of each step. */
export function runScript(
  written: Written,
  { images, labels }: SomeFiles,
  more: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly stdout: string; readonly losses: readonly number[] }> {
  return inFolder(written, (folder) => {
    writeFileSync(join(folder, 'images.zip'), images)
    if (labels !== undefined) writeFileSync(join(folder, 'labels.csv'), labels)
    const { stdout } = runPython([written.snippet!.file, '--step-losses', 'steps.csv', ...more], { folder, env })
    const [, ...steps] = readFileSync(join(folder, 'steps.csv'), 'utf8').trim().split('\n')
    return { stdout, losses: steps.map((line) => Number(line.split(',')[1])) }
  })
}

/** The largest difference of the first ten steps, which it prints. Infinity where there are fewer. */
export function lossDifference(theirs: readonly number[], ours: readonly number[], what: string): number {
  if (ours.length < 10 || theirs.length !== ours.length) return Infinity
  const differences = ours.slice(0, 10).map((loss, step) => Math.abs(loss - theirs[step]!))
  const largest = Math.max(...differences)
  process.stdout.write(
    `${what}: the first ${differences.length} losses differ by ${largest.toExponential(1)} at most\n`,
  )
  return largest
}

/** The largest difference of the shares that the script's model of the first weights gives, from those that Strata's trainer gives. */
export async function shareDifference(
  written: Written,
  { stack, data, classes }: TrainedModel,
  device: number | string,
): Promise<number> {
  const [pixels, count] = [proofImages(data, 6), 6]
  const weights = initialWeights(stack, data, DEFAULT_RECIPE.seed)
  const expected = await predictHere(
    { stack, data, classes, weights, normalisation: rescaling(data.channels) },
    pixels,
    count,
  )
  const told = await inFolder(written, (folder) => {
    writeFileSync(join(folder, 'pixels.bin'), pixels)
    const { stdout } = runPython([PREDICT, 'pixels.bin', String(device)], { folder })
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as { readonly classes: string[]; readonly shares: number[][] }
  })
  if (!isSameValue(told.classes, classes)) throw new Error(`The script has the classes ${told.classes.join(', ')}`)
  const largest = Math.max(...Array.from(expected, (share, at) => Math.abs(share - told.shares.flat()[at]!)))
  process.stdout.write(`shares of ${stack.layers.length} layers differ by ${largest.toExponential(1)} at most\n`)
  return largest
}
