/** What a person reads in the file, and what it never does. */
import { describe, expect, it } from 'vitest'
import { studyRows } from '../figures/study/studyRows'
import { overviewOf } from '../figures/study/overview'
import { confusedPairs } from '../figures/study/confusedPairs'
import { excludeFrom, choicesFor } from '../model/dataChoices'
import { parseProject } from '../model/project'
import { someBeginning, someRun } from '../runs/someRun.fixture'
import type { ReportFacts } from '../store/report/reportFacts'
import {
  PLAIN_STACK,
  reportedRun,
  SMALL_PICTURE,
  someAnatomy,
  someDataset,
  someFacts,
  someJudged,
  someMap,
} from './someFacts.fixture'
import { SECTIONS } from './sections'
import { writeReport } from './writeReport'

const write = (facts: ReportFacts): string => writeReport(facts, () => SMALL_PICTURE)

/** The text as a person reads it, without the marks that isolate names. */
function textOf(html: string): string {
  return html
    .replace(/<style>.*?<\/style>/s, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/[⁦-⁩]/g, '')
    .replaceAll(/\s+/g, ' ')
}

/** The cells of a table, row by row. */
function tableOf(html: string, name: string): readonly (readonly string[])[] {
  const table = html.split('<table').find((part) => part.includes(`aria-label="${name}"`))
  const rows = (table ?? '').split('</table>')[0]!.split('<tr>').slice(1)
  return rows.map((row) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => textOf(cell!).trim()))
}

