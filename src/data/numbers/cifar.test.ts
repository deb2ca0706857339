import { describe, expect, it } from 'vitest'
import { imageOf, runImport, zipOf } from '../import/runImport.fixture'

/** Image `i` is red 10 i at its first pixel, green 20 and blue 30 everywhere. */
function records(labels: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    labels.flatMap((own, image) => [
      ...own,
      ...Array.from({ length: 1024 }, (_, i) => (i === 0 ? 10 * image : 0)),
      ...Array<number>(1024).fill(20),
      ...Array<number>(1024).fill(30),
    ]),
  )
}
const NAMES = new TextEncoder().encode('airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n')
const splitsOf = ({ dataset }: Awaited<ReturnType<typeof runImport>>): number[] =>
  [0, 1, 2].map((split) => dataset.splits.filter((own) => own === split).length)

describe('CIFAR-10 in its binary form', () => {
  const files = {
    'cifar-10-batches-bin/batches.meta.txt': NAMES,
    'cifar-10-batches-bin/data_batch_1.bin': records([[6], [9]]),
    'cifar-10-batches-bin/data_batch_2.bin': records([[3]]),
    'cifar-10-batches-bin/test_batch.bin': records([[6], [3]]),
  }

  it('is read with its names and splits, channel last', async () => {
    const imported = await runImport([zipOf(files)])
    expect(imported.dataset).toMatchObject({
      width: 32,
      height: 32,
      channels: 3,
      count: 5,
      classes: ['cat', 'frog', 'truck'],
    })
    expect(Array.from(imported.dataset.labels, (label) => imported.dataset.classes[label])).toEqual([
      'frog',
      'truck',
      'cat',
      'frog',
      'cat',
    ])
    expect(splitsOf(imported)).toEqual([3, 0, 2])
    expect(imageOf(imported, 1).slice(0, 6)).toEqual([10, 20, 30, 0, 20, 30])
    expect([imported.problemCount, imported.notes]).toEqual([0, []])
  })

  it('has numbers for classes without the list, and drawn splits without the test images', async () => {
    const imported = await runImport([new File([files['cifar-10-batches-bin/data_batch_1.bin']], 'data_batch_1.bin')])
    expect(imported.dataset.classes).toEqual(['6', '9'])
    expect(imported.splitsGiven).toBe(false)
  })

  it('says so when it is cut off', async () => {
    const cut = files['cifar-10-batches-bin/data_batch_1.bin'].slice(0, 5000)
    await expect(runImport([new File([cut], 'data_batch_1.bin')])).rejects.toThrow('data_batch_1.bin is a binary file')
  })
})

it('CIFAR-100 has its fine labels, and a note says so', async () => {
  const fine = new TextEncoder().encode(Array.from({ length: 100 }, (_, i) => `thing ${i}`).join('\n'))
  const coarse = new TextEncoder().encode(Array.from({ length: 20 }, (_, i) => `kind ${i}`).join('\n'))
  const imported = await runImport([
    zipOf({
      'cifar-100-binary/fine_label_names.txt': fine,
      'cifar-100-binary/coarse_label_names.txt': coarse,
      'cifar-100-binary/train.bin': records([[11, 19], [15, 29], [4, 0]]), // prettier-ignore
      'cifar-100-binary/test.bin': records([[10, 49]]),
    }),
  ])
  expect(imported.dataset.classes).toEqual(['thing 0', 'thing 19', 'thing 29', 'thing 49'])
  expect(splitsOf(imported)).toEqual([3, 0, 1])
  expect(imported.notes).toContain(
    'Images of cifar-100-binary/train.bin have a coarse and a fine label each, and the fine one was taken.',
  )
})

it('a file of weights is no CIFAR', async () => {
  const weights = new Uint8Array(new Float32Array(3073).fill(0.37).buffer)
  await expect(runImport([new File([weights], 'weights.bin')])).rejects.toThrow('There are no images here')
})
