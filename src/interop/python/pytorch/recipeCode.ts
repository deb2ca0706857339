/** PyTorch code of a recipe: its optimizer, the rate of each step, and what is asked after each epoch. */
import { ruleOf } from '../../../model/training/optimizers/optimizers'
import type { Recipe } from '../../../model/training/recipe'
import { pythonCall, PythonCode, pythonValue, type PythonValue } from '../pythonValue'

/** The functions `make_optimizer(parameters)` and `rate_at(step, steps)`. */
export function optimizerCode(recipe: Recipe): string {
  const { name, args } = optimizerCall(recipe)
  const rate = { lr: new PythonCode('LEARNING_RATE') }
  return `\
def make_optimizer(parameters):
    return ${pythonCall(`torch.optim.${name}`, { ...rate, ...args }).replace('(', '(parameters, ')}


def rate_at(step, steps):
    """The learning rate of a step of the run, from 0. An epoch has so many."""
${rateCode(recipe)}
`
}

function optimizerCall(recipe: Recipe): {
  readonly name: string
  readonly args: Readonly<Record<string, PythonValue>>
} {
  const rule = ruleOf(recipe)
  switch (rule.name) {
    case 'adam':
    case 'adamW': {
      const { beta1, beta2, epsilon, amsgrad } = rule
      // The decay is the training loop's, which takes it as Keras does.
      const own = { betas: [beta1, beta2], eps: epsilon, ...(amsgrad && { amsgrad }) }
      return { name: rule.name === 'adam' ? 'Adam' : 'AdamW', args: { ...own, weight_decay: 0 } }
    }
    case 'nadam':
      // Keras's momentum grows by 0.96^t, PyTorch's by 0.96^(t * momentum_decay).
      return { name: 'NAdam', args: { betas: [rule.beta1, rule.beta2], eps: rule.epsilon, momentum_decay: 1 } }
    case 'sgd':
      return { name: 'SGD', args: { momentum: rule.momentum, nesterov: rule.nesterov } }
    case 'rmsprop': {
      const { rho, momentum, epsilon, centered } = rule
      return { name: 'RMSprop', args: { alpha: rho, momentum, eps: epsilon, centered } }
    }
    case 'adagrad':
      return { name: 'Adagrad', args: { initial_accumulator_value: rule.initialAccumulatorValue, eps: rule.epsilon } }
  }
}

/** The body of `rate_at`. */
function rateCode(recipe: Recipe): string {
  const lines = (...code: readonly string[]): string => code.map((line) => `    ${line}`).join('\n')
  switch (recipe.schedule.kind) {
    case 'constant':
      return lines('return LEARNING_RATE')
    case 'stepDecay': {
      const { epochs, factor } = recipe.stepDecay
      return lines(`return LEARNING_RATE * ${factor} ** (step // (${epochs} * steps))`)
    }
    case 'exponentialDecay': {
      const { decaySteps, decayRate, staircase } = recipe.exponentialDecay
      return lines(`return LEARNING_RATE * ${decayRate} ** (step ${staircase ? '//' : '/'} ${decaySteps ?? 'steps'})`)
    }
    case 'cosineDecay': {
      const { decaySteps, alpha, warmupSteps } = recipe.cosineDecay
      return lines(
        `warm_up, length = ${warmupSteps}, ${decaySteps ?? `max(1, EPOCHS * steps - ${warmupSteps})`}`,
        'if step < warm_up:',
        '    return LEARNING_RATE * step / warm_up',
        'share = min(step - warm_up, length) / length',
        `return LEARNING_RATE * ((1 - ${alpha}) * (1 + math.cos(math.pi * share)) / 2 + ${alpha})`,
      )
    }
    case 'cosineDecayRestarts': {
      const { firstDecaySteps, tMul, mMul, alpha } = recipe.cosineDecayRestarts
      return lines(
        `length, top = ${firstDecaySteps ?? 'steps'}, 1.0`,
        'while step >= length:',
        `    step, length, top = step - length, length * ${tMul}, top * ${mMul}`,
        'fallen = top * (1 + math.cos(math.pi * step / length)) / 2',
        `return LEARNING_RATE * ((1 - ${alpha}) * fallen + ${alpha})`,
      )
    }
    case 'oneCycle': {
      const { pctStart, divFactor, finalDivFactor } = recipe.oneCycle
      return lines(
        `first = LEARNING_RATE / ${divFactor}`,
        `peak, end = ${pctStart} * EPOCHS * steps - 1, EPOCHS * steps - 1`,
        'if step <= peak:',
        '    start, goal, share = first, LEARNING_RATE, step / peak if peak else 1',
        'else:',
        `    start, goal, share = LEARNING_RATE, first / ${finalDivFactor}, (step - peak) / (end - peak)`,
        'return goal + (start - goal) / 2 * (1 + math.cos(math.pi * min(1, share)))',
      )
    }
  }
}

