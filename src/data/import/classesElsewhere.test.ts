/** Classes that stand neither in a table nor in a folder: in files' names, in projects, one array a class. Each names what it follows. */
import { describe, expect, it } from 'vitest'
import { SPLITS } from '../../model/split'
import type { Dataset } from '../dataset'
import { makeZip } from '../../files/makeZip.fixture'
import { decodeBatch } from '../images/images'
import { makeGreyPng } from '../images/makePng.fixture'
import { DEFAULT_SETTINGS, type ImportQuestion, type ImportSettings, type NamesQuestion } from '../importSettings'
import type { ImportReport } from '../importReport'
import { NoLabels } from '../labels/noLabels'
import { importFiles, type ImportOutcome } from './importFiles'

interface Given extends Partial<ImportSettings> {
  readonly addTo?: Dataset
}

function tryImport(files: readonly File[], { addTo, ...settings }: Given = {}): Promise<ImportOutcome> {
  return importFiles(
    files.map((file) => ({ path: file.webkitRelativePath || file.name, file })),
    { ...DEFAULT_SETTINGS, ...settings },
    { signal: new AbortController().signal, onProgress: () => undefined, decodeImages: decodeBatch },
    addTo,
  )
}

async function run(files: readonly File[], given?: Given): Promise<{ dataset: Dataset } & ImportReport> {
  const outcome = await tryImport(files, given)
  if (outcome.kind === 'question') throw new Error(`It asks: ${JSON.stringify(outcome.question)}`)
  return { dataset: outcome.dataset, ...outcome.report }
}

async function questionOf(files: readonly File[], given?: Given): Promise<NamesQuestion> {
  const outcome = await tryImport(files, given).catch((error: unknown) => error)
  if (outcome instanceof NoLabels) return outcome.question
  const { question } = outcome as { question?: ImportQuestion }
  if (question?.kind !== 'names') throw new Error(`It does not ask about names: ${String(outcome)}`)
  return question
}

/** Images of each class, and of each split. */
function countsOf({ classes, labels, splits }: Dataset): [Record<string, number>, Record<string, number>] {
  const count = (values: Iterable<number>, names: readonly string[]): Record<string, number> => {
    const counts: Record<string, number> = {}
    for (const value of values) counts[names[value]!] = (counts[names[value]!] ?? 0) + 1
    return counts
  }
  return [count(labels, classes), count(splits, SPLITS)]
}

const png = (seed: number): Uint8Array => makeGreyPng(3, 3, (x, y) => (seed * 7 + 80 * x + 20 * y) % 251)
const names = (count: number, name: (i: number) => string): string[] => Array.from({ length: count }, (_, i) => name(i))
const zip = (name: string, paths: readonly string[], more: Record<string, string> = {}): File =>
  new File(
    [
      makeZip([
        ...paths.map((path, i) => ({ name: path, bytes: png(i) })),
        ...Object.entries(more).map(([path, text]) => ({ name: path, bytes: new TextEncoder().encode(text) })),
      ]),
    ],
    name,
  )

