/** A recipe as Ludwig's trainer. What it can't say is told. */
import type { Recipe } from '../../model/training/recipe'
import type { Plan } from '../target'

type Settings = Record<string, unknown>

/** The most that Ludwig's schema takes. */
const MAX_RATE = 1

/** @param differences takes sentences on what is otherwise there. */
export function writeTrainer(plan: Plan, differences: string[]): Settings {
  const { recipe } = plan
  const steps = stepsOf(plan)
  const { rate, scheduler } = writeSchedule(recipe, steps, differences)
  noteUnsaid(recipe, differences)
  return {
    epochs: recipe.epochs,
    batch_size: recipe.batchSize,
    learning_rate: rate,
    ...(scheduler && { learning_rate_scheduler: scheduler }),
    optimizer: writeOptimizer(recipe, differences),
    gradient_clipping: writeClipping(recipe, differences),
    gradient_accumulation_steps: recipe.accumulation.gradientAccumulationSteps ?? 1,
    ...writeStop(recipe, differences),
  }
}

interface Steps {
  readonly ofEpoch: number
  readonly ofRun: number
}

/** Undefined where the plan does not say how many images there are. */
function stepsOf({ recipe, dataset }: Plan): Steps | undefined {
  if (!dataset) return undefined
  const ofEpoch = Math.max(1, Math.ceil(dataset.images.train / recipe.batchSize))
  return { ofEpoch, ofRun: ofEpoch * recipe.epochs }
}

function writeOptimizer(recipe: Recipe, differences: string[]): Settings {
  const { optimizer } = recipe
  const { weightDecay } = recipe[optimizer]
  if (weightDecay !== 0 && optimizer !== 'adamW')
    differences.push(
      `The weight decay of ${weightDecay} is not in the config: PyTorch’s ${optimizer} would add it to the gradient. AdamW has the same in both.`,
    )
  if (optimizer !== 'sgd')
    differences.push(
      'PyTorch adds an optimizer’s epsilon at another place of its formula than Keras, which the first steps show.',
    )
  switch (optimizer) {
    case 'adam': {
      const { beta1, beta2, epsilon, amsgrad } = recipe.adam
      return { type: 'adam', betas: [beta1, beta2], eps: epsilon, amsgrad }
    }
    case 'adamW': {
      const { beta1, beta2, epsilon, amsgrad } = recipe.adamW
      return { type: 'adamw', betas: [beta1, beta2], eps: epsilon, weight_decay: weightDecay, amsgrad }
    }
    case 'nadam': {
      const { beta1, beta2, epsilon } = recipe.nadam
      // Keras's momentum grows by 0.96^t, PyTorch's by 0.96^(t * momentum_decay).
      return { type: 'nadam', betas: [beta1, beta2], eps: epsilon, momentum_decay: 1 }
    }
    case 'sgd': {
      const { momentum, nesterov } = recipe.sgd
      return { type: 'sgd', momentum, nesterov }
    }
    case 'rmsprop': {
      const { rho, momentum, epsilon, centered } = recipe.rmsprop
      return { type: 'rmsprop', alpha: rho, momentum, eps: epsilon, centered }
    }
    case 'adagrad': {
      const { initialAccumulatorValue, epsilon } = recipe.adagrad
      return { type: 'adagrad', initial_accumulator_value: initialAccumulatorValue, eps: epsilon }
    }
  }
}

/** Nulls are written: Ludwig clips unless it is told not to. */
function writeClipping({ clipping }: Recipe, differences: string[]): Settings {
  const { clipvalue, clipnorm, globalClipnorm } = clipping
  if (clipnorm !== null)
    differences.push(
      'Clip norm is not in the config: Ludwig shortens the gradients of all weights together, and not each by itself.',
    )
  return { clipglobalnorm: globalClipnorm, clipnorm: null, clipvalue }
}

function writeStop(recipe: Recipe, differences: string[]): Settings {
  const { earlyStopping, modelCheckpoint } = recipe
  const watched = earlyStopping.on ? earlyStopping : modelCheckpoint
  const metric = watched.monitor.endsWith('accuracy') ? 'accuracy' : 'loss'
  if (!(earlyStopping.on && earlyStopping.restoreBestWeights) && !modelCheckpoint.on)
    differences.push('Ludwig gives the model of its best epoch, and Strata that of the last.')
  if (earlyStopping.on) {
    const { minDelta, baseline, startFromEpoch, monitor } = earlyStopping
    if (minDelta !== 0 || baseline !== null || startFromEpoch !== 0 || !monitor.startsWith('val_'))
      differences.push(
        'Of early stopping the config has the patience and the metric of validation: its minimum change, baseline, first epoch and metrics of training are nothing that Ludwig has.',
      )
  }
  return {
    early_stop: earlyStopping.on ? Math.max(1, earlyStopping.patience) : -1,
    validation_field: 'label',
    validation_metric: metric,
  }
}

interface Scheduled {
  readonly rate: number
  readonly scheduler?: Settings
}

