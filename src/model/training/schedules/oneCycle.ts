/**
 * One cycle: the learning rate rises to its largest value and falls to next to nothing in one run (Smith and Topin, 2018, “Super-Convergence”;
 * the numbers and their names are those of PyTorch's OneCycleLR, with `anneal_strategy='cos'`). Keras has none. The momentum stays as it is.
 */
import { defineSchedule } from './schedule'

type OneCycle = {
  readonly pctStart: number
  readonly divFactor: number
  readonly finalDivFactor: number
}

export const ONE_CYCLE = defineSchedule<'oneCycle', OneCycle>({
  name: 'oneCycle',
  label: 'One cycle',
  about:
    'The learning rate rises to that of the recipe and falls to next to nothing, once in the whole run (OneCycleLR of PyTorch; Smith and Topin, 2018). It may then be larger than usual.',
  defaults: { pctStart: 0.3, divFactor: 25, finalDivFactor: 10_000 },
  fields: [
    {
      kind: 'number',
      name: 'pctStart',
      label: 'Rising share',
      help: 'The share of the run in which the learning rate rises (pct_start).',
      min: 0,
      max: 1,
      minExcluded: true,
      maxExcluded: true,
      step: 0.05,
    },
    {
      kind: 'number',
      name: 'divFactor',
      label: 'Start divisor',
      help: 'The run starts with the learning rate divided by this (div_factor).',
      min: 1,
      max: 1_000_000,
      step: 5,
    },
    {
      kind: 'number',
      name: 'finalDivFactor',
      label: 'End divisor',
      help: 'The run ends with its first learning rate divided by this (final_div_factor).',
      min: 1,
      max: 100_000_000,
      step: 1000,
    },
  ],
  spansRun: () => true,
  rateAt(step, { pctStart, divFactor, finalDivFactor }, learningRate, { ofRun }) {
    const first = learningRate / divFactor
    const last = first / finalDivFactor
    const [peak, end] = [pctStart * ofRun - 1, ofRun - 1]
    if (step <= peak) return peak === 0 ? learningRate : anneal(first, learningRate, step / peak)
    return anneal(learningRate, last, end === peak ? 1 : Math.min(1, (step - peak) / (end - peak)))
  },
})

/** From one value to the other along half a cosine. @param share from 0 to 1. */
function anneal(from: number, to: number, share: number): number {
  return to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share))
}
