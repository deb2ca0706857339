/** Fetches the files of two tutorials of the Galaxy Training Network from Zenodo, the only host that is ever asked for anything. */
import { joinWords } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { piecesOf } from '../../files/byteStream'
import type { ImportProgress } from '../dataset'
import { isWebPage } from './fileKinds'

const HOST = 'https://zenodo.org'

/** The most that is taken of all files together; the larger of the two has 128 MB. */
const MAX_BYTES = 2 ** 30

interface TutorialFile {
  /** The number of the record on Zenodo. */
  readonly record: number
  readonly name: string
}

export type Tutorial = 'ludwig' | 'galaxy'

const FILES: Readonly<Record<Tutorial, readonly TutorialFile[]>> = {
  ludwig: [
    { record: 13292895, name: 'mnist_images.zip' },
    { record: 13357260, name: 'mnist_dataset.csv' },
  ],
  galaxy: ['X_train.tsv', 'y_train.tsv', 'X_test.tsv', 'y_test.tsv'].map((name) => ({ record: 4697906, name })),
}

export interface DownloadOptions {
  readonly signal: AbortSignal
  /** Bytes, of all files together. */
  readonly onProgress: (progress: ImportProgress) => void
}

/**
 * The files as if they had been dropped. Throws ImportError when one can't be had whole, which says which to download by hand, and the
 * signal's reason when it is aborted. `host` is another only where there is no Zenodo.
 */
export async function downloadTutorial(
  tutorial: Tutorial,
  { signal, onProgress }: DownloadOptions,
  host = HOST,
): Promise<{ path: string; file: File }[]> {
  const files = FILES[tutorial]
  // One failure ends the other downloads under way.
  const ending = new AbortController()
  const both = AbortSignal.any([signal, ending.signal])
  let done = 0
  let total = 0
  onProgress({ phase: 'downloading', done, total })
  const onBytes = (bytes: number): void => {
    done += bytes
    if (done > MAX_BYTES) throw new Error('there is more than 1 GB of it')
    onProgress({ phase: 'downloading', done, total: Math.max(total, done) })
  }
  try {
    const responses = await Promise.all(files.map((file) => open(file, host, both)))
    // With an unknown length missing from the sum, the whole would look nearly done.
    const lengths = responses.map(lengthOf)
    total = lengths.includes(undefined) ? 0 : lengths.reduce<number>((sum, length) => sum + (length ?? 0), 0)
    return await Promise.all(
      files.map(async ({ name }, i) => ({ path: name, file: await readBody(name, responses[i]!, onBytes) })),
    )
  } catch (error) {
    signal.throwIfAborted()
    throw new ImportError(`${describeRefusal(error)}: ${whatToDo(files)}.`)
  } finally {
    ending.abort()
  }
}

async function open({ record, name }: TutorialFile, host: string, signal: AbortSignal): Promise<Response> {
  // The page of a record sends its files without leave to read them from elsewhere; its programming interface does.
  const address = `${host}/api/records/${record}/files/${name}/content`
  const response = await fetch(address, { signal, credentials: 'omit', referrerPolicy: 'no-referrer' })
  if (new URL(response.url).origin !== new URL(host).origin) throw new Error('it sent us to another place')
  if (!response.ok || response.body === null) throw new Error(`it answered with status ${response.status}`)
  return response
}

/** Bytes to come. Undefined when the server does not tell, or tells the length of the packed bytes. */
function lengthOf({ headers }: Response): number | undefined {
  const length = headers.get('content-length')
  return length === null || headers.has('content-encoding') ? undefined : Number(length)
}

async function readBody(name: string, response: Response, onBytes: (bytes: number) => void): Promise<File> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  for await (const piece of piecesOf(response.body!)) {
    pieces.push(piece)
    length += piece.length
    onBytes(piece.length)
  }
  // A network that wants its users to sign in answers for every host.
  if (pieces[0] !== undefined && isWebPage(pieces[0])) throw new Error(`a web page came in place of ${name}`)
  if (length !== (lengthOf(response) ?? length)) throw new Error(`${name} was cut off`)
  return new File(pieces, name)
}

function describeRefusal(error: unknown): string {
  // Browsers word a refusal each in their own way, and a person can do nothing with the words.
  if (error instanceof TypeError || !(error instanceof Error)) return 'Zenodo could not be reached from here'
  return `The files could not be had from Zenodo, because ${error.message}`
}

function whatToDo(files: readonly TutorialFile[]): string {
  const records = [...new Set(files.map(({ record }) => record))]
  const parts = records.map((record) => {
    const names = files.filter((file) => file.record === record).map(({ name }) => name)
    return `${joinWords(names)} from ${HOST.replace('https://', '')}/records/${record}`
  })
  return `download ${joinWords(parts)}, and drop them here together`
}