// xiaos16/MNIST, eth-sri/dl2 #6, fastai's RegexLabeller
describe('the class in the file’s name', () => {
  const pets = names(60, (i) => `train/${i % 2 ? 'dog' : 'cat'}.${i >> 1}.jpg`)

  it('is read, with a note, and can be read otherwise', async () => {
    const read = await run([zip('train.zip', pets)])
    expect(countsOf(read.dataset)[0]).toEqual({ cat: 30, dog: 30 })
    expect(read.dataset.paths[1]).toBe('train/dog.0.jpg')
    expect(read.dataset.pixels[9]).toBe(7)
    expect(read.notes[0]).toBe(
      'No folder or table says the classes, so they were read off the files’ names by {class}.#: “cat.0.jpg” is of class “cat”. “Names …” under How it was read changes that.',
    )
    expect(read.files).toMatchObject([
      {
        path: 'train.zip',
        outcome: '60 images, classes from the names by {class}.#',
        question: { kind: 'names', file: 'train.zip', places: ['train.zip'], pattern: '{class}.#', count: 60 },
      },
    ])
    const other = await run([zip('train.zip', pets)], { names: { 'train.zip': '*.{class}' } })
    expect(other.dataset.classes).toHaveLength(30)
    expect(other.notes.join()).not.toContain('No folder or table')
  })

  it('leaves out what does not fit, such as images to be predicted', async () => {
    const files = [
      zip('train.zip', pets),
      zip(
        'test1.zip',
        names(20, (i) => `test1/${i}.jpg`),
      ),
    ]
    const { dataset, problems } = await run(files)
    expect(countsOf(dataset)[0]).toEqual({ cat: 30, dog: 30 })
    expect(problems).toMatchObject([{ kind: 'images have no label', count: 20 }])
    expect(problems[0]!.listed[0]).toEqual({
      message: 'The name of “test1/0.jpg” does not fit {class}.#, so it was left out.',
      file: 'test1.zip',
    })
  })

  it('goes with splits by folders', async () => {
    const split = names(60, (i) => `${i < 40 ? 'train' : 'test'}/${i % 2 ? 'dog' : 'cat'}.${i}.jpg`)
    const { dataset, splitsGiven } = await run([zip('pets.zip', split)])
    expect(splitsGiven).toBe(true)
    expect(countsOf(dataset)).toEqual([
      { cat: 30, dog: 30 },
      { train: 40, test: 20 },
    ])
  })

  it('is read off loose files and folders alike', async () => {
    const loose = names(20, (i) => `${i % 2 ? 'tulip' : 'red rose'} (${i}).png`).map(
      (name, i) => new File([png(i) as Uint8Array<ArrayBuffer>], name),
    )
    const read = await run(loose)
    expect(countsOf(read.dataset)[0]).toEqual({ 'red rose': 10, tulip: 10 })
    expect(read.files).toMatchObject([
      {
        outcome: '20 images, classes from the names by {class} (#)',
        question: { file: 'red rose (0).png', places: [''] },
      },
    ])
    await expect(run(loose, { names: { '': '* {class} (#)' } })).rejects.toThrow(
      'All images that could be used have the label “rose”',
    )
  })

  it('is asked about where names say several things, and the answer is taken', async () => {
    const faces = names(
      400,
      (i) => `${20 + (i % 25)}_${(i >> 2) % 2}_${(i * 7) % 5}_2017011617${1000 + i}525.jpg.chip.jpg`,
    )
    const question = await questionOf([zip('faces.zip', faces)])
    expect(question).toMatchObject({
      kind: 'names',
      file: 'faces.zip',
      guesses: ['{class}_*', '#_{class}_*', '#_#_{class}_*'],
      pattern: '{class}_*',
      count: 400,
    })
    expect(question.names).toHaveLength(300)
    const { dataset, files } = await run([zip('faces.zip', faces)], { names: { 'faces.zip': '#_{class}_*' } })
    expect(countsOf(dataset)[0]).toEqual({ 0: 200, 1: 200 })
    expect(files[0]!.outcome).toBe('400 images, classes from the names by #_{class}_*')
  })

  it('is not seen in the names of a camera: the sentence stays, and offers a pattern', async () => {
    const photos = zip(
      'photos.zip',
      names(20, (i) => `IMG_${1000 + i}.jpg`),
    )
    const sentence =
      'photos.zip has no labels with it: drop the CSV that names each image’s label too, or put the images in one folder a class.'
    await expect(run([photos])).rejects.toThrow(sentence)
    expect(await questionOf([photos])).toMatchObject({
      problem: sentence,
      guesses: [],
      pattern: '',
      places: ['photos.zip'],
    })
    expect(await questionOf([photos], { names: { 'photos.zip': '{class}.#' } })).toMatchObject({
      problem: 'No name of these 20 images fits {class}.#.',
      pattern: '{class}.#',
    })
    await expect(run([photos], { names: { 'photos.zip': 'no pattern' } })).rejects.toThrow(
      '“no pattern” is no pattern of names. Write {class} where the class stands in the names.',
    )
  })

  it('does not count where folders or a table say the classes', async () => {
    const inFolders = names(20, (i) => `${i % 2 ? 'b' : 'a'}/${i % 3 ? 'cat' : 'dog'}_${i}.png`)
    const read = await run([zip('x.zip', inFolders)])
    expect(countsOf(read.dataset)[0]).toEqual({ a: 10, b: 10 })
    expect(read.notes).toContain(
      'The folders were taken for the classes. The files’ names say others by {class}_#, such as “dog”: “Names …” under How it was read takes those.',
    )
    const other = await run([zip('x.zip', inFolders)], { names: { 'x.zip': '{class}_#' } })
    expect(countsOf(other.dataset)[0]).toEqual({ cat: 13, dog: 7 })
    const table = new File(
      [['image_path,label', ...pets.map((path, i) => `${path},${i % 3}`)].join('\n')],
      'labels.csv',
    )
    expect(countsOf((await run([zip('train.zip', pets), table])).dataset)[0]).toEqual({ 0: 20, 1: 20, 2: 20 })
  })

  it('can be turned off', async () => {
    const { problem } = await questionOf([zip('train.zip', pets)], { names: { 'train.zip': '' } })
    expect(problem).toMatch(/^train.zip has no labels with it/)
  })

  it('joins the classes that there are', async () => {
    const { dataset } = await run([zip('train.zip', pets)])
    const more = await run([zip('more.zip', ['new/cat.77.jpg', 'new/cat.78.jpg'])], { addTo: dataset })
    expect(countsOf(more.dataset)[0]).toEqual({ cat: 32, dog: 30 })
  })
})

