/** A plan as Ludwig's `config.yaml`, in the names of today. */
import { stringify } from 'yaml'
import { joinWords } from '../../common/text'
import { AUGMENTATION_FIELDS, type Augmentation } from '../../model/training/augmentation'
import type { Chosen, Plan, PlanDataset, Written } from '../target'
import { undecided } from '../undecided'
import { writeEncoder } from './writeEncoder'
import { writeTrainer } from './writeTrainer'

const CONFIG = 'config.yaml'

type Settings = Record<string, unknown>

/** @throws InteropError for layers in an order that Ludwig does not have. */
export function write(plan: Plan, chosen: Chosen): Promise<Written> {
  const { data, recipe, dataset } = plan
  const differences: string[] = []
  const encoder = writeEncoder(plan)
  const trainer = writeTrainer(plan, differences)
  const augmentation = writeAugmentation(recipe.augmentation, differences)
  const config = {
    input_features: [
      {
        name: 'image_path',
        type: 'image',
        preprocessing: { height: data.height, width: data.width, num_channels: data.channels },
        encoder,
        ...(augmentation.length > 0 && { augmentation }),
      },
    ],
    output_features: [{ name: 'label', type: 'category' }],
    preprocessing: { split: writeSplit(dataset, differences) },
    trainer,
    random_seed: recipe.seed,
    ...(chosen.has('ray') && { backend: { type: 'ray' } }),
  }
  differences.push(...drawnOtherwise(plan), ...undecided(dataset))
  const head =
    '# Written by Strata for Ludwig. The table has the columns image_path, label and split, and the images lie unpacked beside it.\n'
  return Promise.resolve({
    files: [{ name: CONFIG, bytes: new TextEncoder().encode(head + withPoints(stringify(config))) }],
    differences,
    notes: [],
    snippet: {
      language: 'Shell',
      file: CONFIG,
      install: 'pip install ludwig',
      run: `ludwig experiment --config ${CONFIG} --dataset labels.csv`,
    },
  })
}

/** PyYAML takes 1e-7, which has no point, for a text. No text of the config is like it. */
function withPoints(yaml: string): string {
  return yaml.replaceAll(/(?<=[ [])(-?\d+)(?=e[+-]\d+\b)/g, '$1.0')
}

function drawnOtherwise({ stack }: Plan): readonly string[] {
  const args = stack.layers.flatMap((layer) => Object.entries(layer.args))
  const isPenalised = args.some(([name, value]) => /L[12]$/.test(name) && value !== 0)
  return [
    'Ludwig computes by PyTorch, and draws first weights, shuffles and dropout in its own ways: a run there comes to other weights than one here, as another seed would.',
    'Ludwig stretches images of another size to the model’s, and Strata shows them whole unless told otherwise: other pixels go in.',
    ...(isPenalised
      ? ['The penalties of single layers, L1 and L2, are not in the config: Ludwig has one for all weights.']
      : []),
  ]
}

/** Ludwig divides pixels by 255 by itself. */
function writeSplit(dataset: PlanDataset | undefined, differences: string[]): Settings {
  if (dataset === undefined || (dataset.splits === 'given' && !dataset.dealt)) {
    if (dataset?.images.validation === 0)
      differences.push(
        'Strata sets a share of the train images aside to validate. Ludwig does so by the rows whose split is 1: give some of them that.',
      )
    return { type: 'fixed', column: 'split' }
  }
  const { train, validation, test } = dataset.dealt ?? { train: 0.7, validation: 0.1, test: 0.2 }
  differences.push('The splits are drawn anew there, of every class alike, by the same shares.')
  return { type: 'stratify', column: 'label', probabilities: [train, validation, test] }
}

function writeAugmentation(augmentation: Augmentation, differences: string[]): readonly Settings[] {
  const said = new Set<keyof Augmentation>(['horizontalFlip', 'verticalFlip', 'rotation'])
  const unsaid = AUGMENTATION_FIELDS.filter(({ name }) => !said.has(name) && Number(augmentation[name]) > 0)
  if (unsaid.length > 0)
    differences.push(
      `Of augmentation, ${joinWords(unsaid.map(({ label }) => label))} ${unsaid.length === 1 ? 'is' : 'are'} not in the config: Ludwig has none.`,
    )
  const { horizontalFlip, verticalFlip, rotation } = augmentation
  if (!Number.isInteger(rotation)) differences.push('Ludwig turns images by whole degrees, so the rotation is rounded.')
  return [
    ...(horizontalFlip ? [{ type: 'random_horizontal_flip' }] : []),
    ...(verticalFlip ? [{ type: 'random_vertical_flip' }] : []),
    ...(rotation > 0 ? [{ type: 'random_rotate', degree: Math.max(1, Math.round(rotation)) }] : []),
  ]
}