function writeSchedule(recipe: Recipe, steps: Steps | undefined, differences: string[]): Scheduled {
  const rate = recipe.learningRate
  const { reduceLROnPlateau } = recipe
  const said = sayDecay(recipe, steps)
  if ('why' in said) {
    differences.push(`The learning rate stays as it is there: ${said.why}.`)
    return { rate }
  }
  if (said.note !== undefined) differences.push(said.note)
  if (!reduceLROnPlateau.on) return said
  const { monitor, factor, patience, minLr, minDelta, cooldown } = reduceLROnPlateau
  if (minDelta !== 0.0001 || cooldown !== 0)
    differences.push('The minimum change and the cooldown of plateaus are not in the config: Ludwig has none.')
  // PyTorch lowers the rate behind so many epochs without an improvement, and Keras in the last of them.
  const falls = minLr > 0 ? Math.max(1, Math.round(Math.log(minLr / rate) / Math.log(factor))) : recipe.epochs
  return {
    rate,
    scheduler: {
      reduce_on_plateau: falls,
      reduce_on_plateau_patience: Math.max(0, patience - 1),
      reduce_on_plateau_rate: factor,
      reduce_eval_metric: monitor.endsWith('accuracy') ? 'accuracy' : 'loss',
      reduce_eval_split: monitor.startsWith('val_') ? 'validation' : 'training',
    },
  }
}

/** The rate to begin with, and the scheduler; or why Ludwig can't follow. */
function sayDecay(
  recipe: Recipe,
  steps: Steps | undefined,
): (Scheduled & { readonly note?: string }) | { readonly why: string } {
  const rate = recipe.learningRate
  const unknown = { why: 'its schedule goes by steps, and how many there are is not known without data' }
  switch (recipe.schedule.kind) {
    case 'constant':
      return { rate }
    case 'exponentialDecay': {
      const { decaySteps, decayRate, staircase } = recipe.exponentialDecay
      const length = decaySteps ?? steps?.ofEpoch
      return length === undefined ? unknown : exponential(rate, decayRate, length, staircase)
    }
    case 'stepDecay':
      return steps === undefined
        ? unknown
        : exponential(rate, recipe.stepDecay.factor, recipe.stepDecay.epochs * steps.ofEpoch, true)
    case 'cosineDecay': {
      const { decaySteps, alpha, warmupSteps } = recipe.cosineDecay
      if (steps === undefined) return unknown
      const length = decaySteps ?? Math.max(1, steps.ofRun - warmupSteps)
      if (length < steps.ofRun - warmupSteps)
        return { why: 'Ludwig’s cosine begins anew at its end, and Strata’s stays down' }
      return {
        rate,
        scheduler: {
          ...cosine(length, 1, alpha * rate),
          ...(warmupSteps > 0 && { warmup_fraction: warmupSteps / steps.ofRun }),
        },
      }
    }
    case 'cosineDecayRestarts': {
      const { firstDecaySteps, tMul, mMul, alpha } = recipe.cosineDecayRestarts
      if (!Number.isInteger(tMul) || mMul !== 1)
        return { why: 'Ludwig’s restarts rise to the same rate, and take a whole number of times as long' }
      // Without a number, Ludwig takes an epoch.
      return { rate, scheduler: cosine(firstDecaySteps ?? undefined, tMul, alpha * rate) }
    }
    case 'oneCycle':
      return { why: 'not every version of Ludwig has one cycle' }
  }
}

function cosine(steps: number | undefined, longer: number, least: number): Settings {
  return { decay: 'cosine', ...(steps !== undefined && { t_0: steps }), t_mult: longer, eta_min: least }
}

/** Ludwig begins one decay further down: its exponent is 1 + step / decay_steps, rounded up for a staircase. */
function exponential(rate: number, decayRate: number, steps: number, staircase: boolean) {
  const begin = rate / decayRate ** (staircase ? 2 : 1)
  if (begin > MAX_RATE)
    return { why: `Ludwig’s decay would have to begin at ${begin}, and it takes ${MAX_RATE} at most` }
  return {
    rate: begin,
    scheduler: { decay: 'exponential', decay_rate: decayRate, decay_steps: steps, staircase },
    ...(staircase && {
      note: 'The first step of each stair of the learning rate has the rate of the stair before it, by how Ludwig rounds.',
    }),
  }
}

function noteUnsaid(recipe: Recipe, differences: string[]): void {
  if (recipe.labelSmoothing > 0) differences.push('Label smoothing is not in the config: Ludwig has none.')
  if (recipe.classWeight === 'balanced')
    differences.push(
      'Balanced class weights are not in the config: Ludwig takes a number for each class, from class_weights of the output’s loss.',
    )
  if (recipe.normalisation === 'standardise')
    differences.push(
      'Pixels are divided by 255 there, and not standardised: Ludwig has ImageNet’s mean and deviation alone.',
    )
  if (recipe.movingAverage.on)
    differences.push('The moving average of the weights is not in the config: Ludwig has none.')
}
