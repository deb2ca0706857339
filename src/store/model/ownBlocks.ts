/**
 * Blocks that a person saved to use again. They lie in the browser's storage beside the document, each as a document of its own, so that
 * a later Strata opens them as it opens any.
 */
import * as v from 'valibot'
import type { Piece } from '../../model/graph/pieces'
import { ABOVE, INPUT } from '../../model/layers/define'
import { parseProject, ProjectError, serialiseProject } from '../../model/project'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import type { OwnBlock } from '../session/layersPart'

const KEY = 'strata.blocks'

/** What the storage holds, and why some or all of it can't be used: one sentence. */
export interface LoadedBlocks {
  readonly blocks: readonly OwnBlock[]
  readonly trouble?: string
  /** What a newer Strata may have written: it is kept as it is. */
  readonly unread: readonly unknown[]
}

const NO_STORAGE = 'The browser gives no access to its storage, so blocks of your own can’t be kept.'

const savedSchema = v.object({ blocks: v.array(v.unknown()) })
const blockSchema = v.object({ name: v.pipe(v.string(), v.nonEmpty()), entry: v.string(), document: v.string() })

export function loadOwnBlocks(storage: Storage | undefined): LoadedBlocks {
  let text: string | null
  try {
    text = storage?.getItem(KEY) ?? null
  } catch {
    return { blocks: [], unread: [] }
  }
  if (text === null) return { blocks: [], unread: [] }
  const saved = v.safeParse(savedSchema, parse(text))
  if (!saved.success) {
    return { blocks: [], unread: [], trouble: 'The blocks that you saved can’t be read: they were damaged.' }
  }
  const blocks = new Map<string, OwnBlock>()
  const unread: unknown[] = []
  let reason = ''
  for (const each of saved.output.blocks) {
    try {
      const { name, entry, document } = v.parse(blockSchema, each)
      const { layers } = parseProject(document).stack
      if (layers.length === 0) throw new ProjectError('It has no layers.')
      blocks.set(name, { name, piece: { layers, entry } })
    } catch (error) {
      if (!(error instanceof ProjectError) && !v.isValiError(error)) throw error
      reason = error instanceof ProjectError ? ` ${error.message}` : ''
      unread.push(each)
    }
  }
  const sorted = [...blocks.values()].toSorted((one, other) => one.name.localeCompare(other.name))
  if (unread.length === 0) return { blocks: sorted, unread }
  const trouble = `${unread.length === 1 ? 'A block' : `${unread.length} blocks`} that you saved can’t be read.${reason}`
  return { blocks: sorted, unread, trouble }
}

/** Writes all blocks. Returns why that failed: one sentence. */
export function writeOwnBlocks(
  storage: Storage | undefined,
  blocks: readonly OwnBlock[],
  unread: readonly unknown[],
): string | undefined {
  if (!storage) return NO_STORAGE
  const written = blocks.map(({ name, piece: { layers, entry } }) => {
    const stack = { input: 'image', layers, lastId: 0 } as const
    return { name, entry, document: serialiseProject({ stack, recipe: DEFAULT_RECIPE }) }
  })
  try {
    storage.setItem(KEY, JSON.stringify({ blocks: [...unread, ...written] }))
    return undefined
  } catch {
    return 'The browser refused to keep the block in its storage: delete blocks that you don’t need.'
  }
}

/** Whether a change of the storage, as another page tells of it, is one of the blocks. */
export function areOwnBlocks(key: string | null): boolean {
  return key === KEY || key === null
}

/** The piece for any stack: what its layers read elsewhere is not there. */
export function detach({ layers, entry }: Piece): Piece {
  const own = new Set([ABOVE, INPUT, entry, ...layers.map(({ id }) => id)])
  return {
    layers: layers.map((layer) =>
      layer.from ? { ...layer, from: layer.from.map((id) => (own.has(id) ? id : ELSEWHERE)) } : layer,
    ),
    entry,
  }
}

/** An id that no layer has. */
const ELSEWHERE = 'a layer elsewhere'

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
