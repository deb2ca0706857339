/**
 * Projects of Teachable Machine: zip archives called `.tm`, with samples named `<class>-!-<number>.jpg` and a `manifest.json`, which says what
 * they are of and how they were trained. The form is known from tools that write it, such as MeemeeLab/TeachableMachine-Scraper.
 */
import { ImportError } from '../../files/importProblem'
import type { SourceEntry } from '../../files/sourceEntry'
import { decodeText } from '../../files/decodeText'
import type { BroughtRecipe } from '../importReport'
import { fileName } from '../labels/fileNames'
import type { OtherFile } from './recognise'

const LARGEST_MANIFEST = 2 ** 20

export interface Project {
  readonly entry: SourceEntry
  /** What it tells apart: `image`, `pose`, `audio`, or what it says. */
  readonly type: string
  /** Absent where the manifest says no settings, or settings that none can train by. */
  readonly recipe: BroughtRecipe | undefined
}

/** The projects whose manifests are among these files. */
export async function findProjects(others: readonly OtherFile[]): Promise<Project[]> {
  const projects: Project[] = []
  for (const { entry, isOneOfMany } of others) {
    if (isOneOfMany || fileName(entry.path) !== 'manifest.json' || (entry.size ?? 0) > LARGEST_MANIFEST) continue
    const project = await readManifest(entry)
    if (project !== undefined) projects.push(project)
  }
  return projects
}

async function readManifest(entry: SourceEntry): Promise<Project | undefined> {
  let manifest: unknown
  try {
    manifest = JSON.parse(decodeText(await entry.read(LARGEST_MANIFEST)))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof ImportError) return undefined
    throw error
  }
  // Extensions of browsers and web applications have manifests too.
  if (!isObject(manifest) || typeof manifest['type'] !== 'string' || !isObject(manifest['appdata'])) return undefined
  const { trainEpochs: epochs, trainBatchSize: batchSize, trainLearningRate: learningRate } = manifest['appdata']
  const from = entry.archive ?? entry.path
  const recipe =
    isCount(epochs, 1000) && isCount(batchSize, 65_536) && isRate(learningRate)
      ? { from, epochs, batchSize, learningRate }
      : undefined
  return { entry, type: manifest['type'], recipe }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most
}

function isRate(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= 10
}
