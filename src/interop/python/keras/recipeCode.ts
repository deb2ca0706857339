/** Keras code of a recipe: its optimizer, its schedule and its callbacks. */
import { optimizerOf } from '../../../model/training/optimizers/optimizers'
import type { SectionValues } from '../../../model/training/section'
import type { Recipe } from '../../../model/training/recipe'
import { pythonCall, PythonCode, pythonFloat, type PythonValue } from '../pythonValue'

type Arguments = Record<string, PythonValue>

/** The function `make_optimizer(steps)`, and what it needs before it. */
export function optimizerCode(recipe: Recipe): string {
  const optimizer = optimizerOf(recipe.optimizer)
  const values: SectionValues = recipe[recipe.optimizer]
  const args: Arguments = { learning_rate: new PythonCode(scheduleCall(recipe)) }
  for (const [setting, value] of Object.entries(values))
    if (value !== optimizer.defaults[setting]) args[snakeCase(setting)] = value as PythonValue
  const { clipvalue, clipnorm, globalClipnorm } = recipe.clipping
  const others: Arguments = {
    clipvalue,
    clipnorm,
    global_clipnorm: globalClipnorm,
    gradient_accumulation_steps: recipe.accumulation.gradientAccumulationSteps,
  }
  for (const [name, value] of Object.entries(others)) if (value !== null) args[name] = value
  const { on, emaMomentum, emaOverwriteFrequency } = recipe.movingAverage
  if (on)
    Object.assign(args, { use_ema: true, ema_momentum: emaMomentum, ema_overwrite_frequency: emaOverwriteFrequency })
  const code = `\
def make_optimizer(steps):
    """The optimizer of the recipe. An epoch has so many steps."""
    return ${pythonCall(`keras.optimizers.${optimizer.label}`, args)}
`
  return recipe.schedule.kind === 'oneCycle' ? `${ONE_CYCLE}\n\n${code}` : code
}

/** `beta1` is `beta_1`, and `weightDecay` `weight_decay`. */
function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]|\d+$/g, (part) => `_${part.toLowerCase()}`)
}

const SCHEDULES = 'keras.optimizers.schedules'

/** The learning rate, or what gives it to each step. */
function scheduleCall(recipe: Recipe): string {
  const rate = new PythonCode('LEARNING_RATE')
  const epoch = new PythonCode('steps')
  const call = (name: string, args: Arguments): string => pythonCall(`${SCHEDULES}.${name}`, args)
  switch (recipe.schedule.kind) {
    case 'constant':
      return rate.text
    case 'stepDecay': {
      const { epochs, factor } = recipe.stepDecay
      const drops = `range(1, EPOCHS // ${epochs} + 1)`
      // A boundary is the last step of the rate before.
      return call('PiecewiseConstantDecay', {
        boundaries: new PythonCode(`[${epochs} * steps * drop - 1 for drop in ${drops}]`),
        values: new PythonCode(`[LEARNING_RATE * ${factor}**drop for drop in range(EPOCHS // ${epochs} + 1)]`),
      })
    }
    case 'exponentialDecay': {
      const { decaySteps, decayRate, staircase } = recipe.exponentialDecay
      return call('ExponentialDecay', {
        initial_learning_rate: rate,
        decay_steps: decaySteps ?? epoch,
        decay_rate: pythonFloat(decayRate),
        ...(staircase && { staircase }),
      })
    }
    case 'cosineDecay': {
      const { decaySteps, alpha, warmupSteps } = recipe.cosineDecay
      const left = warmupSteps === 0 ? 'EPOCHS * steps' : `max(1, EPOCHS * steps - ${warmupSteps})`
      return call('CosineDecay', {
        initial_learning_rate: warmupSteps === 0 ? rate : pythonFloat(0),
        decay_steps: decaySteps ?? new PythonCode(left),
        ...(alpha > 0 && { alpha: pythonFloat(alpha) }),
        ...(warmupSteps > 0 && { warmup_target: rate, warmup_steps: warmupSteps }),
      })
    }
    case 'cosineDecayRestarts': {
      const { firstDecaySteps, tMul, mMul, alpha } = recipe.cosineDecayRestarts
      return call('CosineDecayRestarts', {
        initial_learning_rate: rate,
        first_decay_steps: firstDecaySteps ?? epoch,
        t_mul: pythonFloat(tMul),
        m_mul: pythonFloat(mMul),
        ...(alpha > 0 && { alpha: pythonFloat(alpha) }),
      })
    }
    case 'oneCycle': {
      const { pctStart, divFactor, finalDivFactor } = recipe.oneCycle
      return `OneCycle(LEARNING_RATE, EPOCHS * steps, ${pctStart}, ${divFactor}, ${finalDivFactor})`
    }
  }
}

/** Keras has none. */
const ONE_CYCLE = `\
class OneCycle(keras.optimizers.schedules.LearningRateSchedule):
    """Rises to the largest rate and falls to next to nothing, once in the run (Smith and Topin, 2018), as PyTorch's OneCycleLR."""

    def __init__(self, largest, steps, rising_share, start_divisor, end_divisor):
        self.config = dict(
            largest=largest, steps=steps, rising_share=rising_share, start_divisor=start_divisor, end_divisor=end_divisor
        )
        self.first, self.largest = largest / start_divisor, largest
        self.last = self.first / end_divisor
        self.peak, self.end = rising_share * steps - 1, steps - 1

    def __call__(self, step):
        step = keras.ops.cast(step, "float32")
        rise = self.anneal(self.first, self.largest, step / (self.peak or 1))
        fall = self.anneal(self.largest, self.last, keras.ops.minimum(1.0, (step - self.peak) / (self.end - self.peak or 1)))
        return keras.ops.where(step <= self.peak, rise if self.peak else self.largest, fall)

    @staticmethod
    def anneal(start, end, share):
        return end + (start - end) / 2 * (1 + keras.ops.cos(math.pi * share))

    def get_config(self):
        return self.config
`

/** The function `make_callbacks(folder)`. */
export function callbacksCode(recipe: Recipe): string {
  const calls = ['keras.callbacks.TerminateOnNaN()']
  const { on: stops, ...stopping } = recipe.earlyStopping
  if (stops) calls.push(pythonCall('keras.callbacks.EarlyStopping', callbackArguments(stopping)))
  const { on: reduces, ...reducing } = recipe.reduceLROnPlateau
  if (reduces) calls.push(pythonCall('keras.callbacks.ReduceLROnPlateau', callbackArguments(reducing)))
  const { on: keeps, ...keeping } = recipe.modelCheckpoint
  if (keeps)
    calls.push(
      pythonCall('keras.callbacks.ModelCheckpoint', {
        filepath: new PythonCode('folder / BEST_WEIGHTS'),
        ...callbackArguments(keeping),
        save_best_only: true,
        save_weights_only: true,
      }),
    )
  calls.push('keras.callbacks.CSVLogger(folder / "history.csv")')
  const best = keeps ? `BEST_WEIGHTS = "best.weights.h5"\n\n\n` : ''
  return `\
${best}def make_callbacks(folder):
    return [
${calls.map((call) => `        ${call},\n`).join('')}    ]
`
}

/** Those that Keras takes anyway are left out. */
function callbackArguments(settings: SectionValues): Arguments {
  const usual: Arguments = { mode: 'auto', baseline: null, startFromEpoch: 0, cooldown: 0 }
  const said = Object.entries(settings).filter(([name, value]) => !(name in usual && usual[name] === value))
  return Object.fromEntries(said.map(([name, value]) => [snakeCase(name), value as PythonValue]))
}
