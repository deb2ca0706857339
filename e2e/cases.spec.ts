/**
 * Photographs and models that broke other tools, each after a public report, where they lie beside the repository: `STRATA_CASES`, or
 * `../shared/cases`. Those without JPEG are in `src/data/import/cases.test.ts`.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './test.fixture'

const FOLDER = process.env['STRATA_CASES'] ?? join(import.meta.dirname, '..', '..', 'shared', 'cases')

test.skip(!existsSync(FOLDER), `there is no folder ${FOLDER}`)

const inFolder = (folder: string, names: readonly string[]): readonly string[] =>
  names.map((name) => join(FOLDER, folder, name))

/** `counts` are the table's rows: a class, and its images of each split that there is. */
const CASES: readonly {
  readonly what: string
  readonly files: readonly string[]
  readonly counts: readonly (readonly string[])[]
  readonly says?: string
  readonly problems?: number
}[] = [
  {
    what: 'lists joined by a number',
    files: inFolder('lists-joined-by-number', ['CUB_200_2011.zip']),
    counts: [
      ['001.Black_footed_Albatross', '12', '4'],
      ['002.Laysan_Albatross', '12', '4'],
      ['003.Sooty_Albatross', '12', '4'],
    ],
  },
  {
    what: 'the class in the file’s name',
    files: inFolder('class-in-file-name', ['train.zip']),
    counts: [
      ['cat', '21', '3', '6'],
      ['dog', '21', '3', '6'],
    ],
    says: '{class}.#',
  },
  ...[
    { what: 'a project of Teachable Machine', names: ['project.tm'] },
    {
      what: 'samples of Teachable Machine',
      names: ['Class 1-samples.zip', 'my cat-samples.zip', 'none-samples.zip'],
      says: 'without “-samples”, which all have',
    },
  ].map(({ names, ...one }) => ({
    ...one,
    files: inFolder('tm-project', names),
    counts: [
      ['Class 1', '10', '2', '3'],
      ['my cat', '10', '2', '3'],
      ['none', '11', '1', '3'],
    ],
  })),
  {
    what: 'two photographs that are cut off, of 20',
    files: inFolder('cut-off-jpeg', ['photos.zip']),
    counts: [
      ['one', '5', '1', '2'],
      ['two', '7', '1', '2'],
    ],
    problems: 2,
  },
  {
    what: 'fruits in folders of two words',
    files: inFolder('fruit-folders', ['fruits.zip']),
    counts: [
      ['Apple Braeburn', '16', '6'],
      ['Apple Red 1', '16', '6'],
      ['Cactus fruit', '16', '6'],
    ],
    problems: 2,
  },
  {
    what: 'one column a class, a table a split',
    files: inFolder('one-hot-table-a-split', ['roboflow.zip']),
    counts: [
      ['cat', '20', '6', '6'],
      ['dog', '20', '6', '6'],
      ['none', '20', '6', '6'],
    ],
  },
]

test('photographs that broke other tools are read as a person means them', async ({ studio }) => {
  const { data } = studio
  for (const { what, files, counts, says = '', problems = 0 } of CASES) {
    await test.step(what, async () => {
      await studio.openOnProcessor()
      await data.fileInput.setInputFiles([...files])
      await expect(data.summary).toContainText(says)
      await data.unfold('Splits')
      const rows = await data.counts()
      expect(rows.slice(1, -1)).toEqual(counts)
      await expect(data.problems.filter({ hasText: 'so it was left out' })).toHaveCount(problems)
    })
  }
})

test('models of other tools open', async ({ studio }) => {
  for (const folder of readdirSync(join(FOLDER, 'models-of-others'))) {
    await test.step(folder, async () => {
      await studio.openOnProcessor()
      const path = join(FOLDER, 'models-of-others', folder)
      await studio.data.fileInput.setInputFiles(readdirSync(path).map((name) => join(path, name)))
      await studio.model.expectStack(['Flatten', 'Dense', 'Dropout', 'Dense'])
    })
  }
})
