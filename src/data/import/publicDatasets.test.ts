/** Datasets in the layouts that they are published in, small and made by code: each names where the layout, or the trouble with it, is from. */
import { gzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { makeTar } from '../../files/makeTar.fixture'
import { makeGreyPng } from '../images/makePng.fixture'
import { makeTiff } from '../images/tiff/makeTiff.fixture'
import { countsOf, imageOf, type Imported, outcomeOf, runImport, zipOf } from './runImport.fixture'

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
const file = (name: string, lines: readonly string[]): File => new File([lines.join('\n')], name)
/** Greys that look like an image's: all of them vary. */
const greys = (count: number, seed: number): number[] =>
  upTo(count).map((i) => (i * 31 + seed * 17 + ((i * seed) % 13) * 11) % 256)
/** Images that differ, 3 x 3. */
const png = (seed: number): Uint8Array => makeGreyPng(3, 3, (x, y) => (seed * 7 + 80 * x + 20 * y + seed * seed) % 251)
const images = (names: readonly string[]): Record<string, Uint8Array> =>
  Object.fromEntries(names.map((name, i) => [name, png(i)]))
const texts = (lists: Readonly<Record<string, readonly string[]>>): Record<string, Uint8Array> =>
  Object.fromEntries(Object.entries(lists).map(([name, lines]) => [name, bytesOf(`${lines.join('\n')}\n`)]))

describe('lists of the images of each split', () => {
  // JorgeCeja/food101-tensorflow #3, pytorch/vision #5119 (names without an ending)
  it('are followed beside folders, as Food-101 has them', async () => {
    const names = upTo(48).map((i) => `${['apple_pie', 'baklava', 'ramen'][i % 3]!}/${1000 + i}`)
    const zip = zipOf({
      ...images(names.map((name) => `food-101/images/${name}.png`)),
      ...texts({
        'food-101/meta/train.txt': names.slice(0, 36),
        'food-101/meta/test.txt': names.slice(36),
        'food-101/meta/classes.txt': ['apple_pie', 'baklava', 'ramen'],
      }),
    })
    const imported = await runImport([zip])
    expect(countsOf(imported)).toEqual([
      { apple_pie: 16, baklava: 16, ramen: 16 },
      { train: 36, test: 12 },
    ])
    expect(imported.splitsGiven).toBe(true)
    expect(imported.notes).toEqual([
      'Lists say the splits: food-101/meta/train.txt (train), food-101/meta/test.txt (test).',
    ])
    expect(outcomeOf(imported, 'test.txt')).toBe('12 images of the test split')
  })

  it('are left out by a person', async () => {
    const names = upTo(40).map((i) => `${['a', 'b'][i % 2]!}/${i}`)
    const zip = zipOf({
      ...images(names.map((name) => `images/${name}.png`)),
      ...texts({ 'train.txt': names.slice(0, 30), 'test.txt': names.slice(30) }),
    })
    const tables = { 'images.zip/train.txt': 'out', 'images.zip/test.txt': 'out' } as const
    expect((await runImport([zip], { tables })).splitsGiven).toBe(false)
  })

  // jrzech/reproduce-chexnet #2 (labels joined by a line), mlmed/torchxrayvision #47 (the official split)
  it('are followed beside a table, as those of the NIH’s chest X-rays, whose labels may be several', async () => {
    const names = upTo(48).map((i) => `000${i}_000.png`)
    const labels = ['No Finding', 'Cardiomegaly', 'Effusion', 'Cardiomegaly|Effusion']
    const header =
      'Image Index,Finding Labels,Follow-up #,Patient ID,View Position,OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y],'
    const rows = names.map(
      (name, i) => `${name},${labels[i % 4]!},${i % 5},${Math.floor(i / 3)},PA,2682,2749,0.143,0.143,`,
    )
    const zip = zipOf({
      ...images(names.map((name) => `images_001/images/${name}`)),
      ...texts({
        'Data_Entry_2017.csv': [header, ...rows],
        'train_val_list.txt': names.slice(0, 36),
        'test_list.txt': names.slice(36),
      }),
    })
    const imported = await runImport([zip])
    expect(countsOf(imported)).toEqual([
      { Cardiomegaly: 12, 'Cardiomegaly|Effusion': 12, Effusion: 12, 'No Finding': 12 },
      { train: 36, test: 12 },
    ])
    expect(outcomeOf(imported, 'Data_Entry_2017.csv')).toBe('48 labels from “Finding Labels”')
    expect(imported.notes[0]).toBe(
      'Labels of Data_Entry_2017.csv such as “Cardiomegaly|Effusion” name several things in one image. Each such combination is a class of its own here: a model names one class for an image.',
    )
  })

  // The lists of the Describable Textures Dataset, from memory: train1.txt to test10.txt
  it('are followed once where there are several ways to split', async () => {
    const names = upTo(40).map((i) => `${['banded', 'braided'][i % 2]!}/${i}.png`)
    const part = (turn: number, wanted: number): string[] =>
      names.filter((_, i) => (Math.floor(i / 2) + turn) % 4 === wanted)
    const lists = Object.fromEntries(
      [1, 2, 3].flatMap((turn) => [
        [`labels/test${turn}.txt`, part(turn, 0)],
        [`labels/train${turn}.txt`, [...part(turn, 1), ...part(turn, 2)]],
        [`labels/val${turn}.txt`, part(turn, 3)],
      ]),
    ) as Record<string, string[]>
    const imported = await runImport([zipOf({ ...images(names.map((name) => `images/${name}`)), ...texts(lists) })])
    expect(countsOf(imported)[1]).toEqual({ train: 20, validation: 10, test: 10 })
    expect(imported.notes[0]).toBe(
      'labels/test2.txt says the splits of the images of labels/test1.txt in another way, as for cross-validation, so it was left out. 5 more like it.',
    )
  })
})

describe('tables of several folds', () => {
  const names = upTo(40).map((i) => `2016-${i}.png`)
  const species = ['Lantana', 'Negative']
  const rowsOf = (isIn: (i: number) => boolean): string[] => [
    'Filename,Label,Species',
    ...names.flatMap((name, i) => (isIn(i) ? [`${name},${i % 2},${species[i % 2]!}`] : [])),
  ]
  const foldOf = (i: number, fold: number): number => (Math.floor(i / 2) + fold) % 5
  const tables = texts({
    'labels/labels.csv': rowsOf(() => true),
    ...Object.fromEntries(
      upTo(5).map((fold) => [`labels/test_subset${fold}.csv`, rowsOf((i) => foldOf(i, fold) === 4)]),
    ),
    ...Object.fromEntries(
      upTo(5).map((fold) => [`labels/train_subset${fold}.csv`, rowsOf((i) => foldOf(i, fold) < 3)]),
    ),
    ...Object.fromEntries(
      upTo(5).map((fold) => [`labels/val_subset${fold}.csv`, rowsOf((i) => foldOf(i, fold) === 3)]),
    ),
  })

  // AlexOlsen/DeepWeeds (labels/), ahmed1996said/gardnet #3 (train_i and val_i are of the i-th fold)
  it('are the first fold’s, with the names of the classes rather than their numbers', async () => {
    const imported = await runImport([zipOf({ ...images(names.map((name) => `images/${name}`)), ...tables })])
    expect(countsOf(imported)).toEqual([
      { Lantana: 20, Negative: 20 },
      { train: 24, validation: 8, test: 8 },
    ])
    expect(imported.problemCount).toBe(0)
    expect(imported.notes[0]).toBe(
      'labels/test_subset1.csv says the splits of the images of labels/test_subset0.csv in another way, as for cross-validation, so it was left out. 11 more like it.',
    )
    expect(imported.files.find(({ path }) => path.endsWith('train_subset1.csv'))).toMatchObject({
      used: false,
      table: 'out',
    })
  })

  it('are no folds where numbers count parts', async () => {
    const part = (from: number, to: number): string[] => rowsOf((i) => i >= from && i < to)
    const parts = texts({
      'train1.csv': part(0, 15),
      'test1.csv': part(15, 20),
      'train2.csv': part(20, 35),
      'test2.csv': part(35, 40),
    })
    expect(countsOf(await runImport([zipOf({ ...images(names), ...parts })]))[1]).toEqual({ train: 30, test: 10 })
  })
})

describe('a table whose columns say several things', () => {
  // Kaggle's EuroSAT and its birds, from memory
  it.each([
    [',Filename,Label,ClassName', (i: number, name: string) => `${i},${name},${i % 3},${name.split('/')[0]!}`],
    [
      'class id,filepaths,labels,scientific name',
      (i: number, name: string) => `${i % 3}.0,${name},${name.split('/')[0]!},LATIN ${i % 3}`,
    ],
  ] as const)('takes the names of classes rather than their numbers: %s', async (header, rowOf) => {
    const names = upTo(30).map((i) => `${['AnnualCrop', 'Forest', 'River'][i % 3]!}/${i}.png`)
    const imported = await runImport([
      zipOf(images(names)),
      file('labels.csv', [header, ...names.map((name, i) => rowOf(i, name))]),
    ])
    expect(countsOf(imported)[0]).toEqual({ AnnualCrop: 10, Forest: 10, River: 10 })
  })

  // fastai/imagenette #40
  it('takes the labels that the folders say too, as those of noisy Imagenette', async () => {
    const classes = ['n01440764', 'n02102040', 'n02979186']
    const names = upTo(60).map((i) => `${i < 40 ? 'train' : 'val'}/${classes[i % 3]!}/${i}.png`)
    const header = 'path,noisy_labels_0,noisy_labels_1,noisy_labels_5,noisy_labels_50,is_valid'
    const noisy = (i: number, one: number): string => classes[i % one === 0 ? (i + 1) % 3 : i % 3]!
    const rows = names.map(
      (name, i) =>
        `${name},${classes[i % 3]!},${noisy(i, 29)},${noisy(i, 19)},${noisy(i, 2)},${i < 40 ? 'False' : 'True'}`,
    )
    const imported = await runImport([
      zipOf({ ...images(names), ...texts({ 'noisy_imagenette.csv': [header, ...rows] }) }),
    ])
    expect(countsOf(imported)).toEqual([
      { n01440764: 20, n02102040: 20, n02979186: 20 },
      { train: 40, validation: 20 },
    ])
    expect(outcomeOf(imported, '.csv')).toBe('60 labels from “noisy_labels_0”, splits from “is_valid”')
  })

  // iWildCam 2019, from memory
  it('takes the column that is called a category', async () => {
    const names = upTo(40).map((i) => `${i}ab.png`)
    const header = 'category_id,date_captured,file_name,frame_num,id,location,seq_num_frames,width,height'
    const rows = names.map(
      (name, i) =>
        `${[0, 19, 3][i % 3]!},2011-05-13 23:43:${10 + i},${name},${(i % 3) + 1},${i}ab,${30 + (i % 7)},3,1024,747`,
    )
    const imported = await runImport([zipOf(images(names)), file('annotations.csv', [header, ...rows])])
    expect(countsOf(imported)[0]).toEqual({ 0: 14, 3: 13, 19: 13 })
  })

  // ISIC 2019, from memory: the metadata have no label
  it('asks of no table whose images another labels', async () => {
    const names = upTo(30).map((i) => `ISIC_00${i}`)
    const truth = file('Training_GroundTruth.csv', [
      'image,MEL,NV,BCC',
      ...names.map((name, i) => `${name},${[0, 1, 2].map((k) => (k === i % 3 ? '1.0' : '0.0')).join(',')}`),
    ])
    const metadata = file('Training_Metadata.csv', [
      'image,age_approx,anatom_site_general,sex',
      ...names.map((name, i) => `${name},${50 + (i % 5) * 5}.0,${['anterior torso', 'head/neck'][i % 2]!},female`),
    ])
    const imported = await runImport([zipOf(images(names.map((name) => `${name}.png`))), metadata, truth])
    expect(countsOf(imported)[0]).toEqual({ MEL: 10, NV: 10, BCC: 10 })
    expect(outcomeOf(imported, 'Metadata.csv')).toBe(
      'Training_GroundTruth.csv says the labels of the images that Training_Metadata.csv names, and no column of the latter is called a label, so it was left out.',
    )
  })

  // Google's page on data for AutoML (ML_USE, GCS_FILE_PATH, LABEL)
  it('reads Google’s, with addresses and images in no split', async () => {
    const names = upTo(30).map((i) => `photos/${i}.png`)
    const uses = ['TRAIN', 'TRAIN', 'VALIDATION', 'TEST', 'UNASSIGNED']
    const rows = names.map((name, i) => `${uses[i % 5]!},gs://bucket/${name},${['daisy', 'rose'][i % 2]!}`)
    const imported = await runImport([zipOf(images(names)), file('all_data.csv', rows)])
    expect(countsOf(imported)).toEqual([
      { daisy: 15, rose: 15 },
      { train: 18, validation: 6, test: 6 },
    ])
    expect(imported.notes).toEqual(['6 images that the files put in no split are in the train split.'])
  })

  // HumanSignal/label-studio #878
  it.each([
    ['given to it', (name: string, i: number) => `/data/upload/1/${(0x1a2b3c4d + 7919 * i).toString(16)}-${name}`],
    ['that it finds', (name: string) => `/data/local-files/?d=photos/${name}`],
  ])('reads Label Studio’s of files %s', async (_, pathOf) => {
    const names = upTo(30).map((i) => `${i}.png`)
    const header = 'annotation_id,annotator,choice,created_at,id,image,lead_time'
    const rows = names.map(
      (name, i) =>
        `${i + 7},1,${['daisy', 'rose'][i % 2]!},2023-01-01T10:00:${10 + i}Z,${i + 1},${pathOf(name, i)},${i * 1.37 + 2}`,
    )
    const imported = await runImport([zipOf(images(names)), file('project-1.csv', [header, ...rows])])
    expect(countsOf(imported)[0]).toEqual({ daisy: 15, rose: 15 })
    expect(imported.dataset.labels[3]).toBe(1)
    expect(imageOf(imported, 3)[0]).toBe(
      imageOf(await runImport([zipOf({ 'a/3.png': png(3), 'b/4.png': png(4) })]), 0)[0],
    )
  })

  it('reads addresses with blanks written as %20, and what is asked of a server behind them', async () => {
    const names = upTo(30).map((i) => `my cat ${i}.png`)
    const rows = names.map(
      (name, i) => `https://host.example/files/${encodeURIComponent(name)}?key=${i},${['daisy', 'rose'][i % 2]!}`,
    )
    const imported = await runImport([zipOf(images(names)), file('labels.csv', ['url,label', ...rows])])
    expect(countsOf(imported)[0]).toEqual({ daisy: 15, rose: 15 })
  })

  // tau-yihouxiang/WS_DAN #6 (wrong number of columns), pytorch/vision #5178
  it('reads names of classes with blanks behind names of images, as FGVC-Aircraft has them', async () => {
    const variants = ['Boeing 717', 'DC-9-30', 'A320']
    const lines = upTo(30).map((i) => `${1010 + i} ${variants[i % 3]!}`)
    const zip = zipOf({
      ...images(upTo(30).map((i) => `data/images/${1010 + i}.png`)),
      ...texts({
        'data/images_variant_train.txt': lines.slice(0, 20),
        'data/images_variant_test.txt': lines.slice(20),
      }),
    })
    const imported = await runImport([zip])
    expect(countsOf(imported)).toEqual([
      { 'Boeing 717': 10, 'DC-9-30': 10, A320: 10 },
      { train: 20, test: 10 },
    ])
    expect(imported.problemCount).toBe(0)
  })
})

// tjmoon0104/pytorch-tiny-imagenet #4
describe('Tiny ImageNet', () => {
  it('has folders for its train images, a table for the others, and boxes that are by the way', async () => {
    const classes = ['n01443537', 'n01629819', 'n01641577']
    const train = classes.flatMap((label) => upTo(10).map((i) => `t/train/${label}/images/${label}_${i}.png`))
    const boxes = Object.fromEntries(
      classes.map((label) => [
        `t/train/${label}/${label}_boxes.txt`,
        upTo(10).map((i) => `${label}_${i}.png\t0\t${i}\t63\t58`),
      ]),
    )
    const zip = zipOf({
      ...images([
        ...train,
        ...upTo(12).map((i) => `t/val/images/val_${i}.png`),
        ...upTo(6).map((i) => `t/test/images/test_${i}.png`),
      ]),
      ...texts({
        ...boxes,
        't/val/val_annotations.txt': upTo(12).map((i) => `val_${i}.png\t${classes[i % 3]!}\t0\t${i}\t44\t62`),
      }),
    })
    const imported = await runImport([zip])
    expect(countsOf(imported)).toEqual([
      { n01443537: 14, n01629819: 14, n01641577: 14 },
      { train: 30, validation: 12 },
    ])
    expect(imported.problems.map(({ kind, count }) => [kind, count])).toEqual([['images have no label', 6]])
  })
})

describe('labels that name several things', () => {
  const importLabels = (name: string, labels: readonly string[]): Promise<Imported> => {
    const rows = upTo(36).map((i) => `train_${i},${labels[i % labels.length]!}`)
    return runImport([zipOf(images(upTo(36).map((i) => `train_${i}.png`))), file(name, ['image_name,tags', ...rows])])
  }

  // Kaggle's Planet and Human Protein Atlas, from memory
  it.each([
    [
      [
        'clear primary',
        'haze primary',
        'agriculture clear primary water',
        'cloudy',
        'clear water',
        'haze agriculture',
        'haze',
        'clear primary water',
        'agriculture clear',
      ],
    ],
    [['0', '16 0', '25', '16 25', '0 25', '16']],
    [['scab;rust', 'scab', 'rust']],
  ])('say so: %j', async (labels) => {
    const { notes } = await importLabels('tags.csv', labels)
    expect(notes[0]).toContain('name several things in one image')
  })

  it.each([
    [['apple pie', 'apple tart', 'pumpkin pie']],
    [['light red', 'dark red', 'light blue', 'dark blue']],
    [['a|', '|b', 'c']],
  ])('don’t where a name has several words: %j', async (labels) => {
    const { notes } = await importLabels('tags.csv', labels)
    expect(notes.join(' ')).not.toContain('several things')
  })
})

describe('images that come more than once', () => {
  // ML-TANGO/TANGO #180 (Kaggle's chest X-rays), Kaggle's brain tumours, from memory
  it.each([
    ['chest_xray/', 'chest_xray/chest_xray/', 'chest_xray/chest_xray'],
    ['', 'brain/', 'brain'],
  ])('are left out in a folder that holds those around it once more: %j and %j', async (around, inside, said) => {
    const own = ['train', 'test'].flatMap((split) =>
      ['NORMAL', 'PNEUMONIA'].flatMap((label) => upTo(4).map((i) => `${split}/${label}/${i}.png`)),
    )
    const once = images(own)
    const both = Object.fromEntries(
      Object.entries(once).flatMap(([name, bytes]) => [
        [around + name, bytes],
        [inside + name, bytes],
      ]),
    )
    const imported = await runImport([zipOf(both)])
    expect(countsOf(imported)).toEqual([
      { NORMAL: 8, PNEUMONIA: 8 },
      { train: 8, test: 8 },
    ])
    expect(imported.notes).toEqual([`“${said}” holds the 16 images around it once more, so they were left out.`])
  })

  it('stay where a folder inside has others of the same names', async () => {
    const own = ['yes', 'no'].flatMap((label) => upTo(8).map((i) => `${label}/${i}.png`))
    const imported = await runImport([zipOf(images([...own, ...own.map((name) => `more/${name}`)]))])
    expect(imported.dataset.count).toBe(32)
  })

  // Kaggle's "Skin Cancer MNIST: HAM10000", from memory
  it('are left out as tables of pixels beside photographs', async () => {
    const names = upTo(30).map((i) => `HAM10000_images_part_${i < 15 ? 1 : 2}/ISIC_00${i}.png`)
    const kinds = ['nv', 'mel', 'bkl']
    const kindOf = (i: number): number => Math.max(0, (i % 5) - 2)
    const table = (side: number, channels: number): string[] => [
      `${upTo(side * side * channels)
        .map((k) => `pixel${String(k).padStart(4, '0')}`)
        .join(',')},label`,
      ...upTo(30).map((i) => [...greys(side * side * channels, i), kindOf(i)].join(',')),
    ]
    const rows = upTo(30).map((i) => `HAM_${Math.floor(i / 2)},ISIC_00${i},${kinds[kindOf(i)]!},histo,80.0,male,scalp`)
    const files = {
      ...images(names),
      ...texts({
        'HAM10000_metadata.csv': ['lesion_id,image_id,dx,dx_type,age,sex,localization', ...rows],
        'hmnist_8_8_L.csv': table(8, 1),
        'hmnist_8_8_RGB.csv': table(8, 3),
      }),
    }
    const imported = await runImport([zipOf(files)])
    expect(countsOf(imported)[0]).toEqual({ nv: 18, mel: 6, bkl: 6 })
    expect(imported.notes).toContain(
      'hmnist_8_8_L.csv and hmnist_8_8_RGB.csv have as many images of each class as there are image files, in another size or colour: these are the same images, so they were left out.',
    )
    const both = await runImport([zipOf(files)], { tables: { 'images.zip/hmnist_8_8_L.csv': 'in' } })
    expect(both.dataset.count).toBe(60)
    const tables = await runImport([file('hmnist_8_8_L.csv', table(8, 1)), file('hmnist_8_8_RGB.csv', table(8, 3))])
    expect([tables.dataset.count, tables.dataset.channels]).toEqual([30, 3])
    const parts = await runImport([file('part1.csv', table(8, 1)), file('part2.csv', table(8, 1))])
    expect(parts.dataset.count).toBe(60)
  })

  // spMohanty/PlantVillage-Dataset (raw/color, grayscale, segmented), oscarknagg/few-shot #14, mf1024/ImageNet-Datasets-Downloader #16 (classes of one name became one)
  it('are told of where folders of one name are joined, which a person can undo', async () => {
    const names = ['Greek', 'Latin', 'Hebrew'].flatMap((alphabet) =>
      upTo(3).flatMap((c) => upTo(4).map((i) => `images_background/${alphabet}/character0${c}/${i}.png`)),
    )
    const zip = zipOf(images(names))
    const joined = await runImport([zip])
    expect(countsOf(joined)[0]).toEqual({ character00: 12, character01: 12, character02: 12 })
    expect(joined.open).toEqual(['sameNames'])
    expect(joined.notes[0]).toBe(
      'Folders of one name in “Greek”, “Latin”, “Hebrew” were taken for one class, which you can change under How it was read. Where these hold the same images in other forms, drop one of them alone: test images would else be like train images.',
    )
    const apart = await runImport([zip], { sameNames: 'apart' })
    expect(Object.entries(countsOf(apart)[0])).toHaveLength(9)
    expect(countsOf(apart)[0]['Greek/character00']).toBe(4)
  })
})

describe('folders within folders', () => {
  // Kaggle's COVID-19 Radiography Database and its breast ultrasound (BUSI), from memory
  it.each([
    [
      'in a folder of their own',
      (label: string, i: number) => [`R/${label}/images/${label}-${i}.png`, `R/${label}/masks/${label}-${i}.png`],
    ],
    [
      'by their names',
      (label: string, i: number) =>
        [
          `${label}/${label} (${i}).png`,
          `${label}/${label} (${i})_mask.png`,
          `${label}/${label} (${i})_mask_1.png`,
        ].slice(0, i === 2 ? 3 : 2),
    ],
  ])('hold masks beside the images, %s, which are left out', async (_, namesOf) => {
    const names = ['COVID', 'Normal'].flatMap((label) => upTo(8).flatMap((i) => namesOf(label, i)))
    const imported = await runImport([zipOf(images(names))])
    expect(countsOf(imported)[0]).toEqual({ COVID: 8, Normal: 8 })
    const count = names.length - 16
    const first = names.find((name) => name.includes('mask'))!
    expect(imported.notes[0]).toBe(
      `${count} images, such as “${first}”, are masks of the images beside them, by their names, and left out, which you can change under How it was read.`,
    )
    expect(imported.open).toEqual(['masks'])
    expect((await runImport([zipOf(images(names))], { masks: 'in' })).dataset.count).toBe(names.length)
  })

  it('may be a class that is called mask', async () => {
    const names = ['mask', 'no_mask'].flatMap((label) => upTo(8).map((i) => `${label}/${i}.png`))
    expect(countsOf(await runImport([zipOf(images(names))]))[0]).toEqual({ mask: 8, no_mask: 8 })
  })

  // Kaggle's blood cells (dataset-master beside dataset2-master), from memory
  it('are passed by where nearly all images lie beside them, at another depth', async () => {
    const names = ['TRAIN', 'TEST'].flatMap((split) =>
      ['EOSINOPHIL', 'LYMPHOCYTE'].flatMap((label) =>
        upTo(12).map((i) => `dataset2-master/dataset2-master/images/${split}/${label}/${i}.png`),
      ),
    )
    const others = upTo(4).map((i) => `dataset-master/dataset-master/JPEGImages/BloodImage_${i}.png`)
    const imported = await runImport([zipOf(images([...others, ...names]))])
    expect(countsOf(imported)).toEqual([
      { EOSINOPHIL: 24, LYMPHOCYTE: 24 },
      { train: 24, test: 24 },
    ])
    expect(imported.problems.map(({ kind, count }) => [kind, count])).toEqual([['images have no label', 4]])
  })

  // LC25000 and BreakHis, from memory
  it.each([
    [
      ['lung_image_sets/lung_aca', 'lung_image_sets/lung_n', 'colon_image_sets/colon_aca', 'colon_image_sets/colon_n'],
      1,
      ['colon_aca', 'colon_n', 'lung_aca', 'lung_n'],
    ],
    [
      ['benign/SOB/adenosis/40X', 'benign/SOB/adenosis/100X', 'malignant/SOB/carcinoma/40X'],
      0,
      ['benign', 'malignant'],
    ],
    [
      ['benign/SOB/adenosis/40X', 'benign/SOB/tumour/100X', 'malignant/SOB/carcinoma/40X', 'malignant/SOB/other/40X'],
      1,
      ['adenosis', 'carcinoma', 'other', 'tumour'],
    ],
  ] as const)('are classes as deep as a person says: %j', async (folders, classDepth, classes) => {
    const zip = zipOf(images(folders.flatMap((folder) => upTo(6).map((i) => `set/${folder}/${i}.png`))))
    const outer = await runImport([zip])
    expect(outer.open).toEqual(['classDepth'])
    expect(outer.notes[0]).toContain(
      'were taken for a part of it, and not for classes, which you can change under How it was read.',
    )
    const imported = await runImport([zip], { classDepth })
    expect(Object.keys(countsOf(imported)[0]).toSorted()).toEqual(classes)
  })
})

describe('tables of pixels that came twice', () => {
  const header = ['label', ...upTo(64).map((i) => `pixel${i + 1}`)].join(',')
  const table = (from: number): string[] => [header, ...upTo(30).map((i) => [i % 3, ...greys(64, i + from)].join(','))]

  // Kaggle's Sign Language MNIST, from memory
  it('are read once, by themselves and in a folder of their name', async () => {
    const zip = zipOf(
      texts({
        'sign_mnist_train.csv': table(0),
        'sign_mnist_train/sign_mnist_train.csv': table(0),
        'sign_mnist_test.csv': table(99),
        'sign_mnist_test/sign_mnist_test.csv': table(99),
      }),
    )
    const imported = await runImport([zip])
    expect(countsOf(imported)[1]).toEqual({ train: 30, test: 30 })
    expect(imported.problems.map(({ kind, count, listed }) => [kind, count, listed[0]!.message])).toEqual([
      [
        'files came twice',
        2,
        '“sign_mnist_train/sign_mnist_train.csv” is the same file as “sign_mnist_train.csv”, so it was read once.',
      ],
    ])
  })

  it('are two where they differ, or are of two splits', async () => {
    expect(
      (await runImport([zipOf(texts({ 'a/digits.csv': table(0), 'b/digits.csv': table(1) }))])).dataset.count,
    ).toBe(60)
    const splits = await runImport([zipOf(texts({ 'train/digits.csv': table(0), 'test/digits.csv': table(0) }))])
    expect(countsOf(splits)[1]).toEqual({ train: 30, test: 30 })
  })
})

// Stacks as microscopes write them, from memory
it('says that only the first page of a stack was read', async () => {
  const page = (seed: number): Uint8Array<ArrayBuffer> =>
    makeTiff({ width: 3, height: 3, bits: 8, samples: 1, sample: (x, y) => (seed * 7 + 40 * x + 20 * y) % 251 })
  const stack = (seed: number): Uint8Array => {
    const [first, second] = [page(seed), page(seed + 100)]
    const both = Uint8Array.from([...first, ...second])
    const view = new DataView(both.buffer)
    const directory = view.getUint32(4, true)
    view.setUint32(
      directory + 2 + 12 * view.getUint16(directory, true),
      first.length + view.getUint32(first.length + 4, true),
      true,
    )
    return both
  }
  const files = Object.fromEntries(upTo(12).map((i) => [`${i % 2}/${i}.tif`, i < 9 ? stack(i) : page(i)]))
  const imported = await runImport([zipOf(files)])
  expect(imported.dataset.count).toBe(12)
  expect(imported.notes).toContain(
    '9 images hold several pictures, as animations and stacks do, and only the first was read: save each picture as a file to use them all.',
  )
})

describe('tables of other programs', () => {
  const rows = upTo(40).map((i) => ({ label: i % 3, pixels: greys(64, i) }))
  const factsOf = (imported: Imported): object => ({
    classes: countsOf(imported)[0],
    width: imported.dataset.width,
    pixels: imageOf(imported, 7),
  })
  const digits = { classes: { 0: 14, 1: 13, 2: 13 }, width: 8, pixels: rows[7]!.pixels }

  // isseu/emotion-recognition-neural-networks #39 and #6
  it('FER-2013, with all pixels of an image in one field', async () => {
    const usage = (i: number): string => (i < 24 ? 'Training' : i < 32 ? 'PublicTest' : 'PrivateTest')
    const lines = rows.map(
      ({ label, pixels }, i) => `${label},${i % 2 === 0 ? pixels.join(' ') : `"${pixels.join(' ')}"`},${usage(i)}`,
    )
    const imported = await runImport([file('fer2013.csv', ['emotion,pixels,Usage', ...lines])])
    expect(factsOf(imported)).toEqual(digits)
    expect(countsOf(imported)[1]).toEqual({ train: 24, validation: 8, test: 8 })
    expect(imported.notes).toEqual([
      'fer2013.csv has a public and a private test, and the public one was taken for validation.',
    ])
  })

  // openml/openml-python #35 (ARFF), openml/openml-r #406 (sparse)
  it.each([
    ['dense', (label: number, pixels: readonly number[]) => `${pixels.join(',')},'${label}'`],
    [
      'sparse',
      (label: number, pixels: readonly number[]) =>
        `{${[...pixels, label].flatMap((value, i) => (value === 0 ? [] : [`${i} ${value}`])).join(', ')}}`,
    ],
  ])('ARFF, %s', async (_, lineOf) => {
    const head = [
      '% drawn',
      '@RELATION digits',
      '',
      ...upTo(64).map((i) => `@ATTRIBUTE pixel${i + 1} REAL`),
      "@ATTRIBUTE 'class' {0,1,2}",
      '',
      '@DATA',
    ]
    expect(
      factsOf(
        await runImport([file('digits.arff', [...head, ...rows.map(({ label, pixels }) => lineOf(label, pixels))])]),
      ),
    ).toEqual(digits)
  })

  // Weka's manual, chapter 9: `?` is missing, and sparse rows leave out the first of the values that a column may have
  it('ARFF whose classes are words, where some are missing and sparse rows leave out the first', async () => {
    const head = [
      '@relation pets',
      ...upTo(64).map((i) => `@attribute p${i} numeric`),
      "@attribute class {'a cat', dog}",
      '@data',
    ]
    const dense = rows.map(({ pixels }, i) => [...pixels, ["'a cat'", 'dog', '?'][i % 3]!].join(','))
    const imported = await runImport([file('pets.arff', [...head, ...dense])])
    expect(countsOf(imported)[0]).toEqual({ 'a cat': 14, dog: 13 })
    expect(imported.problems[0]!.listed[0]!.message).toBe('The row has no label, so it was left out.')
    const sparse = rows.map(({ pixels }, i) => {
      const fields = pixels.flatMap((value, place) => (value === 0 ? [] : [`${place} ${value}`]))
      return `{${[...fields, ...(i % 2 === 0 ? [] : ['64 dog'])].join(', ')}}`
    })
    expect(countsOf(await runImport([file('pets.arff', [...head, ...sparse])]))[0]).toEqual({ 'a cat': 20, dog: 20 })
  })

  // yoshoku/rumale #27 (MNIST has 780 columns there)
  it('LIBSVM’s, whose last pixels may never be named', async () => {
    const border = rows.map(({ label, pixels }) => ({ label, pixels: pixels.map((value, i) => (i > 59 ? 0 : value)) }))
    const lines = border.map(
      ({ label, pixels }) =>
        `${label} ${pixels.flatMap((value, i) => (value === 0 ? [] : [`${i + 1}:${value}`])).join(' ')} `,
    )
    const imported = await runImport([file('digits.scale', lines)])
    expect(countsOf(imported)[0]).toEqual({ 0: 14, 1: 13, 2: 13 })
    expect(imageOf(imported, 7)).toEqual(border[7]!.pixels)
    expect(imported.notes[0]).toBe(
      'The pixels of digits.scale are numbered from 1, and the largest is 60, so the 4 behind it were taken for black.',
    )
  })

  it('LIBSVM’s of texts are refused', async () => {
    const lines = upTo(12).map((i) => `${i % 2} ${i + 1}:1 ${900_000 + i}:0.5`)
    await expect(runImport([file('news20', lines)])).rejects.toThrow('no images came to go with them')
  })

  // Orange's manual, from memory
  it('Orange’s, with types and roles below the names', async () => {
    const head = [
      [...upTo(64).map((i) => `p${i}`), 'kind'],
      [...upTo(64).map(() => 'continuous'), 'discrete'],
      [...upTo(64).map(() => ''), 'class'],
    ]
    const imported = await runImport([
      file('digits.tab', [
        ...head.map((line) => line.join('\t')),
        ...rows.map(({ label, pixels }) => [...pixels, label].join('\t')),
      ]),
    ])
    expect(factsOf(imported)).toEqual(digits)
    expect(imported.problemCount).toBe(0)
  })

  // NumPy's manual (savetxt with a header)
  it('with comments above', async () => {
    expect(
      factsOf(
        await runImport([
          file('digits.txt', [
            '# simulated',
            '# 2020-02-02',
            ...rows.map(({ label, pixels }) => [label, ...pixels].join(' ')),
          ]),
        ]),
      ),
    ).toEqual(digits)
  })

  // pytorch/tutorials #1708 (the first row becomes the header); Kaggle's A–Z, from memory
  it('that went through pandas without a header: the first row became the names', async () => {
    const names = [0, 0, 0, 7, 0, 3, 7, ...upTo(58).map(() => 0)]
    const seen = new Map<number, number>()
    const header = names.map((value) => {
      const before = seen.get(value) ?? 0
      seen.set(value, before + 1)
      return before === 0 ? String(value) : `${value}.${before}`
    })
    const imported = await runImport([
      file('A_Z.csv', [header.join(','), ...rows.map(({ label, pixels }) => [label, ...pixels].join(','))]),
    ])
    expect(factsOf(imported)).toEqual(digits)
    expect(imported.notes[0]).toBe(
      'The first row of A_Z.csv is that of an image which pandas took for names, so it was left out.',
    )
  })

  it('that went through pandas twice, with two indices', async () => {
    const header = ['Unnamed: 0.1', 'Unnamed: 0', ...upTo(64), 'target'].join(',')
    expect(
      factsOf(
        await runImport([
          file('digits.csv', [
            header,
            ...rows.map(({ label, pixels }, i) => [i, 1000 + i, ...pixels, label].join(',')),
          ]),
        ]),
      ),
    ).toEqual(digits)
  })

  // UCI's optdigits (.tra and .tes) and semeion
  it('UCI’s, with splits in the ending of the name, and one column a class behind blanks', async () => {
    const lineOf = (i: number): string => [0, ...greys(63, i).map((value) => value % 17), i % 4].join(',')
    const both = await runImport([
      file('optdigits.tra', upTo(40).map(lineOf)),
      file(
        'optdigits.tes',
        upTo(20).map((i) => lineOf(i + 50)),
      ),
    ])
    expect(countsOf(both)).toEqual([
      { 0: 15, 1: 15, 2: 15, 3: 15 },
      { train: 40, test: 20 },
    ])
    const lines = upTo(40).map(
      (i) =>
        `${greys(256, i)
          .map((value) => (value > 128 ? '1.0000' : '0.0000'))
          .join(' ')} ${upTo(10)
          .map((k) => Number(k === i % 10))
          .join(' ')} `,
    )
    const semeion = await runImport([file('semeion.data', lines)])
    expect(countsOf(semeion)[0]).toEqual(Object.fromEntries(upTo(10).map((label) => [label, 4])))
    expect(imageOf(semeion, 1)).toEqual(greys(256, 1).map((value) => (value > 128 ? 255 : 0)))
  })
})

describe('binary files', () => {
  // jaberg/skdata #12, XifengGuo/DEC-keras #7
  it('STL-10’s: colours one behind the other, each column after column, labels from 1', async () => {
    const [area, pixelOf] = [
      96 * 96,
      (image: number, c: number, x: number, y: number) => (image * 50 + c * 40 + x + 2 * y) % 256,
    ]
    const bytes = new Uint8Array(6 * 3 * area)
    for (const image of upTo(6)) {
      for (const c of upTo(3))
        for (const x of upTo(96))
          for (const y of upTo(96)) bytes[((image * 3 + c) * 96 + x) * 96 + y] = pixelOf(image, c, x, y)
    }
    const labels = Uint8Array.from(upTo(6), (i) => (i % 3) + 1)
    const imported = await runImport([
      ...['train', 'test'].flatMap((split) => [
        new File([bytes], `${split}_X.bin`),
        new File([labels], `${split}_y.bin`),
      ]),
    ])
    expect(countsOf(imported)).toEqual([
      { 1: 4, 2: 4, 3: 4 },
      { train: 6, test: 6 },
    ])
    const image = imageOf(imported, 2)
    expect([0, 1, 2].map((c) => image[(5 * 96 + 30) * 3 + c])).toEqual([0, 1, 2].map((c) => pixelOf(2, c, 30, 5)))
  })

  // facebookresearch/qmnist #1
  it('QMNIST’s labels, eight numbers an image', async () => {
    const idx = (type: number, axes: readonly number[], body: Uint8Array): Uint8Array<ArrayBuffer> => {
      const head = new DataView(new ArrayBuffer(4 + 4 * axes.length))
      head.setUint8(2, type)
      head.setUint8(3, axes.length)
      for (const [i, length] of axes.entries()) head.setUint32(4 + 4 * i, length)
      return Uint8Array.from([...new Uint8Array(head.buffer), ...body])
    }
    const numbers = new DataView(new ArrayBuffer(30 * 8 * 4))
    for (const i of upTo(30))
      for (const [k, value] of [i % 3, 4, 2000 + i, i, 48, i, 0, 0].entries()) numbers.setInt32((8 * i + k) * 4, value)
    const imported = await runImport([
      new File(
        [idx(8, [30, 8, 8], Uint8Array.from(upTo(30).flatMap((i) => greys(64, i))))],
        'qmnist-train-images-idx3-ubyte',
      ),
      new File([idx(12, [30, 8], new Uint8Array(numbers.buffer))], 'qmnist-train-labels-idx2-int'),
    ])
    expect(countsOf(imported)[0]).toEqual({ 0: 10, 1: 10, 2: 10 })
    expect(imported.files[1]).toMatchObject({ kind: 'IDX labels, the first of 8 numbers', outcome: '30 labels' })
  })
})

// TensorFlow's flower_photos.tgz and Fast.ai's imagenette2.tgz, from memory
describe('tar archives', () => {
  const long = 'x'.repeat(120)
  const entries = ['daisy', 'rose'].flatMap((label, k) => [
    { name: `flowers/${label}/`, type: '5' },
    ...upTo(12).map((i) => ({ name: `flowers/${label}/${i}.png`, bytes: png(12 * k + i) })),
    { name: `flowers/${label}/${long}.png`, bytes: png(30 + k), long: k === 0 ? ('gnu' as const) : ('pax' as const) },
  ])

  it.each(['flowers.tar', 'flowers.tgz', 'flowers.tar.gz'])('%s', async (name) => {
    const tar = makeTar(entries)
    const imported = await runImport([new File([name.endsWith('.tar') ? tar : Uint8Array.from(gzipSync(tar))], name)])
    expect(countsOf(imported)[0]).toEqual({ daisy: 13, rose: 13 })
    expect(imported.problemCount).toBe(0)
    expect(imported.files.map(({ path, kind, outcome }) => [path, kind, outcome])).toEqual([
      [name, 'tar archive', '26 images'],
    ])
  })
})
