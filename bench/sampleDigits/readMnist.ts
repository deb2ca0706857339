/** MNIST, from its IDX files as published, compressed by gzip. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

export interface LabelledImages {
  readonly count: number
  /** `count` x 28 x 28 bytes. */
  readonly pixels: Uint8Array
  readonly labels: Uint8Array
}

/** Reads the 10,000 test images in `folder`. */
export function readMnistTest(folder: string): LabelledImages {
  return readMnist(folder, 't10k')
}

/** Reads the 60,000 training images in `folder`. */
export function readMnistTrain(folder: string): LabelledImages {
  return readMnist(folder, 'train')
}

function readMnist(folder: string, set: 't10k' | 'train'): LabelledImages {
  const labels = readIdx(join(folder, `${set}-labels-idx1-ubyte.gz`), 1)
  const pixels = readIdx(join(folder, `${set}-images-idx3-ubyte.gz`), 3)
  return { count: labels.length, pixels, labels }
}

/** An IDX file begins with two zeros, the type (8: bytes), the number of dimensions, and each dimension in four bytes. */
function readIdx(path: string, dimensions: number): Uint8Array {
  const file = gunzipSync(readFileSync(path))
  if (file.readUInt32BE(0) !== (8 << 8) + dimensions)
    throw new Error(`${path} is no IDX file of ${dimensions} dimensions`)
  return file.subarray(4 + 4 * dimensions)
}
