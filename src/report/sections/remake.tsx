import { quoted } from '../../common/text'
import { serialiseProject } from '../../model/project'
import type { RunBeginning } from '../../runs/beginning'
import { STRATA_VERSION } from '../../runs/strataVersion'
import type { ReportedRun, ReportFacts } from '../../store/report/reportFacts'
import { formatAmount, formatCount } from '../../ui/format'
import { describeChoices, namesImages } from '../describeChoices'
import type { Section } from '../section'
import { describeDevice } from './environment'

/** How to come to the same model again, bit by bit. */
export const REMAKE: Section = {
  id: 'remake',
  title: 'Make it again',
  Content: ({ facts }) => {
    const { stack, recipe } = facts.model
    if (!recipe) return <p>How the model was trained is not known, so it can’t be made again from this report.</p>
    const text = serialiseProject({ stack, recipe })
    const obstacle = whyNotSame(facts)
    return (
      <>
        <p>
          {obstacle ??
            'These steps lead to the same weights, bit by bit. A report of the model that they make has the same digest of its weights.'}
        </p>
        <ol className="steps">
          {stepsOf(facts).map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <h3>Layers and recipe</h3>
        <p>
          <a download="layers-and-recipe.json" href={`data:application/json;charset=utf-8,${encodeURIComponent(text)}`}>
            Save layers-and-recipe.json
          </a>
        </p>
        <pre tabIndex={0} aria-label="Layers and recipe as JSON">
          {text}
        </pre>
      </>
    )
  },
}

function keptOf({ run }: ReportFacts): ReportedRun['kept'] {
  return 'kept' in run ? run.kept : undefined
}

/** Why the steps lead to a model that is like it, and perhaps not the same. */
function whyNotSame(facts: ReportFacts): string | undefined {
  const kept = keptOf(facts)
  if (!kept)
    return 'There is no record of the run, so these steps lead to a model that was trained alike, and perhaps not on the same images, from the same first weights or to the same bits.'
  if (kept.summary.state !== 'finished')
    return 'The run did not end by itself, so these steps lead to the same weights only where it is stopped at the same step.'
  if (kept.details.dataset.digest !== facts.identity.data)
    return 'The data at hand are not those of the run, so these steps lead to the same weights only with the data that it was trained on.'
  const { beginning } = kept.details
  if (beginning && !beginning.isFile)
    return `The run began with weights of ${quoted(beginning.name)}, which was in no file, so these steps lead to the same weights only where that model is at hand before Start is pressed. The digest of its weights is ${beginning.weights}.`
  if ('choices' in facts.data && namesImages(facts.data.choices))
    return 'Single images were taken out or have other labels, so these steps lead to the same weights only with the project file of that time: a report does not list them.'
  if ('log' in facts.run && facts.run.log.some(({ message }) => /by hand/.test(message)))
    return 'A person changed the learning rate while the run went on, so these steps lead to the same weights only where that is done again at the same step.'
  return undefined
}

function stepsOf(facts: ReportFacts): readonly string[] {
  const { model, data, device } = facts
  const kept = keptOf(facts)
  const on = kept?.summary.device ?? device
  const dataset = kept?.details.dataset
  const { recipe } = model
  return [
    `Open Strata ${kept?.details.madeBy.strata ?? STRATA_VERSION}. Another version may come to other bits.`,
    ...(on
      ? [
          `Choose under Backend what trained it: ${describeDevice(on)}. On the processor the number of threads changes no bit. Another graphics device may come to other bits.`,
        ]
      : []),
    sayData(facts),
    ...(kept?.details.beginning?.isFile
      ? [
          `Open ${quoted(kept.details.beginning.name)} by Open model or project, as the model to begin with. The digest of its weights is ${kept.details.beginning.weights}.`,
        ]
      : []),
    ...('choices' in data && dataset?.digest === facts.identity.data ? describeChoices(data.choices).map(asStep) : []),
    `Save the layers and the recipe below as a file, and open it by Open model or project. It has the seed, ${recipe?.seed ?? ''}, from which the ${kept?.details.beginning ? 'weights of layers that begin anew' : 'initial weights'}, the shuffles, the validation share, dropout and augmentation are drawn.`,
    ...(kept?.details.beginning ? [sayBeginning(kept.details.beginning)] : []),
    'Press Start training, and let the run end by itself.',
    `Press Report under Use, and compare: its digest of the weights is ${facts.identity.weights} where they are the same.`,
  ]
}

function sayBeginning({ name }: RunBeginning): string {
  return `Choose under Begin with, beside Start training, the weights of ${quoted(name)}.`
}

function asStep(sentence: string): string {
  return `See under Data that it is as it was: ${sentence}`
}

function sayData(facts: ReportFacts): string {
  const { data } = facts
  const dataset = keptOf(facts)?.details.dataset
  if (!dataset) return 'Load the images that it was trained on. This report does not know which they were.'
  const images = Object.values(dataset.perClass)
    .flat()
    .reduce((total, count) => total + count, 0)
  const files = 'dataset' in data && dataset.digest === facts.identity.data ? data.dataset.files : []
  const used = files.filter((file) => file.used).map(({ path }) => quoted(path))
  const from =
    used.length === 0
      ? ''
      : `, from ${used.slice(0, MOST_FILES).join(', ')}${used.length > MOST_FILES ? ` and ${formatCount(used.length - MOST_FILES)} more` : ''}`
  return `Load the same images: ${quoted(dataset.name)}${from}, ${formatAmount(images, 'image')}. Their contents have the digest ${dataset.digest ?? 'that was not kept'}, which the report of the run shows under Data.`
}

const MOST_FILES = 10
