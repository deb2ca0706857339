/** Add, Subtract, Multiply, Average and Maximum, place by place, and the gradients of their inputs. */
import { isSameShape, sizeOf, type Shape } from '../../../../model/layers/define'
import { keepsSum } from '../../plan/activations'
import { COMMON } from '../../plan/buffers'
import type { MergeForward, MergeInput, MergeInputGradient, MergeMethod } from '../../plan/operations/merge'
import type { Binding, Kernel } from '../kernel'
import { each, entryPoint, float, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { activationFunction, derivativeFunction } from './activations'
import { applyTo, dealColumns, joinLanes, joinRows, openColumns, vectorFor } from './columns'
import { valueType } from './imageSource'
import { groupAxes, indexInInput, stridesOf, weighCoordinates, type AxisGroup } from './stretch'

const GROUP_SIZE = 64
/** Every device binds eight storage buffers to a kernel. */
const MOST_BINDINGS = 8

const STATE: Binding = { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' }

/** The shapes of a kernel in vectors of the last axis; an input may be stretched along it, and so have single values. */
class Vectors {
  readonly vector: 1 | 4
  readonly shape: Shape
  readonly #isFlat: boolean

  /** @param others which are read beside the output. */
  constructor(shape: Shape, others: readonly Shape[], mayBeVectors = true) {
    // Where nothing is stretched, the axes don't matter.
    this.#isFlat = others.every((other) => isSameShape(other, shape))
    const whole = this.#isFlat ? [sizeOf(shape)] : shape
    this.vector = mayBeVectors ? vectorFor(whole.at(-1) ?? 1) : 1
    this.shape = [...whole.slice(0, -1), (whole.at(-1) ?? 1) / this.vector]
  }

  get type(): 'f32' | 'vec4f' {
    return valueType(this.vector)
  }

  get units(): number {
    return sizeOf(this.shape)
  }

  /** How an input lies in its buffer, and WGSL for its value at `place`, an index in the output of `image`. */
  read(as: string, { buffer, shape }: MergeInput, image: string, place: string) {
    const last = shape.at(-1) ?? 1
    const vector = this.#isFlat || last > 1 ? this.vector : 1
    const own = this.#isFlat ? this.shape : [...shape.slice(0, -1), last / vector]
    const binding: Binding = { as, buffer, type: `array<${valueType(vector)}>`, access: 'read' }
    const at = `${as}[${image} * ${sizeOf(own)}u + ${indexInInput(place, own, this.shape)}]`
    return { binding, value: vector === this.vector ? at : `${this.type}(${at})` }
  }
}

/** WGSL that joins `x` to `value`. */
function joining(method: MergeMethod, vector: 1 | 4, index: number, withCodes: boolean): string {
  switch (method) {
    case 'add':
    case 'average':
      return 'value += x;'
    case 'subtract':
      return 'value -= x;'
    case 'multiply':
      return 'value *= x;'
    case 'maximum': {
      const code = vector === 1 ? `${index}u` : `vec4u(${index}u)`
      // A value that is no number is the largest, so that the run loop hears of it.
      return `let larger = (x > value) | (x != x); value = select(value, x, larger);${withCodes ? ` code = select(code, ${code}, larger);` : ''}`
    }
  }
}

/** Kernels one after another, each of which joins as many inputs as it can bind. The last one applies the activation. */
export function mergeForward(spec: MergeForward): readonly Kernel[] {
  const { inputs, activation, codes } = spec
  const most = MOST_BINDINGS - 2 - Number(keepsSum(activation)) - Number(codes !== undefined)
  const count = Math.ceil(inputs.length / most)
  return Array.from({ length: count }, (_, i) => mergeGroup(spec, i * most, Math.min((i + 1) * most, inputs.length)))
}

function mergeGroup(spec: MergeForward, first: number, end: number): Kernel {
  const { method, batchSize, inputs, codes } = spec
  const isLast = end === inputs.length
  const activation = isLast ? spec.activation : 'linear'
  const withSums = keepsSum(activation)
  const vectors = new Vectors(
    spec.shape,
    inputs.map(({ shape }) => shape),
  )
  const { vector, type, units } = vectors
  const reads = inputs.slice(first, end).map((input, i) => vectors.read(`input${i}`, input, 'image', 'place'))
  const codeType = vector === 1 ? 'u32' : 'vec4u'
  const join = (i: number): string => {
    const read = reads[i]!
    if (first + i === 0) return `value = ${read.value};`
    return `{ let x = ${read.value}; ${joining(method, vector, first + i, codes !== undefined)} }`
  }
  return {
    bindings: [
      STATE,
      ...reads.map(({ binding }) => binding),
      { as: 'output', buffer: spec.output, type: `array<${type}>`, access: 'write' },
      ...(withSums ? [{ as: 'sums', buffer: spec.sums, type: `array<${type}>`, access: 'write' } as const] : []),
      ...(codes ? [{ as: 'codes', buffer: codes, type: `array<${codeType}>`, access: 'write' } as const] : []),
    ],
    code: `${STATE_STRUCT}${activationFunction(activation)}
${entryPoint(GROUP_SIZE)}
  let at = group * ${GROUP_SIZE}u + local.x;
  if (at >= state.count * ${units}u) { return; }
  let image = at / ${units}u;
  let place = at % ${units}u;
  var value = ${first === 0 ? `${type}()` : 'output[at]'};
  ${codes ? `var code = ${first === 0 ? `${codeType}()` : 'codes[at]'};` : ''}
${each(reads.length, (i) => `  ${join(i)}`)}
  ${codes ? 'codes[at] = code;' : ''}
  let z = value${isLast && method === 'average' ? ` * ${float(1 / inputs.length)}` : ''};
  output[at] = ${applyTo('activate', vector, 'z')};
  ${withSums ? 'sums[at] = z;' : ''}
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * units) / GROUP_SIZE)),
  }
}

export function mergeInputGradient(spec: MergeInputGradient): Kernel {
  return isSameShape(spec.input, spec.shape) ? placeByPlace(spec) : overPlaces(spec)
}

/** The part of a gradient that one place of the output gives. */
function partOf({ source, factor, chosen, scale }: MergeInputGradient, vectors: Vectors) {
  const { vector, type, units } = vectors
  const factorRead = factor && vectors.read('factor', factor, 'image', 'place')
  const bindings: readonly Binding[] = [
    STATE,
    { as: 'source', buffer: source, type: `array<${type}>`, access: 'read' },
    ...(factorRead ? [factorRead.binding] : []),
    ...(chosen
      ? [
          {
            as: 'codes',
            buffer: chosen.codes,
            type: `array<${vector === 1 ? 'u32' : 'vec4u'}>`,
            access: 'read',
          } as const,
        ]
      : []),
  ]
  const at = `image * ${units}u + place`
  const dy = [`source[${at}]`, ...(factorRead ? [factorRead.value] : []), ...(scale === 1 ? [] : [float(scale)])]
  const code = chosen && (vector === 1 ? `${chosen.code}u` : `vec4u(${chosen.code}u)`)
  const value = dy.join(' * ')
  return { bindings, value: chosen ? `select(${type}(), ${value}, codes[${at}] == ${code})` : value }
}

function target({ gradient, kept }: MergeInputGradient, type: string): readonly Binding[] {
  return [
    ...(kept ? [{ as: 'kept', buffer: kept.buffer, type: `array<${type}>`, access: 'read' } as const] : []),
    { as: 'gradient', buffer: gradient, type: `array<${type}>`, access: 'write' },
  ]
}

/** WGSL that writes `sum` to the gradient at `to`, an expression. */
function write({ kept }: MergeInputGradient, vector: 1 | 4, to: string): string {
  return `let to = ${to};
  ${kept ? 'let y = kept[to];' : ''}
  gradient[to] = sum${kept ? ` * ${applyTo('derivative', vector, 'y')}` : ''};`
}

function opening({ kept }: MergeInputGradient): string {
  return `${STATE_STRUCT}${kept ? derivativeFunction(kept.activation) : ''}`
}

function placeByPlace(spec: MergeInputGradient): Kernel {
  const { batchSize, shape, factor } = spec
  const vectors = new Vectors(shape, factor ? [factor.shape] : [])
  const { vector, type, units } = vectors
  const part = partOf(spec, vectors)
  return {
    bindings: [...part.bindings, ...target(spec, type)],
    code: `${opening(spec)}
${entryPoint(GROUP_SIZE)}
  let at = group * ${GROUP_SIZE}u + local.x;
  if (at >= state.count * ${units}u) { return; }
  let image = at / ${units}u;
  let place = at % ${units}u;
  let sum = ${part.value};
  ${write(spec, vector, 'at')}
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * units) / GROUP_SIZE)),
  }
}

