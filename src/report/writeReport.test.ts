/** What a person reads in the file, and what it never does. */
import { describe, expect, it } from 'vitest'
import { studyRows } from '../figures/study/studyRows'
import { overviewOf } from '../figures/study/overview'
import { confusedPairs } from '../figures/study/confusedPairs'
import { excludeFrom, choicesFor } from '../model/dataChoices'
import { parseProject } from '../model/project'
import { someRun } from '../runs/someRun.fixture'
import type { ReportFacts } from '../store/report/reportFacts'
import { PLAIN_STACK, reportedRun, SMALL_PICTURE, someDataset, someFacts, someJudged } from './someFacts.fixture'
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
    // Each of what needs images says so: at a glance, confusion, classes, curves, confidence, images.
    expect(text.split('There are no data at hand to judge the model by.')).toHaveLength(7)
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
})

describe('its size', () => {
  // As large as a picture of a photograph gets: 64 × 64 pixels that no compression shortens.
  const picture = `data:image/png;base64,${'A'.repeat(Math.ceil((64 * 64 * 4 * 4) / 3))}`
  const bytesOf = (facts: ReportFacts): number => new TextEncoder().encode(writeReport(facts, () => picture)).length

  it('is below 2 MB for 70,000 images', () => {
    expect(bytesOf(someFacts({ judged: someJudged({ images: 70_000 }) }))).toBeLessThan(2e6)
  })

  it('is below 2 MB for a hundred classes, each of which can be read', () => {
    const classes = Array.from({ length: 100 }, (_, index) => `kind ${index}`)
    const facts = someFacts({
      data: { dataset: someDataset({ classes }), choices: choicesFor(1) },
      judged: someJudged({ classes, images: 10_000 }),
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
