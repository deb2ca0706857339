/** The beginning of a script: what it is for, as names in capitals, and what it takes. */
import type { Plan, PlanDataset } from '../../target'
import { pythonList, pythonText } from '../readImage'
import { PythonCode, pythonFloat, pythonValue } from '../pythonValue'

/** Strata's shares and its seed, for data that say no splits. */
const USUAL = { train: 0.7, validation: 0.1, test: 0.2, seed: 42 }

/** The files that the data came from, where they are an archive and perhaps a table. */
export function filesOf(dataset: PlanDataset | undefined): { readonly images?: string; readonly labels?: string } {
  const names = dataset?.name.split(' + ') ?? []
  const images = names.find((name) => /\.zip$/i.test(name))
  const labels = names.find((name) => /\.csv$/i.test(name))
  const isWhole = names.length === (images === undefined ? 0 : 1) + (labels === undefined ? 0 : 1)
  if (!isWhole || images === undefined) return {}
  return { images, ...(labels !== undefined && { labels }) }
}

export function settingsCode({ data, classes, recipe, dataset }: Plan): string {
  const { train, validation, test, seed } = dataset?.dealt ?? USUAL
  return `\
HEIGHT, WIDTH, CHANNELS = ${data.height}, ${data.width}, ${data.channels}
CLASSES = ${pythonList(classes)}

EPOCHS = ${recipe.epochs}
BATCH_SIZE = ${recipe.batchSize}
LEARNING_RATE = ${pythonFloat(recipe.learningRate).text}
# The share of the train images that validates where the data bring no validation images.
VALIDATION_SPLIT = ${recipe.validationSplit}
# Behind the splits, the order of the images and, where there is no initial_weights.npz, the weights.
SEED = ${recipe.seed}
# Train, validation and test, ${dataset?.dealt ? 'whatever splits the data say' : 'where the data say no splits'}.
DRAWN_SHARES = ${pythonValue([train, validation, test])}
DRAWN_SEED = ${seed}
DEALS_ANEW = ${dataset?.dealt ? 'True' : 'False'}
`
}

/** @param more lines that add the script's own arguments. */
export function argumentsCode({ dataset }: Plan, more: string): string {
  const { images, labels } = filesOf(dataset)
  const optional = (file: string | undefined): PythonCode =>
    new PythonCode(file === undefined ? 'None' : `Path(${pythonText(file)})`)
  const source = images === undefined ? 'required=True' : `default=${optional(images).text}`
  return `\
def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=Path, ${source}, help="a zip or a folder of images")
    parser.add_argument("--labels", type=Path, help="a CSV that names each image, its class and perhaps its split")
    parser.add_argument("--out", type=Path, default=Path("run"), help="the folder for the model and its history")
    parser.add_argument("--step-losses", type=Path, help="a CSV for the loss of each step")
${more}
    arguments = parser.parse_args()
${
  labels === undefined
    ? ''
    : `    if arguments.labels is None and arguments.images == ${optional(images).text}:
        arguments.labels = ${optional(labels).text}
`
}    return arguments
`
}