/** From so many places on, a sum has a large workgroup. */
const MANY_PLACES = 512

/** The input was stretched: each of its values has the sum over the places that it was stretched to, in a fixed order. */
function overPlaces(spec: MergeInputGradient): Kernel {
  const { shape, input } = spec
  const stretchedLast = groupAxes(input, shape).at(-1)?.stretched ?? false
  const vectors = new Vectors(shape, [input, ...(spec.factor ? [spec.factor.shape] : [])], !stretchedLast)
  const { vector } = vectors
  const lastInput = (input.at(-1) ?? 1) / ((input.at(-1) ?? 1) > 1 ? vector : 1)
  const groups = groupAxes([...input.slice(0, -1), lastInput], vectors.shape)
  const parts = { groups, length: product(groups, false), places: product(groups, true) }
  return stretchedLast ? alongRows(spec, vectors, parts) : alongColumns(spec, vectors, parts)
}

interface Stretched {
  readonly groups: readonly AxisGroup[]
  /** Vectors of the input, and places in the output for each. */
  readonly length: number
  readonly places: number
}

function product(groups: readonly AxisGroup[], stretched: boolean): number {
  return groups.reduce((size, group) => (group.stretched === stretched ? size * group.length : size), 1)
}

/** WGSL for the place in the output of an index among the axes that are stretched, or among those that are not. */
function placeOf(at: string, groups: readonly AxisGroup[], stretched: boolean): string {
  const all = stridesOf(groups, () => true)
  const own = groups.map((group, i) => ({ ...group, stride: all[i]! })).filter((group) => group.stretched === stretched)
  return weighCoordinates(
    at,
    own.map(({ length }) => length),
    own.map(({ stride }) => stride),
  )
}

