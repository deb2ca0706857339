/** Ludwig's trainer as a recipe: `ludwig/schema/trainer.py`, `optimizers.py` and `lr_scheduler.py` of 0.11 and 0.17. */
import { quoted } from '../../common/text'
import { DEFAULT_RECIPE, type Recipe } from '../../model/training/recipe'
import { isPlainMap, type Fields } from './fields'

/** Ludwig's for a category, where the trainer does not say another. */
const DEFAULT_METRIC = 'accuracy'
const DEFAULT_EPOCHS = 100
/** What Ludwig's own schema names beside `auto`. */
const DEFAULT_BATCH = 128
const DEFAULT_RATE = 0.001
const DEFAULT_STOP = 5
const DEFAULT_CLIP = 0.5
/** PyTorch's; Keras has 1e-7. */
const EPSILON = 1e-8

type Changes = Partial<Recipe>

/** @returns what it says, and what Ludwig takes where it says nothing. Throws `InteropError`. */
export function readTrainer(trainer: Fields, notes: string[]): Changes {
  const rate = readRate(trainer, notes)
  return {
    epochs: trainer.whole('epochs', DEFAULT_EPOCHS, 1),
    batchSize: readBatchSize(trainer, notes),
    ...readOptimizer(trainer, notes),
    ...readClipping(trainer, notes),
    ...readAccumulation(trainer),
    ...readStop(trainer, notes),
    ...readSchedule(trainer, rate, notes),
  }
}

function readRate(trainer: Fields, notes: string[]): number {
  if (trainer.take('learning_rate') !== 'auto') return trainer.number('learning_rate', DEFAULT_RATE)
  notes.push(`The config leaves the learning rate to Ludwig: ${DEFAULT_RATE} was taken.`)
  return DEFAULT_RATE
}

function readBatchSize(trainer: Fields, notes: string[]): number {
  const value = trainer.take('batch_size')
  if (value !== undefined && value !== 'auto') return trainer.whole('batch_size', DEFAULT_BATCH, 1)
  notes.push(
    `The config leaves the batch size to Ludwig, which tries what fits the machine: ${DEFAULT_BATCH} was taken.`,
  )
  return DEFAULT_BATCH
}

function readOptimizer(trainer: Fields, notes: string[]): Changes {
  const name = 'optimizer'
  const isMap = isPlainMap(trainer.take(name))
  const fields = isMap ? trainer.map(name) : undefined
  const type = (fields?.text('type', 'adam') ?? trainer.text(name, 'adam')).toLowerCase()
  const number = (setting: string, missing: number): number => fields?.number(setting, missing) ?? missing
  const flag = (setting: string): boolean => fields?.flag(setting, false) ?? false
  const [beta1, beta2] = readBetas(fields)
  // Keras takes the decay from the weights themselves, as AdamW does; PyTorch adds it to the gradient everywhere else.
  const decay = number('weight_decay', 0)
  const isAdded = decay !== 0 && type !== 'adamw'
  if (isAdded)
    notes.push(
      `${quoted('trainer.optimizer.weight_decay')} was left out: PyTorch’s ${type} adds it to the gradient, which Strata’s does not. Give the layers an L2 of half of it instead.`,
    )
  const weightDecay = isAdded ? 0 : decay
  const adam = { beta1, beta2, epsilon: number('eps', EPSILON), weightDecay }
  switch (type) {
    case 'adam':
      return { optimizer: 'adam', adam: { ...adam, amsgrad: flag('amsgrad') } }
    case 'adamw':
      return { optimizer: 'adamW', adamW: { ...adam, amsgrad: flag('amsgrad') } }
    case 'nadam':
      if (number('momentum_decay', 0.004) !== 1)
        notes.push('The momentum of Keras’s Nadam grows at once, and that of PyTorch’s over hundreds of steps.')
      return { optimizer: 'nadam', nadam: adam }
    case 'sgd':
      return {
        optimizer: 'sgd',
        sgd: { momentum: number('momentum', 0), nesterov: flag('nesterov'), weightDecay },
      }
    case 'rmsprop':
      return {
        optimizer: 'rmsprop',
        rmsprop: {
          rho: number('alpha', 0.99),
          momentum: number('momentum', 0),
          epsilon: number('eps', EPSILON),
          centered: flag('centered'),
          weightDecay,
        },
      }
    case 'adagrad':
      return {
        optimizer: 'adagrad',
        adagrad: {
          initialAccumulatorValue: number('initial_accumulator_value', 0),
          epsilon: number('eps', 1e-10),
          weightDecay,
        },
      }
    default:
      notes.push(`The optimizer ${quoted(type)} is none of Strata’s: Adam was taken.`)
      return { optimizer: 'adam', adam: { ...DEFAULT_RECIPE.adam, epsilon: EPSILON } }
  }
}