// xiaos16/MNIST names its images `train-04999-2.png`
describe('the split in the file’s name', () => {
  const paths = names(
    40,
    (i) => `${i % 4 ? 'train' : 'test'}-${String(i).padStart(5, '0')}-${i % 2 ? 'cat' : 'dog'}.png`,
  )

  it('is read beside the class, with a note', async () => {
    const { dataset, notes } = await run([zip('pets.zip', paths)])
    expect(countsOf(dataset)).toEqual([
      { cat: 20, dog: 20 },
      { train: 30, test: 10 },
    ])
    expect(dataset.paths.every((path, i) => path.startsWith(SPLITS[dataset.splits[i]!]!))).toBe(true)
    expect(notes).toContain(
      'The files’ names say the splits: “test-00000-dog.png” is of the test split. “At random” under Splits draws others.',
    )
    expect(notes.join(' ')).not.toContain('Nothing in')
  })

  it('is read in folders of classes, from a word by itself, with a number too', async () => {
    const inFolders = names(20, (i) => `${i % 2 ? 'cat' : 'dog'}/my_${i < 12 ? 'train' : 'valid'}${i}.png`)
    const { dataset } = await run([zip('pets.zip', inFolders)])
    expect(countsOf(dataset)).toEqual([
      { cat: 10, dog: 10 },
      { train: 12, validation: 8 },
    ])
  })

  it.each([
    ['all are of one', names(20, (i) => `${i % 2 ? 'cat' : 'dog'}/train_${i}.png`)],
    ['most say none', names(20, (i) => `${i % 2 ? 'cat' : 'dog'}/${['train', 'bus', 'test'][i % 3]!}_${i}.png`)],
    ['it is part of a word', names(20, (i) => `${i % 2 ? 'cat' : 'dog'}/${i % 3 ? 'trainer' : 'tests-x'}_${i}.png`)],
  ])('is none where %s', async (_, inFolders) => {
    const { notes } = await run([zip('pets.zip', inFolders)])
    expect(notes.filter((note) => note.startsWith('The files’ names say the splits'))).toEqual([])
  })

  it('is none where folders say the splits', async () => {
    const inFolders = names(
      24,
      (i) => `${i < 16 ? 'train' : 'test'}/${i % 2 ? 'cat' : 'dog'}/${i % 3 ? 'train' : 'test'}_${i}.png`,
    )
    expect(countsOf((await run([zip('pets.zip', inFolders)])).dataset)[1]).toEqual({ train: 16, test: 8 })
  })
})

