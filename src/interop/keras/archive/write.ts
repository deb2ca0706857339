/** A model as Keras 3 saves it: one archive with its layers, its weights and what is said of them. */
import { createZipWriter } from '../../../files/zipWriter'
import type { TrainedModel } from '../../../model/trainedModel'
import { READS_WHOLE } from '../../describeReading'
import { describeScores } from '../../describeScores'
import type { WrittenModel } from '../../target'
import { CLASSIFY, classifyProgram } from '../classifyProgram'
import { writeHdf5 } from '../hdf5/writeHdf5'
import { toKeras3 } from '../keras3Config'
import { describeLeftOut, inKerasOrder } from '../kerasOrder'
import { OWN, writeOwn } from '../own'
import { toTopology } from '../topology'
import { describeOptimizer } from '../training/writeTraining'
import { weightsOfKeras3 } from '../writeWeights'

/** The Keras whose form this is. */
const KERAS_VERSION = '3.15.1'
/** What is written depends on nothing but the model. */
const DATE = '1980-01-01@00:00:00'

export async function write(model: TrainedModel): Promise<WrittenModel> {
  const { data, recipe } = model
  const stack = inKerasOrder(model.stack)
  const metadata = { keras_version: KERAS_VERSION, date_saved: DATE, [OWN]: writeOwn(model) }
  const weights = await writeHdf5(weightsOfKeras3({ ...model, stack }, toTopology(stack, data)))
  const archive = createZipWriter(new AbortController().signal)
  await archive.add('metadata.json', [encode(JSON.stringify(metadata))])
  await archive.add('config.json', [encode(JSON.stringify(toKeras3(stack, data, recipe)))])
  await archive.add('model.weights.h5', [weights])
  const program = classifyProgram(model, ['model = keras.models.load_model(HERE / "model.keras", compile=False)'])
  return {
    files: [
      { name: 'model.keras', bytes: new Uint8Array(await archive.finish().arrayBuffer()) },
      { name: CLASSIFY.file, bytes: program },
    ],
    differences: [],
    notes: [...describeLeftOut(model.stack), ...describeScores(stack), ...describeOptimizer(recipe)],
    snippet: { ...CLASSIFY, note: READS_WHOLE },
    input: { layout: 'NHWC', takes: 'numbers' },
  }
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