/** Lines of the training loop that change the gradients of an update, once they are all there. */
export function clippingLines({ clipping }: Recipe): readonly string[] {
  const { clipvalue, clipnorm, globalClipnorm } = clipping
  if (clipvalue !== null) return [`nn.utils.clip_grad_value_(model.parameters(), ${clipvalue})`]
  if (clipnorm !== null)
    return ['for parameter in model.parameters():', `    nn.utils.clip_grad_norm_([parameter], ${clipnorm})`]
  return globalClipnorm === null ? [] : [`nn.utils.clip_grad_norm_(model.parameters(), ${globalClipnorm})`]
}

/** Lines that take the decay from the weights themselves before an update, as Keras does. */
export function decayLines(recipe: Recipe): readonly string[] {
  const { weightDecay } = ruleOf(recipe)
  if (weightDecay === 0) return []
  return [
    'with torch.no_grad():',
    '    for parameter in model.parameters():',
    '        if parameter.requires_grad:',
    `            parameter.mul_(1 - rate * ${weightDecay})`,
  ]
}

/** Lines that follow each update with the average of the weights. */
export function averageLines({ movingAverage }: Recipe): readonly string[] {
  const { on, emaMomentum, emaOverwriteFrequency } = movingAverage
  if (!on) return []
  return [
    'averages = {name: value.detach().clone() if updates == 1 else averages[name].lerp_(value.detach(), ' +
      `${Number((1 - emaMomentum).toPrecision(12))}) for name, value in model.named_parameters()}`,
    ...(emaOverwriteFrequency === null
      ? []
      : [`if updates % ${emaOverwriteFrequency} == 0:`, '    model.load_state_dict(averages, strict=False)']),
  ]
}

/** Names in the code are those of Keras's callbacks, which the rules are. */
export function watcherLines(recipe: Recipe): {
  readonly before: readonly string[]
  readonly after: readonly string[]
} {
  const { earlyStopping, reduceLROnPlateau, modelCheckpoint } = recipe
  const [before, after]: [string[], string[]] = [[], []]
  const watch = (monitor: string, mode: string, delta: number): string => {
    const isLower = mode === 'auto' ? monitor.endsWith('loss') : mode === 'min'
    return `Best(${pythonValue(monitor)}, lower_is_better=${pythonValue(isLower)}, min_delta=${delta})`
  }
  if (modelCheckpoint.on) {
    before.push(`kept, kept_state = ${watch(modelCheckpoint.monitor, modelCheckpoint.mode, 0)}, None`)
    after.push('if kept.improves(logs):', '    kept_state = clone(model.state_dict())')
  }
  if (reduceLROnPlateau.on) {
    const { monitor, mode, minDelta, patience, factor, cooldown, minLr } = reduceLROnPlateau
    before.push(`plateau, cooldown, factor = ${watch(monitor, mode, minDelta)}, 0, 1.0`)
    after.push(
      'if cooldown > 0:',
      '    cooldown, plateau.wait = cooldown - 1, 0',
      `if not plateau.improves(logs) and cooldown == 0 and plateau.wait >= ${patience}:`,
      `    factor = max(factor * ${factor}, ${minLr} / LEARNING_RATE)`,
      `    cooldown, plateau.wait = ${cooldown}, 0`,
    )
  }
  if (earlyStopping.on) {
    const { monitor, mode, minDelta, patience, baseline, startFromEpoch, restoreBestWeights } = earlyStopping
    before.push(`stopping, best_state = ${watch(monitor, mode, minDelta)}, None`)
    const reached = baseline === null ? '' : `, baseline=${baseline}`
    const asked = [
      `if stopping.improves(logs${reached}):`,
      `    best_state = ${restoreBestWeights ? 'clone(model.state_dict())' : 'None'}`,
      // The first epoch of a run never ends it.
      `elif epoch > 1 and stopping.wait >= ${patience}:`,
      '    print(f"Stopped early, after epoch {epoch}.")',
      '    break',
    ]
    if (startFromEpoch === 0) after.push(...asked)
    else after.push(`if epoch > ${startFromEpoch}:`, ...asked.map((line) => `    ${line}`))
  }
  return { before, after }
}