// googlecreativelab/teachablemachine-community #38 and #191
describe('Teachable Machine', () => {
  const samples = names(45, (i) => `${['Class 1', 'my cat', 'none'][i % 3]!}-!-${i}.jpg`)
  const manifest = (appdata: object, type = 'image'): Record<string, string> => ({
    'manifest.json': JSON.stringify({ type, version: '2.4.10', appdata }),
  })
  const trained = { trainEpochs: 50, trainBatchSize: 16, trainLearningRate: 0.001 }

  it('has the class before -!- in its projects, and its recipe beside', async () => {
    const { dataset, recipe, files, problemCount } = await run([zip('project.tm', samples, manifest(trained))])
    expect(countsOf(dataset)[0]).toEqual({ 'Class 1': 15, 'my cat': 15, none: 15 })
    expect(recipe).toEqual({ from: 'project.tm', epochs: 50, batchSize: 16, learningRate: 0.001 })
    expect(files.map(({ path, outcome }) => [path, outcome])).toEqual([
      ['project.tm', '45 images, classes from the names by {class}-!-#'],
      ['project.tm/manifest.json', '50 epochs, 16 images a step, learning rate 0.001'],
    ])
    expect(problemCount).toBe(0)
  })

  it.each([
    ['no numbers', { trainEpochs: 'many', trainBatchSize: 16, trainLearningRate: 0.001 }],
    ['none to train by', { ...trained, trainEpochs: -1 }],
    ['none at all', {}],
  ])('brings no recipe of %s', async (_, appdata) => {
    const { dataset, recipe } = await run([zip('project.tm', samples, manifest(appdata))])
    expect([dataset.count, recipe]).toEqual([45, undefined])
  })

  it('is named where it is of sounds', async () => {
    await expect(run([zip('claps.tm', [], manifest(trained, 'audio'))])).rejects.toThrow(
      'claps.tm is a Teachable Machine project of “audio”, and Strata trains on images.',
    )
  })

  it('has them beside other archives too, whose names are classes', async () => {
    const one = zip(
      'one.tm',
      names(8, (i) => `${i % 2 ? 'cat' : 'dog'}-!-${i}.jpg`),
      manifest(trained),
    )
    const two = zip(
      'two.tm',
      names(8, (i) => `${i % 2 ? 'cat' : 'bee'}-!-${i}.jpg`),
      manifest(trained),
    )
    const both = await run([one, two])
    expect(countsOf(both.dataset)[0]).toEqual({ bee: 4, cat: 8, dog: 4 })
    expect(both.notes).toContain(
      'The classes of two.tm were read off its files’ names, as Teachable Machine writes them: “bee-!-0.jpg” is of class “bee”. “Names …” under How it was read changes that.',
    )
    const folders = zip('photos.zip', ['ant/1.png', 'ant/2.png', 'cat/1.png', 'cat/2.png'])
    expect(countsOf((await run([one, folders])).dataset)[0]).toEqual({ ant: 2, cat: 6, dog: 4 })
    const asked = await run([one, folders], { names: { 'one.tm': '*-!-{class}' } })
    expect(asked.dataset.classes).toHaveLength(10)
  })

  it('calls the samples of a class by its name and an ending that all have', async () => {
    const zips = ['Class 1', 'my cat', 'none'].map((name) =>
      zip(
        `${name}-samples.zip`,
        names(15, (i) => `${i}.jpg`),
      ),
    )
    const { dataset, notes } = await run(zips)
    expect(countsOf(dataset)[0]).toEqual({ 'Class 1': 15, 'my cat': 15, none: 15 })
    expect(notes).toContain(
      'The archives’ names were taken for the classes, without “-samples”, which all have: “Class 1-samples” is “Class 1”.',
    )
  })
})

