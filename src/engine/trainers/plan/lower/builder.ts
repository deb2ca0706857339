/** What a layer's lowering works with: the values that flow between layers, and the plan that grows as layers are added to it. */
import type { Shape } from '../../../../model/layers/define'
import { sizeOf } from '../../../../model/layers/define'
import type { Pair } from '../../../../model/layers/pair'
import type { Layer, LayerArgsOf, LayerClassName } from '../../../../model/layers/registry'
import type { PointwiseActivation } from '../activations'
import type { Border } from '../geometry'
import type { Operation } from '../operation'
import type { InputGradientTarget } from '../operations/inputGradient'
import type { GradientSegment } from '../operations/step'
import type { PlacedWeight, PlannedBuffer, TakenIn } from '../plan'

/** A layer's output for a whole batch. */
export interface Value {
  readonly buffer: string
  /** Of one image. */
  readonly shape: Shape
  /** Zeros around each image in the buffer, for the one reader that asked for them. */
  readonly border?: Border
  /** The buffer of its gradient: of the sums before the activation, where `kept` has one. Absent when nothing before it trains. */
  readonly gradient?: string
  readonly kept?: { readonly buffer: string; readonly activation: PointwiseActivation }
}

export interface LoweringInput<Name extends LayerClassName> {
  readonly args: LayerArgsOf[Name]
  /** The layer's Keras name. */
  readonly name: string
  /** Its place in the stack. */
  readonly index: number
  /** What the layer reads, in order. */
  readonly inputs: readonly Value[]
  /** The first of them: the only one of all but merges. */
  readonly input: Value
  /** Whether the layer's weights stay as they are: no gradients of them are made. */
  readonly frozen: boolean
  /** The layer that alone reads this one's output, which a lowering may take into its own operations. */
  readonly next: Layer | undefined
  /** The layer that alone reads the output of `next`: who takes in `next` may take it in too. */
  readonly afterNext?: Layer | undefined
  readonly plan: PlanBuilder
}

export interface Lowered {
  readonly output: Value
  /** Set when the operations cover `next` too, and `output` is its output. */
  readonly tookNext?: true
  /** Set when they cover `next` and `afterNext` too, and `output` is the latter's. */
  readonly tookAfterNext?: true
}

export type Lowering<Name extends LayerClassName> = (input: LoweringInput<Name>) => Lowered

/** A byte's values but one, which stands for no place. */
const MOST_PACKED_PLACES = 255

export interface BuilderOptions {
  /**
   * Set where a batch is worked on in so many parts, one after another or side by side: the plan is then for one part, of at most `batchSize`
   * images. What a device splits into runs that fill it is one run in each part.
   */
  readonly parts?: number | undefined
  readonly packsCodes?: boolean | undefined
  /** Whether layers do what they do in training. Absent for yes. */
  readonly trains?: boolean
}

export class PlanBuilder {
  readonly batchSize: number
  readonly parts: number | undefined
  /** Where nothing is trained, noise and dropout pass their input on, and moving statistics don't depend on the batch. */
  readonly trains: boolean
  /** Whether the device's kernels take channels by fours, and so write four pooling codes at once. */
  readonly packsCodes: boolean
  readonly buffers: PlannedBuffer[] = []
  readonly forward: Operation[] = []
  readonly segments: GradientSegment[] = []
  readonly takenIn = new Map<string, TakenIn>()
  readonly #weights: ReadonlyMap<string, PlacedWeight>
  readonly #backward: (readonly Operation[])[] = []
  readonly #aliases = new Map<string, string>()

  constructor(
    batchSize: number,
    weights: readonly PlacedWeight[],
    { parts, packsCodes = false, trains = true }: BuilderOptions = {},
  ) {
    this.batchSize = batchSize
    this.parts = parts
    this.packsCodes = packsCodes
    this.trains = trains
    this.#weights = new Map(weights.map((weight) => [weight.key, weight]))
  }

  /** Buffers that are another one under a second name, by that name. */
  get aliases(): ReadonlyMap<string, string> {
    return this.#aliases
  }

  /** Backward operations, in the order in which they run: those of the last layer come first. */
  get backward(): readonly Operation[] {
    return this.#backward.toReversed().flat()
  }

  addForward(...operations: readonly Operation[]): void {
    this.forward.push(...operations)
  }

  /** Adds operations that run before the backward operations of all layers so far. */
  addBackward(...operations: readonly Operation[]): void {
    this.#backward.push(operations)
  }

  /** Adds a buffer that lives within a step, of so many 4-byte values. */
  transient(name: string, values: number): string {
    this.buffers.push({ name, bytes: 4 * values, transient: true })
    return name
  }

  /** Adds a buffer that outlives a step, of so many 4-byte values. All are 0 until an operation writes it. */
  lasting(name: string, values: number): string {
    this.buffers.push({ name, bytes: 4 * values, transient: false })
    return name
  }

