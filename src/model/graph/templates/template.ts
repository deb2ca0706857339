/** What a template is: a model that people know from elsewhere, drawn up for the data at hand. */
import type { ImageShape, LayerFix, Shape } from '../../layers/define'
import type { Recipe } from '../../training/recipe'
import { analyseStack, type DataShape } from '../shapes'
import { applyFix, type Stack } from '../stack'

/** A stack that fits the data, and what was changed for that: `Conv2D with padding “same”`, `MaxPooling2D left out`. */
interface Fitted {
  readonly stack: Stack
  readonly changes: readonly string[]
}

export interface Template {
  readonly name: string
  /** One or two sentences. */
  readonly description: string
  /** The model for images of this shape, and what its source says about how to train it. */
  build(data: DataShape): Fitted & { readonly recipe: Partial<Recipe> }
}

/** Fits a template to images that are too small for it, by each error's own fix (padding “same”, one pooling less). */
export function fitTo(data: DataShape, stack: Stack, changes: readonly string[] = []): Fitted {
  for (const [at, { problems }] of analyseStack(stack, data).layers.entries()) {
    const layer = stack.layers[at]
    const fix = problems.find((problem) => problem.severity === 'error')?.fix
    if (layer && fix)
      return fitTo(data, applyFix(stack, layer.id, fix), [...changes, describeFix(layer.className, fix)])
  }
  return { stack, changes }
}

function describeFix(className: string, fix: LayerFix): string {
  if (fix.kind === 'remove') return `${className} left out`
  if (fix.kind === 'connect' || fix.kind === 'rename' || fix.kind === 'move') return `${className}: ${fix.label}`
  if (fix.kind !== 'update') return `${fix.className} added`
  return `${className} with ${Object.entries(fix.args)
    .map(([name, value]) => `${name} “${String(value)}”`)
    .join(' and ')}`
}

export function imageShape({ height, width, channels }: ImageShape): Shape {
  return [height, width, channels]
}