// googlecreativelab/quickdraw-dataset #34 and #40
describe('one array a class', () => {
  /** `count` images of 28 x 28 bytes, each filled with one value. */
  function npy(name: string, count: number, value: number): File {
    const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (${count}, 784), }`.padEnd(117) + '\n'
    const head = new Uint8Array(10)
    head.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8])
    return new File([head, header, new Uint8Array(count * 784).fill(value)], name)
  }
  function idx(name: string, count: number, value: number): File {
    const head = Uint8Array.of(0, 0, 8, 3, 0, count >> 16, count >> 8, count & 255, 0, 0, 0, 2, 0, 0, 0, 2)
    return new File([head, new Uint8Array(4 * count).fill(value)], name)
  }

  it('has the classes in its files’ names, without what all share', async () => {
    const files = ['The Eiffel Tower', 'apple', 'ice cream'].map((name, i) =>
      npy(`full_numpy_bitmap_${name}.npy`, 40, 60 * i + 9),
    )
    const read = await run(files)
    expect(countsOf(read.dataset)[0]).toEqual({ 'The Eiffel Tower': 40, apple: 40, 'ice cream': 40 })
    const apple = read.dataset.labels.indexOf(read.dataset.classes.indexOf('apple'))
    expect(read.dataset.pixels[apple * 784]).toBe(69)
    expect(read.dataset.paths[apple]).toBe('full_numpy_bitmap_apple.npy, image 1')
    expect(read.notes[0]).toBe(
      'No file says labels, so each file’s name was taken for its class, without “full_numpy_bitmap_”, which all have: full_numpy_bitmap_The Eiffel Tower.npy is of class “The Eiffel Tower”.',
    )
    expect(read.files.map(({ outcome }) => outcome)).toContain('40 images of 28 × 28, of class “apple”')
  })

  it('is known as IDX files, tables and archives of one array too', async () => {
    expect(countsOf((await run([idx('cat-images', 12, 1), idx('dog-images', 8, 2)])).dataset)[0]).toEqual({
      cat: 12,
      dog: 8,
    })
    const table = (name: string, seed: number): File =>
      new File([names(12, (i) => names(64, (k) => String((i * 31 + k * 17 + seed) % 256)).join()).join('\n')], name)
    expect(countsOf((await run([table('cat.csv', 3), table('dog.csv', 90)])).dataset)[0]).toEqual({ cat: 12, dog: 12 })
    const npz = async (name: string, value: number): Promise<File> =>
      new File([makeZip([{ name: 'arr_0.npy', bytes: new Uint8Array(await npy('', 9, value).arrayBuffer()) }])], name)
    expect(countsOf((await run([await npz('cat.npz', 1), await npz('dog.npz', 2)])).dataset)[0]).toEqual({
      cat: 9,
      dog: 9,
    })
  })

  it('is read in part where all together are more than can be held', async () => {
    const { dataset, notes } = await run([idx('cat', 700_000, 1), idx('dog', 400_000, 2)])
    expect(countsOf(dataset)[0]).toEqual({ cat: 500_000, dog: 400_000 })
    expect(notes).toContain(
      'Together they have more images than are held at once, so the first 500,000 images of each were read.',
    )
  })

  it.each([
    ['splits', ['x_train.npy', 'x_test.npy']],
    ['parts', ['images_0.npy', 'images_1.npy']],
    ['batches', ['data_batch_1.npy', 'data_batch_2.npy']],
  ])('is not seen in %s', async (_, [one, two]) => {
    await expect(run([npy(one!, 4, 1), npy(two!, 4, 2)])).rejects.toThrow('has images and no labels')
  })

  it('is not seen in arrays of two sizes, nor beside labels', async () => {
    await expect(run([npy('cat.npy', 4, 1), idx('dog-images', 8, 2)])).rejects.toThrow('has images and no labels')
    const labels = new File([['label', ...names(4, (i) => (i % 2 ? 'a' : 'b'))].join('\n')], 'cat-labels.csv')
    expect(
      countsOf((await run([npy('cat-images.npy', 4, 1), npy('dog-images.npy', 5, 1), labels])).dataset)[0],
    ).toEqual({ a: 2, b: 2 })
  })

  it('is asked for where one came alone', async () => {
    await expect(run([npy('full_numpy_bitmap_cat.npy', 4, 1)])).rejects.toThrow(
      'full_numpy_bitmap_cat.npy has images and no labels: drop the file of its labels too, one a row in the same order, or a file of images of every other class.',
    )
  })

  it('names Quick, Draw!’s strokes', async () => {
    const line =
      '{"word":"cat","countrycode":"VE","timestamp":"2017-03-02 23:25:10.07453 UTC","recognized":true,"key_id":"5201136883597312","drawing":[[[130,113],[72,40]]]}'
    await expect(run([new File([`${line}\n${line}`], 'cat.ndjson')])).rejects.toThrow(
      'cat.ndjson is a file of Quick, Draw! strokes: download the same drawings as NumPy bitmaps (.npy), one file a class.',
    )
  })
})
