import { withoutBidiControls } from '../../common/text'
import { describeImages } from '../../model/layers/define'
import { SPLITS } from '../../model/split'
import type { ReportFacts } from '../../store/report/reportFacts'
import { formatAmount, formatBytes, formatCount } from '../../ui/format'
import { describeChoices } from '../describeChoices'
import { DataTable } from '../parts/DataTable'
import { Facts } from '../parts/Facts'
import type { Section } from '../section'

/** The images: how many of what, and what was decided about them. */
export const DATA: Section = {
  id: 'data',
  title: 'Data',
  Content: ({ facts }) => {
    const { data, identity } = facts
    if ('whyNot' in data) {
      const trained = trainedOn(facts)
      return (
        <>
          <p>{data.whyNot}</p>
          {trained === undefined ? <p>Which images it was trained on is not known.</p> : <p>{trained}</p>}
        </>
      )
    }
    const { dataset, choices } = data
    const name = withoutBidiControls(dataset.name)
    const used = dataset.files.filter((file) => file.used)
    return (
      <>
        <Facts
          facts={[
            ['Dataset', name],
            ['Images', formatCount(dataset.images)],
            ['Of', describeImages(dataset)],
            ['Classes', formatCount(dataset.classes.length)],
            ['Contents (SHA-256 over pixels, labels and splits)', identity.data ?? 'not for this model'],
          ]}
        />
        <p>{trainedOn(facts) ?? 'Whether the model was trained on these images is not known.'}</p>
        <DataTable
          name="Images by class and split"
          columns={['Class', 'Train', 'Validation', 'Test', 'All']}
          rows={dataset.classes.map((label, at) => {
            const counts = SPLITS.map((split) => dataset.perClass[split][at] ?? 0)
            return [withoutBidiControls(label), ...counts.map(formatCount), formatCount(sum(counts))]
          })}
          footer={[
            [
              'All',
              ...SPLITS.map((split) => formatCount(sum(dataset.perClass[split]))),
              formatCount(sum(SPLITS.flatMap((split) => dataset.perClass[split]))),
            ],
          ]}
        />
        {SPLITS.filter((split) => sum(dataset.perClass[split]) === 0).map((split) => (
          <p key={split}>
            The data bring no {split} images{split === 'validation' && sayValidation(facts)}.
          </p>
        ))}
        <h3>What was decided about them</h3>
        <Decisions sentences={describeChoices(choices)} />
        {used.length > 0 && (
          <>
            <h3>Files</h3>
            <DataTable
              name="Files of the data"
              columns={['File', 'Size', 'What it is', 'What came of it']}
              rows={used.map(({ path, bytes, kind, outcome }) => [
                withoutBidiControls(path),
                formatBytes(bytes),
                kind,
                withoutBidiControls(outcome),
              ])}
              isText
              endsInWords
            />
          </>
        )}
        {dataset.notes.length + dataset.problemCount > 0 && <h3>What was said when they were read</h3>}
        <ul>
          {dataset.notes.map((note) => (
            <li key={note}>{withoutBidiControls(note)}</li>
          ))}
          {dataset.problemCount > 0 && (
            <li>{formatAmount(dataset.problemCount, 'problem')}: such files or rows were left out.</li>
          )}
        </ul>
      </>
    )
  },
}

function Decisions({ sentences }: { readonly sentences: readonly string[] }) {
  if (sentences.length === 0)
    return <p>Nothing: splits and labels are as they were read, no image is taken out, and no classes are merged.</p>
  return (
    <ul>
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}

/** ` of their own: 15 % of the train images validate`. */
function sayValidation({ model: { recipe } }: ReportFacts): string {
  return recipe && recipe.validationSplit > 0
    ? ` of their own: a share of ${recipe.validationSplit} of the train images validates a run`
    : ''
}

/** Which images it was trained on, as far as the record of its run says; nothing where that is not known. */
function trainedOn({ run, identity }: ReportFacts): string | undefined {
  const dataset = 'kept' in run ? run.kept?.details.dataset : undefined
  if (!dataset) return undefined
  const images = 'kept' in run ? run.kept?.details.images : undefined
  const parts = images
    ? `, on ${formatAmount(images.train, 'image')}, with ${formatAmount(images.validation, 'image')} to validate`
    : ''
  const name = withoutBidiControls(dataset.name)
  if (dataset.digest === undefined) return `The model was trained on data called ${name}${parts}.`
  if (dataset.digest === identity.data) return `The model was trained on these data, bit by bit${parts}.`
  return `The model was trained on other data than those at hand: ${name}, with contents ${dataset.digest}${parts}.`
}