  /** Adds a layer's output: its buffer and, when a gradient is passed on, a buffer for that. */
  value(
    name: string,
    shape: Shape,
    options: { readonly trained: boolean; readonly kept?: Value['kept'] | undefined },
  ): Value {
    const length = this.batchSize * sizeOf(shape)
    return {
      shape,
      buffer: this.transient(`${name} output`, length),
      ...(options.trained ? { gradient: this.transient(`${name} gradient`, length) } : {}),
      ...(options.kept ? { kept: options.kept } : {}),
    }
  }

  /**
   * For a layer whose input has the gradient of its output: `scale` times what is in the buffer. Where it can, it takes no operation: the two
   * gradients are one buffer.
   *
   * @param gradient the buffer of the gradient of the layer's output, as long as the input's own.
   */
  passGradient(layer: string, input: Value, gradient: string, scale = 1): void {
    const target = targetOf(input)
    if (!target) return
    if (!target.kept && scale === 1) this.#aliases.set(target.gradient, gradient)
    else this.addBackward(this.#join(layer, input, [gradient], scale))
  }

  /**
   * A value as each of several readers sees it: with a gradient of its own, all of which are added up when every reader has left one. Call it
   * right behind the operations that make the value.
   */
  share(name: string, value: Value, readers: number): readonly Value[] {
    if (readers < 2) return Array.from({ length: readers }, () => value)
    return this.views(name, value, readers)
  }

  /** A value for a reader that leaves the gradient of the value itself, not of the sums before its activation. */
  withoutActivation(name: string, value: Value): Value {
    return targetOf(value)?.kept ? this.views(name, value, 1)[0]! : value
  }

  /** Like `share`, for a single reader too. The gradients that readers leave are of the value itself. */
  views(name: string, value: Value, readers: number): readonly Value[] {
    if (value.gradient === undefined) return Array.from({ length: readers }, () => value)
    const { shape, buffer } = value
    const length = this.batchSize * sizeOf(shape)
    const views = Array.from({ length: readers }, (_, i) => ({
      shape,
      buffer,
      gradient: this.transient(`${name} gradient ${i + 1} of ${readers}`, length),
    }))
    this.addBackward(
      this.#join(
        name,
        value,
        views.map(({ gradient }) => gradient),
      ),
    )
    return views
  }

  #join(layer: string, value: Value, sources: readonly string[], scale = 1): Operation<'joinGradients'> {
    const { gradient = '', ...target } = targetOf(value) ?? {}
    const { batchSize } = this
    return { kind: 'joinGradients', layer, batchSize, values: sizeOf(value.shape), sources, scale, gradient, ...target }
  }

  /** Whether the codes of a pool are packed, four channels in a u32: those of a window whose places a byte can tell apart. */
  packsCodesOf(channels: number, window: Pair): boolean {
    return this.packsCodes && channels % 4 === 0 && window[0] * window[1] <= MOST_PACKED_PLACES
  }

  /** Into how many splits a gradient's sums are cut, whose partial sums the optimizer adds up. @param wanted by a device. */
  splits(wanted: number): number {
    return this.parts === undefined ? wanted : 1
  }

  /** Into how many runs the rows of the whole batch are cut, where an operation within the step reads the sums of all. @param wanted by a device. */
  runs(wanted: number): number {
    return this.parts ?? wanted
  }

  weightOffset(key: string): number {
    return this.#weightOf(key).offset
  }

  /**
   * Adds a buffer for partial gradients of some weights of a layer. The optimizer adds them up.
   *
   * @param keys of weights that lie side by side, in their order.
   * @param spare values behind the gradients, for the layer's own use.
   * @returns the buffer: splits x (the first weight, then the next).
   */
  partials(layer: string, keys: readonly string[], splits: number, spare = 0): string {
    const weights = keys.map((key) => this.#weightOf(key))
    const offset = weights[0]?.offset ?? 0
    let end = offset
    for (const weight of weights) {
      if (weight.offset !== end) throw new Error(`${weight.key} does not lie right behind the weight before it`)
      end += weight.length
    }
    const length = end - offset
    const partials = this.transient(`${layer} partial gradients`, splits * length + spare)
    this.segments.push({ offset, length, splits, partials })
    return partials
  }

  #weightOf(key: string): PlacedWeight {
    const weight = this.#weights.get(key)
    if (!weight) throw new Error(`The plan has no weight ${key}`)
    return weight
  }
}

/** Whether the output of a layer with weights has a gradient: for those weights, or for what lies before them. */
export function isTrained({ input, frozen }: Pick<LoweringInput<LayerClassName>, 'input' | 'frozen'>): boolean {
  return !frozen || input.gradient !== undefined
}

/** Where an operation puts the gradient of a value; undefined when none is wanted. */
export function targetOf({ gradient, kept }: Value): InputGradientTarget | undefined {
  if (gradient === undefined) return undefined
  return { gradient, ...(kept && kept.activation !== 'linear' ? { kept } : {}) }
}