describe('the report', () => {
  const facts = someFacts()
  const html = write(facts)
  const text = textOf(html)

  it('has every section, and the way to each', () => {
    for (const { id, title } of SECTIONS) {
      expect(html).toContain(`<a href="#${id}">${title}</a>`)
      expect(html).toContain(`<section id="${id}" aria-labelledby="${id}-title">`)
    }
    expect(new Set(SECTIONS.map(({ id }) => id)).size).toBe(SECTIONS.length)
  })

  it('has the numbers of the study, as the page writes them', () => {
    if ('whyNot' in facts.judged) throw new Error('It is judged')
    const { study } = facts.judged
    const { rows, averages } = studyRows(study, { column: 0, falling: false })
    expect(tableOf(html, 'Scores by class, test split').slice(1)).toEqual([...rows, ...averages])
    for (const { name, value, definition } of overviewOf(study, undefined)) {
      expect(text).toContain(textOf(`${name} ${value}${definition === undefined ? '' : ` ${definition}`}`))
    }
    const [, first] = tableOf(html, 'Confusion matrix in images, test split')
    expect(first).toEqual(['0', ...study.confusion.slice(0, 10).map(String)])
    const [pair] = confusedPairs(study)
    expect(text).toContain(textOf(pair!.says))
    const reliability = tableOf(html, 'Reliability, test split').slice(1)
    expect(reliability.reduce((sum, [, , images]) => sum + Number(images), 0)).toBe(500)
    expect(tableOf(html, 'Abstaining below a confidence: accuracy and coverage, test split')).toHaveLength(102)
  })

  it('names training and validation of every epoch', () => {
    if ('whyNot' in facts.run) throw new Error('It has a run')
    const [, ...epochs] = tableOf(html, 'Loss')
    expect(epochs).toEqual(
      facts.run.epochs.map(({ epoch, train, validation }) => [
        String(epoch),
        train.loss.toFixed(4),
        validation!.loss.toFixed(4),
      ]),
    )
    expect(text).toContain('Hits at 3 as a table')
    expect(text).toContain('Learning rate as a table')
  })

  it('asks nothing of anything outside of itself', () => {
    expect(html.match(/(?:src|href)="(?!#|data:)[^"]*"/g)).toBeNull()
    expect(html).not.toMatch(/<script|<link|@import|url\(["']?(?!#)/)
    expect(html).toContain('content="default-src &#x27;none&#x27;; style-src &#x27;unsafe-inline&#x27;; img-src data:;')
  })

  it('leads to the same model again', () => {
    const json = /data:application\/json;charset=utf-8,([^"]*)"/.exec(html)![1]!
    const { stack, recipe } = parseProject(decodeURIComponent(json))
    expect({ stack, recipe }).toEqual({ stack: facts.model.stack, recipe: facts.model.recipe })
    expect(text).toContain('These steps lead to the same weights, bit by bit.')
    expect(text).toContain(`Their contents have the digest ${'a'.repeat(64)}`)
    expect(text).toContain(`digest of the weights is ${'b'.repeat(64)}`)
    expect(text).toContain('Processor (WebAssembly), 4 threads')
  })
})

/** A section of the file. */
function sectionOf(html: string, id: string): string {
  return html.split(`<section id="${id}"`)[1]!.split('</section>')[0]!
}

describe('the inside of the model', () => {
  const inside = (facts: Partial<ReportFacts>): string => sectionOf(write(someFacts(facts)), 'inside')

  it('is that of the model at hand, in figures, pictures and the words of the page', () => {
    const html = inside({ inside: someAnatomy({ layers: 2 }) })
    const text = textOf(html)
    expect(text).toContain('Figures are of the model at hand, seen by 64 train images')
    expect(text).toContain('Gradients are of 32 of them.')
    expect(tableOf(html, 'Activations, of the model at hand')).toEqual([
      ['Layer', 'Mean', 'Deviation', 'Smallest', 'Largest', 'Zeros', 'No numbers'],
      ['dense_0 (relu)', '1.5', '1.12', '0', '3', '25.0 %', '0'],
      ['dense_1 (relu)', '1.5', '1.12', '0', '3', '25.0 %', '0'],
    ])
    expect(tableOf(html, 'Weights, of the model at hand').map(([name]) => name)).toEqual([
      'Weight',
      ...['dense_0/kernel', 'dense_0/bias', 'dense_1/kernel', 'dense_1/bias'],
    ])
    // Kernels, their gradients, and activations.
    expect(html.match(/1 histogram;/g)).toHaveLength(6)
    expect(text).toContain(
      'dense_0: 1 of 4 units gave 0 for all 64 images, at all places: dead, as far as 64 images can tell.',
    )
    expect(text).toContain('So few images can show that a unit is alive, and never prove that it is dead.')
    expect(text).toContain('By how much of their size steps moved the weights is not known')
    expect(text).not.toContain('Update to weight by epoch')
  })

  it('is told epoch by epoch where the run was watched', () => {
    const anatomies = {
      stride: 2,
      all: [0, 2, 3].map((epoch) => ({
        ...someAnatomy(epoch === 0 ? {} : { ratio: epoch === 2 ? 0.001 : 0.5 }),
        epoch,
      })),
    }
    const html = inside({ run: { ...reportedRun(), anatomies }, inside: undefined })
    const text = textOf(html)
    expect(text).toContain('Figures are after epoch 3,')
    expect(html).toContain('aria-label="Weights of dense_0/kernel, 3 histograms; after epoch 3: mean ')
    expect(tableOf(html, 'Update to weight by epoch').slice(-2)).toEqual([
      ['2', '0.1 %', '0.1 %', '0.1 %', '0.1 %'],
      ['3', '50 %', '50 %', '50 %', '50 %'],
    ])
    expect(text).toContain('The kernel of dense_1 moved by 50 % of its size in the last step: too fast.')
    expect(text).toContain('To save room, of 2 epochs one is kept')
    expect(text).not.toContain('is not known')
    // The model as it is may be another one: what was kept is told, and why there is no more.
    const given = textOf(inside({ run: { ...reportedRun(), anatomies }, inside: { whyNot: 'Other work came first.' } }))
    expect(given).toContain('The inside of the model as it is was not looked at. Other work came first.')
    expect(given).toContain('Figures are after epoch 3,')
  })

  it('says what numbers that are none mean', () => {
    const [first, ...rest] = someAnatomy().weights
    const lost = { ...first!.gradients!, lost: 3 }
    const text = textOf(inside({ inside: { ...someAnatomy(), weights: [{ ...first!, gradients: lost }, ...rest] } }))
    expect(text).toContain('Gradients of dense_0/kernel are infinite or no numbers on 32 train images: they explode.')
  })

  it('draws the first of many layers, and tells of all', () => {
    const html = inside({ inside: someAnatomy({ layers: 40 }) })
    expect(html.match(/1 histogram;/g)).toHaveLength(36)
    expect(textOf(html)).toContain('The first 12 of 40 kernels are drawn; the table has all.')
    expect(tableOf(html, 'Gradients, of the model at hand')).toHaveLength(81)
  })
})

describe('the map of the images', () => {
  const mapOf = (facts: Partial<ReportFacts>): string => sectionOf(write(someFacts(facts)), 'map')

  it('has a point an image, mistakes as diamonds, and says what they mean', () => {
    const html = mapOf({ map: someMap({ images: 40 }) })
    const text = textOf(html)
    expect(text).toContain('40 of 500 test images, of each class its share, drawn by chance.')
    expect(text).toContain('Of what dense_0 gives of each image, 32 values: the last layer with weights reads this.')
    expect(text).toContain('Distances between far groups, how large or dense a group is, and the axes mean little.')
    expect(text).toContain('Trustworthiness 0.938')
    expect(text).toContain('Variance kept 75.0 % in 2 components')
    expect(html).toContain('40 images as points, of 10 classes; 5 mistakes as diamonds.')
    expect(html.match(/M[\d.]+ [\d.]+h\.01/g)).toHaveLength(35)
    expect(html.match(/M[\d.]+ [\d.]+(L[\d.]+ [\d.]+){3}z/g)).toHaveLength(5)
    expect(text).toContain('Mistakes 5')
    const rows = tableOf(html, 'Neighbours on the map, test split')
    expect(rows[1]).toEqual(['0', '4', '1', '50.0 %', '0'])
    expect(rows.at(-1)).toEqual(['All images', '40', '5', '50.0 %', '0'])
    expect(tableOf(html, 'Variance by component, test split').at(-1)).toEqual(['2', '25.00 %', '75.00 %'])
  })

  it('says of all images that they are all', () => {
    expect(textOf(mapOf({ map: someMap({ images: 40, total: 40 }) }))).toContain('All 40 test images.')
  })

  it('says why there is none', () => {
    const text = textOf(mapOf({ map: { whyNot: 'A map needs 12 images, and the split has 4.' } }))
    expect(text).toContain('There is no map of the images. A map needs 12 images, and the split has 4.')
  })
})

it('has names of people’s files as text, whatever is in them', () => {
  const evil = '<script>alert(1)</script>'
  const classes = [evil, '"><img src=x onerror=alert(1)>', "'&amp;"]
  const run = reportedRun(someRun(3), evil)
  const html = write(
    someFacts({
      data: {
        dataset: someDataset({
          name: evil,
          classes,
          files: [{ path: `${evil}.zip`, bytes: 1, kind: 'zip archive', outcome: evil, used: true }],
          notes: [evil],
        }),
        choices: { ...choicesFor(1), merged: [{ from: evil, to: classes[1]! }] },
      },
      judged: someJudged({ classes, images: 60 }),
      run: { ...run, kept: { ...run.kept!, note: evil } },
      model: { ...someFacts().model, classes },
    }),
  )
  expect(html).not.toMatch(/<script|<img src=x/)
  expect(textOf(html)).toContain(`True ${evil}`)
  expect(textOf(html)).toContain(`Model of ${evil}`)
})

describe('what is not known', () => {
  it('is said of a model from a file, without images', () => {
    const { recipe: _, ...model } = someFacts().model
    const html = write(
      someFacts({
        model: { ...model, stack: PLAIN_STACK },
        origin: 'Opened from model.json.',
        identity: { weights: 'c'.repeat(64) },
        data: { whyNot: 'There are no data at hand.' },
        judged: { whyNot: 'There are no data at hand to judge the model by.' },
        run: { whyNot: 'The model comes from a file.' },
        inside: { whyNot: 'Nothing trains it.' },
        map: { whyNot: 'There are no data at hand to judge the model by.' },
        device: undefined,
      }),
    )
    const text = textOf(html)
    expect(text).toContain('Opened from model.json')
    expect(text).toContain('Which images it was trained on is not known.')
    expect(text).toContain('The file of the model does not say how it was trained.')
    expect(text).toContain('The model comes from a file.')
    expect(text).toContain('What trained the model is not known: there is no record of its run.')
    expect(text).toContain('How the model was trained is not known, so it can’t be made again from this report.')
    expect(text).toContain('The inside of the model as it is was not looked at. Nothing trains it.')
    // Each of what needs images says so: at a glance, confusion, classes, curves, confidence, images, their map.
    expect(text.split('There are no data at hand to judge the model by.')).toHaveLength(8)
  })

  it('is said of a split that has no images', () => {
    const perClass = { ...someDataset().perClass, test: someDataset().classes.map(() => 0) }
    const html = write(
      someFacts({
        data: { dataset: someDataset({ perClass }), choices: choicesFor(1) },
        judged: someJudged({ split: 'validation' }),
      }),
    )
    const text = textOf(html)
    expect(text).toContain('There are no test images, so it is judged by 500 validation images of Sample digits.')
    expect(text).toContain('The data bring no test images.')
    expect(text).toContain('Scores by class, validation split')
    expect(text).not.toContain('test split')
  })

  it('is said of a run that the same steps do not come to again', () => {
    const remake = (facts: Partial<ReportFacts>): string =>
      textOf(write(someFacts(facts)).split('id="remake-title"')[1]!)
    expect(remake({ identity: { weights: 'b', data: 'c' } })).toContain('The data at hand are not those of the run')
    expect(remake({ run: reportedRun(someRun(3, { state: 'stopped' })) })).toContain('The run did not end by itself')
    const choices = { ...choicesFor(1), excluded: excludeFrom([], [4]) }
    expect(remake({ data: { dataset: someDataset(), choices } })).toContain('Single images were taken out')
    const log = [{ epoch: 1, message: 'Epoch 2, step 1 of 20: learning rate set to 0.1 by hand' }]
    expect(remake({ run: reportedRun(someRun(3, { details: { log } })) })).toContain(
      'A person changed the learning rate',
    )
  })

  it('names the model that the run began from, and the file to open first', () => {
    const began = (changes: Parameters<typeof someBeginning>[0]): string =>
      textOf(write(someFacts({ run: reportedRun(someRun(3, { details: { beginning: someBeginning(changes) } })) })))
    const ofFile = began({})
    expect(ofFile).toContain('These steps lead to the same weights, bit by bit.')
    expect(ofFile).toContain(
      `Open “model.keras” by Open model or project, as the model to begin with. The digest of its weights is ${'d'.repeat(64)}.`,
    )
    expect(ofFile).toContain('Choose under Begin with, beside Start training, the weights of “model.keras”.')
    expect(ofFile).toContain('1 of 2 layers begins with the weights of “model.keras”; dense is drawn anew')
    expect(ofFile).toContain('Images are normalised as for “model.keras”, whatever the recipe says.')
    const ofNone = began({ name: 'run 2', isFile: false })
    expect(ofNone).toContain('The run began with weights of “run 2”, which was in no file')
    expect(ofNone).not.toContain('bit by bit. A report')
  })
})

describe('its size', () => {
  // As large as a picture of a photograph gets: 64 × 64 pixels that no compression shortens.
  const picture = `data:image/png;base64,${'A'.repeat(Math.ceil((64 * 64 * 4 * 4) / 3))}`
  const bytesOf = (facts: ReportFacts): number => new TextEncoder().encode(writeReport(facts, () => picture)).length

  it('is below 2 MB for 70,000 images', () => {
    // A deep model that was watched for as long as a record has room: 100 epochs of few weights, or few of many.
    const watched = (layers: number, epochs: number): Partial<ReportFacts> => {
      const anatomy = someAnatomy({ layers, ratio: 0.001 })
      const all = Array.from({ length: epochs }, (_, epoch) => ({ ...anatomy, epoch }))
      return { run: { ...reportedRun(), anatomies: { stride: 1, all } }, inside: anatomy }
    }
    const large = { judged: someJudged({ images: 70_000 }), map: someMap({ images: 1000, total: 70_000 }) }
    expect(bytesOf(someFacts({ ...large, ...watched(16, 100) }))).toBeLessThan(2e6)
    expect(bytesOf(someFacts({ ...large, ...watched(60, 30) }))).toBeLessThan(2e6)
  })

  it('is below 2 MB for a hundred classes, each of which can be read', () => {
    const classes = Array.from({ length: 100 }, (_, index) => `kind ${index}`)
    const facts = someFacts({
      data: { dataset: someDataset({ classes }), choices: choicesFor(1) },
      judged: someJudged({ classes, images: 10_000 }),
      map: someMap({ classes: 100, images: 1000, total: 10_000 }),
      model: { ...someFacts().model, classes },
    })
    expect(bytesOf(facts)).toBeLessThan(2e6)
    const html = write(facts)
    expect(tableOf(html, 'Scores by class, test split')).toHaveLength(104)
    expect(tableOf(html, 'Entropy by class')).toHaveLength(101)
    expect(textOf(html)).toContain('Of more than 10 classes the mean is named.')
    expect(textOf(html)).toContain('The table is of the cells with most images.')
  })
})
