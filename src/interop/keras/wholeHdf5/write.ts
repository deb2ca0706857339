/** A whole model in one HDF5 file, in the form of Keras 2. */
import type { Stack } from '../../../model/graph/stack'
import { endsInScores } from '../../../model/graph/output'
import type { TrainedModel } from '../../../model/trainedModel'
import type { Recipe } from '../../../model/training/recipe'
import { READS_WHOLE } from '../../describeReading'
import { describeScores } from '../../describeScores'
import type { WrittenModel } from '../../target'
import { CLASSIFY, classifyProgram } from '../classifyProgram'
import { writeHdf5 } from '../hdf5/writeHdf5'
import { describeLeftOut, inKerasOrder } from '../kerasOrder'
import { toKeras2 } from '../keras2Config'
import { describeKeras2 } from '../keras2Differences'
import { OWN, writeOwn } from '../own'
import { writeLoss, writeOptimizer } from '../training/writeTraining'
import { weightsOfKeras2 } from '../writeWeights'

export async function write(model: TrainedModel): Promise<WrittenModel> {
  const { data, recipe } = model
  const stack = inKerasOrder(model.stack)
  const { keras_version, backend, ...config } = toKeras2(stack, data)
  const versions = { keras_version, backend }
  const bytes = await writeHdf5({
    attributes: {
      ...versions,
      model_config: JSON.stringify(config),
      ...(recipe && { training_config: JSON.stringify(toTrainingConfig(stack, recipe)) }),
      [OWN]: JSON.stringify(writeOwn(model)),
    },
    groups: new Map([['model_weights', weightsOfKeras2({ ...model, stack }, versions)]]),
  })
  const program = classifyProgram(model, ['model = keras.models.load_model(HERE / "model.h5", compile=False)'])
  return {
    files: [
      { name: 'model.h5', bytes },
      { name: CLASSIFY.file, bytes: program },
    ],
    differences: describeKeras2(stack),
    notes: [...describeLeftOut(model.stack), ...describeScores(stack)],
    snippet: { ...CLASSIFY, note: READS_WHOLE },
    input: { layout: 'NHWC', takes: 'numbers' },
  }
}

function toTrainingConfig(stack: Stack, recipe: Recipe): object {
  return {
    loss: writeLoss(recipe, endsInScores(stack)),
    metrics: ['accuracy'],
    weighted_metrics: null,
    loss_weights: null,
    optimizer_config: writeOptimizer(recipe),
  }
}