function readBetas(fields: Fields | undefined): readonly [number, number] {
  const value = fields?.take('betas')
  if (!fields || value === undefined) return [0.9, 0.999]
  const betas: readonly unknown[] = Array.isArray(value) ? value : []
  const [one, two] = betas
  if (betas.length === 2 && typeof one === 'number' && typeof two === 'number') return [one, two]
  throw fields.wrong('betas', value, 'two numbers')
}

/** Ludwig clips unless it is told not to. */
function readClipping(trainer: Fields, notes: string[]): Changes {
  const isOff = trainer.isNull('gradient_clipping')
  const fields = trainer.map('gradient_clipping')
  const most = (name: string): number | null => (fields?.has(name) ? fields.number(name, 0) : null)
  const usual = isOff || fields?.isNull('clipglobalnorm') ? null : DEFAULT_CLIP
  const asked = most('clipglobalnorm') ?? usual
  // What Ludwig calls clipnorm is the length of all gradients together.
  const [globalClipnorm, other] = [asked ?? most('clipnorm'), most('clipvalue')]
  if (globalClipnorm !== null && other !== null)
    notes.push(`${quoted('trainer.gradient_clipping.clipvalue')} was left out: Strata clips in one way at a time.`)
  if (fields === undefined && !isOff)
    notes.push(
      `Ludwig clips gradients to a length of ${DEFAULT_CLIP} where a config does not say otherwise, and so does the recipe.`,
    )
  const clipvalue = globalClipnorm === null ? other : null
  return { clipping: { clipvalue, clipnorm: null, globalClipnorm } }
}

function readAccumulation(trainer: Fields): Changes {
  if (trainer.take('gradient_accumulation_steps') === 'auto') return {}
  const steps = trainer.whole('gradient_accumulation_steps', 1, 1)
  return steps === 1 ? {} : { accumulation: { gradientAccumulationSteps: steps } }
}

/** Ludwig gives the model of the best epoch in any case. */
function readStop(trainer: Fields, notes: string[]): Changes {
  const metric = trainer.text('validation_metric', DEFAULT_METRIC)
  trainer.take('validation_field')
  const patience = trainer.number('early_stop', DEFAULT_STOP)
  const monitor = readMonitor(metric, 'validation', notes)
  const { earlyStopping, modelCheckpoint } = DEFAULT_RECIPE
  return {
    modelCheckpoint: { ...modelCheckpoint, on: true, monitor },
    ...(patience > 0 && { earlyStopping: { ...earlyStopping, on: true, monitor, patience: Math.round(patience) } }),
  }
}

function readMonitor(metric: string, split: string, notes: string[]) {
  if (metric !== 'loss' && metric !== 'accuracy')
    notes.push(`The trainer goes by ${quoted(metric)}, which Strata does not watch: the loss was taken.`)
  const name = metric === 'accuracy' ? 'accuracy' : 'loss'
  return split === 'training' ? name : (`val_${name}` as const)
}

