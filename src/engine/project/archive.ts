/** A project file, as it is read: an archive whose first entry says what is in it. Whatever lies there, a value comes out, or one sentence. */
import { quoted } from '../../common/text'
import { joinPieces, type Pieces, piecesOf } from '../../files/byteStream'
import { ImportError } from '../../files/importProblem'
import { readRange } from '../../files/readBytes'
import { ProblemList } from '../../files/problemList'
import type { SourceEntry } from '../../files/sourceEntry'
import { listZip } from '../../files/zip'
import { PROJECT_MANIFEST } from '../../model/projectFile'
import { fromPlainJson } from '../../project/plainJson'
import { type Manifest, ManifestError, readManifest } from '../../project/manifest'
import { CallFailure } from '../failures'

/** The most of each kind that is read, unpacked. What is honest stays far below. */
export const MOST_BYTES = { manifest: 2 ** 26, json: 2 ** 26, long: 2 ** 29, block: 2_000_000_000 } as const

/** Deflate expands at most 1032 times, whatever an entry claims. */
const MAX_EXPANSION = 1032

export interface Reading {
  readonly signal: AbortSignal
  onBytes(bytes: number): void
}

export interface Archive {
  /** Of the file, in quotes. */
  readonly name: string
  readonly manifest: Manifest
  /** @throws ImportError when the file was moved or changed since it was chosen. */
  check(): Promise<void>
  /** Bytes that are read of it when these parts are opened. */
  bytesOf(parts: {
    readonly images: boolean
    readonly model: boolean
    readonly runs: boolean
    readonly withWeights: boolean
  }): number
  /** Bytes that an entry unpacks to; undefined when there is none, or it can't be honest. */
  sizeOf(path: string): number | undefined
  /** Its bytes. Undefined when it is missing, damaged, or longer than `most`. Throws the signal's reason, when it is aborted. */
  read(path: string, most: number, reading: Reading): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** The same as JSON. */
  readJson(path: string, reading: Reading, most?: number): Promise<unknown>
}

/** @throws CallFailure with one plain sentence when it is no project file that can be read. */
export async function openArchive(entry: SourceEntry, signal: AbortSignal): Promise<Archive> {
  const name = quoted(entry.path)
  const file = await blobOf(entry, signal)
  const entries = await list(file, name, entry.path, signal)

  const sizeOf = (path: string): number | undefined => {
    const found = entries.get(path)
    const packing = found?.place?.packing
    return packing && packing.size <= packing.packedSize * MAX_EXPANSION ? packing.size : undefined
  }

  const read: Archive['read'] = async (path, most, { signal, onBytes }) => {
    const [found, size] = [entries.get(path), sizeOf(path)]
    if (!found || size === undefined || size > most) return undefined
    async function* counted(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Pieces {
      for await (const piece of piecesOf(stream)) {
        signal.throwIfAborted()
        yield piece
        onBytes(piece.length)
      }
    }
    try {
      return await joinPieces(counted(found.stream()), Infinity, size)
    } catch (error) {
      if (error instanceof ImportError) return undefined
      throw error
    }
  }

  const bytesOf: Archive['bytesOf'] = ({ images, model, runs, withWeights }) => {
    const isRead = (path: string): boolean => {
      if (path.startsWith('data/')) return images
      if (path.startsWith('model/')) return model
      if (path.startsWith('runs/')) return runs && (withWeights || !path.endsWith('/weights.bin'))
      return true
    }
    return [...entries.keys()].reduce((sum, path) => sum + (isRead(path) ? (sizeOf(path) ?? 0) : 0), 0)
  }

  const readJson: Archive['readJson'] = async (path, reading, most = MOST_BYTES.json) => {
    const bytes = await read(path, most, reading)
    if (!bytes) return undefined
    try {
      return fromPlainJson(new TextDecoder().decode(bytes))
    } catch {
      return undefined
    }
  }

  const bytes = await read(PROJECT_MANIFEST, MOST_BYTES.manifest, { signal, onBytes: () => undefined })
  if (!bytes) throw cutOff(name)
  try {
    const manifest = readManifest(new TextDecoder().decode(bytes))
    const check = async (): Promise<void> => void (await readRange(file, 0, 1, entry.path))
    return { name, manifest, check, bytesOf, sizeOf, read, readJson }
  } catch (error) {
    if (error instanceof ManifestError) throw new CallFailure('badModel', `${name} ${error.message}`)
    throw error
  }
}

/** Of an entry of another archive, unpacked: where it lies, it can't be read from its end. */
async function blobOf(entry: SourceEntry, signal: AbortSignal): Promise<Blob> {
  const { place } = entry
  if (place && !place.packing) return place.file.slice(place.begin, place.end)
  const parts: Blob[] = []
  for await (const piece of piecesOf(entry.stream())) {
    signal.throwIfAborted()
    parts.push(new Blob([piece]))
  }
  return new Blob(parts)
}

async function list(
  file: Blob,
  name: string,
  path: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, SourceEntry>> {
  try {
    const entries = await listZip(file, path, new ProblemList(), signal)
    return new Map(entries.map((entry) => [entry.path, entry]))
  } catch (error) {
    if (error instanceof ImportError) throw cutOff(name)
    throw error
  }
}

function cutOff(name: string): CallFailure {
  return new CallFailure(
    'badModel',
    `${name} is a Strata project that was cut off or damaged on its way here: copy it anew from where it was saved.`,
  )
}
