/** A model's weights as `save_weights` of Keras 3 writes them, beside its layers as JSON. */
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

export async function write(model: TrainedModel): Promise<WrittenModel> {
  const { data, recipe } = model
  const stack = inKerasOrder(model.stack)
  const config = { ...toKeras3(stack, data, recipe), [OWN]: writeOwn(model) }
  const bytes = await writeHdf5(weightsOfKeras3({ ...model, stack }, toTopology(stack, data)))
  const program = classifyProgram(model, [
    'model = keras.models.model_from_json((HERE / "model.config.json").read_text(encoding="utf-8"))',
    'model.load_weights(HERE / "model.weights.h5")',
  ])
  return {
    files: [
      { name: 'model.weights.h5', bytes },
      { name: 'model.config.json', bytes: new TextEncoder().encode(JSON.stringify(config, null, 2)) },
      { name: CLASSIFY.file, bytes: program },
    ],
    differences: [],
    notes: [...describeLeftOut(model.stack), ...describeScores(stack), ...describeOptimizer(recipe)],
    snippet: { ...CLASSIFY, note: READS_WHOLE },
    input: { layout: 'NHWC', takes: 'numbers' },
  }
}