/** The scheduler of today, or the trainer's own settings of older versions. */
function readSchedule(trainer: Fields, rate: number, notes: string[]): Changes {
  const today = trainer.map('learning_rate_scheduler')
  const fields = today ?? trainer
  const before = (name: string, older: string): string => (today ? name : older)
  const decay = fields.take('decay')
  const [decayRate, decaySteps] = [fields.number('decay_rate', 0.96), fields.whole('decay_steps', 10_000, 1)]
  const staircase = fields.flag('staircase', false)
  const limit = fields.whole(before('reduce_on_plateau', 'reduce_learning_rate_on_plateau'), 0)
  const patience = fields.whole(before('reduce_on_plateau_patience', 'reduce_learning_rate_on_plateau_patience'), 10)
  const factor = fields.number(before('reduce_on_plateau_rate', 'reduce_learning_rate_on_plateau_rate'), 0.1)
  const metric = fields.text(before('reduce_eval_metric', 'reduce_learning_rate_eval_metric'), 'loss')
  const split = fields.text(before('reduce_eval_split', 'reduce_learning_rate_eval_split'), 'training')
  const first = fields.whole('t_0', 0)
  const longer = fields.number('t_mult', 1)
  const least = fields.number('eta_min', 0)
  const cycle = {
    pctStart: fields.number('pct_start', 0.3),
    divFactor: fields.number('div_factor', 25),
    finalDivFactor: fields.number('final_div_factor', 10_000),
  }
  const most = fields.number('max_lr', rate)
  const warmup = ['warmup_evaluations', 'warmup_fraction', 'learning_rate_warmup_epochs'].find(
    (name) => fields.has(name) && fields.number(name, 0) > 0,
  )
  if (warmup !== undefined)
    notes.push(
      `${quoted(fields.pathOf(warmup))} was left out: of Strata’s schedules, only Cosine decay has a warm-up, in steps.`,
    )

  const plateau: Changes =
    limit === 0
      ? {}
      : {
          reduceLROnPlateau: {
            ...DEFAULT_RECIPE.reduceLROnPlateau,
            on: true,
            monitor: readMonitor(metric, split, notes),
            factor,
            // PyTorch lowers it behind so many epochs without an improvement, and Keras in the last of them.
            patience: patience + 1,
            minDelta: 0.0001,
            // After so many falls Ludwig lowers it no more.
            minLr: rate * factor ** limit,
          },
        }
  switch (decay) {
    case undefined:
    case false:
      return { learningRate: rate, ...plateau }
    case true:
    case 'exponential': {
      noteNoPlateau(limit, notes)
      // Ludwig begins one decay further down: its exponent is 1 + step / decay_steps, rounded up for a staircase.
      const begin = rate * decayRate ** (staircase ? 2 : 1)
      notes.push(
        `Ludwig’s exponential decay begins below the learning rate of the config, so the recipe has ${begin} for ${rate}.${staircase ? ' Of a staircase, only the first step of each stair has another rate there.' : ''}`,
      )
      return {
        learningRate: begin,
        schedule: { kind: 'exponentialDecay' },
        exponentialDecay: { decaySteps, decayRate, staircase },
      }
    }
    case 'cosine':
      noteNoPlateau(limit, notes)
      return {
        learningRate: rate,
        schedule: { kind: 'cosineDecayRestarts' },
        cosineDecayRestarts: {
          firstDecaySteps: first === 0 ? null : first,
          tMul: longer,
          mMul: 1,
          alpha: rate > 0 ? least / rate : 0,
        },
      }
    case 'one_cycle':
      noteNoPlateau(limit, notes)
      return { learningRate: most, schedule: { kind: 'oneCycle' }, oneCycle: cycle }
    default:
      notes.push(
        `The decay ${quoted(typeof decay === 'string' ? decay : 'of the learning rate')} is none of Strata’s schedules: the rate stays as it is.`,
      )
      return { learningRate: rate, ...plateau }
  }
}

function noteNoPlateau(limit: number, notes: string[]): void {
  if (limit > 0)
    notes.push(
      'The learning rate is not reduced on plateaus: in Strata, as in Keras, a schedule and that can’t both set it.',
    )
}