/** Neighbouring invocations take neighbouring values of the input, and those behind them further places. */
function alongColumns(spec: MergeInputGradient, vectors: Vectors, { groups, length, places }: Stretched): Kernel {
  const { vector, type } = vectors
  const groupSize = places < MANY_PLACES ? 64 : 256
  const columns = dealColumns(length * vector, { groupSize, vector })
  const part = partOf(spec, vectors)
  return {
    bindings: [...part.bindings, ...target(spec, type)],
    code: `${opening(spec)}var<workgroup> parts: array<${type}, ${groupSize}>;
${openColumns(columns)}
  let image = block;
  let first = ${placeOf('unit', groups, false)};
  var sum = ${type}();
  if (works & (image < state.count)) {
    for (var i = rowLane; i < ${places}u; i += ${columns.rowLanes}u) {
      let place = first + ${placeOf('i', groups, true)};
      sum += ${part.value};
    }
  }
  ${joinRows(columns, 'parts[local.x] = sum;', 'sum += parts[other];')}
  if (works & (image < state.count) & (rowLane == 0u)) {
  ${write(spec, vector, `image * ${length}u + unit`)}
  }
}
`,
    workgroups: spreadWorkgroups(columns.groups * spec.batchSize),
  }
}

/** Neighbouring invocations take neighbouring places of one value of the input. */
function alongRows(spec: MergeInputGradient, vectors: Vectors, { groups, length, places }: Stretched): Kernel {
  const groupSize = places < MANY_PLACES ? 64 : 256
  const lanes = Math.min(groupSize, 2 ** Math.ceil(Math.log2(places)))
  const part = partOf(spec, vectors)
  return {
    bindings: [...part.bindings, ...target(spec, 'f32')],
    code: `${opening(spec)}var<workgroup> parts: array<f32, ${groupSize}>;
${entryPoint(groupSize)}
  let lane = local.x % ${lanes}u;
  let row = group * ${groupSize / lanes}u + local.x / ${lanes}u;
  let works = row < state.count * ${length}u;
  let image = row / ${length}u;
  let unit = row % ${length}u;
  let first = ${placeOf('unit', groups, false)};
  var sum = 0.0;
  if (works) {
    for (var i = lane; i < ${places}u; i += ${lanes}u) {
      let place = first + ${placeOf('i', groups, true)};
      sum += ${part.value};
    }
  }
  ${joinLanes({ lane: 'lane', lanes, apart: 1 }, 'parts[local.x] = sum;', 'sum += parts[other];')}
  if (works & (lane == 0u)) {
  ${write(spec, 1, 'row')}
  }
}
`,
    workgroups: spreadWorkgroups(Math.ceil((spec.batchSize * length * lanes) / groupSize)),
  }
}
