/**
 * A Dense layer at the end of the stack, the loss behind it and the gradient of the layer's input, for training. A workgroup has a few images:
 * their logits, which its invocations share the inner axis of, then their losses, one invocation an image, then the gradient. Every sum is added
 * up in the order of the kernels that do this one by one.
 */
import { COMMON } from '../../plan/buffers'
import type { DenseLoss } from '../../plan/operations/denseLoss'
import type { Kernel } from '../kernel'
import type { Tuning } from '../tuning'
import { each, GROUP, loop, spreadWorkgroups, stateWithMetrics } from '../wgsl'
import { keptDerivative, valuesAt } from './eachPixel'
import { vectorFor } from './columns'
import { valueType } from './imageSource'
import { dealProduct, joinParts, multiplyTile, partsLength, ROWS } from './multiply'
import { moveOn } from './corrections'
import { addBelow, CLASS_WEIGHT, classWeightsBinding, declareBelow, lossOfImage, targetOf } from './step'

const GROUP_SIZE = 64

export function denseLoss(spec: DenseLoss, { sharesSums }: Tuning): Kernel {
  const { batchSize, classes, inputs, input, kernelOffset, biasOffset, gradient, weighted, target } = spec
  const dealt = dealProduct({ batchSize, inner: inputs, columns: classes })
  const { lanes, groups, each: columns } = dealt.lanes
  // Invocations that wait at a barrier cost the software adapter as much as those that work.
  const size = sharesSums ? GROUP_SIZE : lanes * dealt.parts
  const unit = vectorFor(inputs)
  const kept = target?.kept
  const isInput = kept?.buffer === input
  const derivative = keptDerivative(kept, unit, isInput ? 'left' : 'kept')

  const logits = `  let firstColumn = u32(tile) * ${lanes * columns}u;
${multiplyTile(dealt, {
  batchSize,
  columns: classes,
  rightOffset: kernelOffset,
  works: `(firstRow < count) & (local.y < ${dealt.parts}u)`,
})}
${joinParts(dealt, size, classes, `values[column * ${ROWS}u + inTile] = sum${biasOffset === undefined ? '' : ` + right[${biasOffset}u + column]`};`)}
  workgroupBarrier();`

  const code = `${stateWithMetrics(batchSize)}${derivative.functions}
var<workgroup> parts: array<f32, ${partsLength(dealt)}>;
// For each class and row: the logit, then its exponential, then the gradient.
var<workgroup> values: array<f32, ${ROWS * classes}>;
var<workgroup> totals: array<f32, ${ROWS}>;
var<workgroup> truths: array<u32, ${ROWS}>;
${weighted ? `var<workgroup> rowWeights: array<f32, ${ROWS}>;` : ''}
@compute @workgroup_size(${lanes}, ${size / lanes})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) workgroups: vec3u, @builtin(local_invocation_id) local: vec3u) {
  ${GROUP}
  let own = local.y * ${lanes}u + local.x;
  let count = state.count;
  let firstRow = group * ${ROWS}u;
  let firstPart = local.y;
${
  spec.progress
    ? `  if ((group == 0u) & (own == 0u) & (state.step > 0u)) {
    ${moveOn(spec.progress)}
  }
`
    : ''
}${loop('tile', groups, logits)}
  for (var row = own; row < min(${ROWS}u, count - min(firstRow, count)); row += ${size}u) {
    var largest = values[row];
    var predicted = 0u;
    for (var i = 1u; i < ${classes}u; i++) {
      let logit = values[i * ${ROWS}u + row];
      if (logit > largest) {
        largest = logit;
        predicted = i;
      }
    }
    let truth = labels[order[state.offset + firstRow + row]];
    let right = values[truth * ${ROWS}u + row];
    var total = 0.0;${declareBelow(spec)}
    for (var i = 0u; i < ${classes}u; i++) {${addBelow(spec, `values[i * ${ROWS}u + row]`)}
      let share = exp(values[i * ${ROWS}u + row] - largest);
      values[i * ${ROWS}u + row] = share;
      total += share;
    }
    ${weighted ? `let weight = ${CLASS_WEIGHT};\n    rowWeights[row] = weight;` : ''}
    totals[row] = total;
    truths[row] = truth;
    let loss = ${weighted ? 'weight * ' : ''}${lossOfImage(spec, 'right')};
    state.outcomes[firstRow + row] = vec2f(loss, select(0.0, 1.0, predicted == truth));
  }
  workgroupBarrier();
  for (var at = own; at < ${ROWS * classes}u; at += ${size}u) {
    let row = at / ${classes}u;
    let i = at % ${classes}u;
    var share = 0.0;
    if (firstRow + row < count) {
      share = (values[i * ${ROWS}u + row] / totals[row] - ${targetOf(spec, 'truths[row]')}) / f32(count)${weighted ? ' * rowWeights[row]' : ''};
      gradient[firstRow * ${classes}u + at] = share;
    }
    values[i * ${ROWS}u + row] = share;
  }
  ${target ? `workgroupBarrier();\n${inputGradient(spec, { unit, size, factor: derivative.factor })}` : ''}
}
`
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'write' },
      { as: 'order', buffer: COMMON.order, type: 'array<u32>', access: 'read' },
      { as: 'labels', buffer: COMMON.labels, type: 'array<u32>', access: 'read' },
      valuesAt('left', input, dealt.vector, 'read'),
      valuesAt('right', COMMON.weights, 1, 'read'),
      valuesAt('gradient', gradient, 1, 'write'),
      ...(target ? [valuesAt('inputGradient', target.gradient, unit, 'write')] : []),
      ...(isInput ? [] : derivative.bindings),
      ...classWeightsBinding(weighted),
    ],
    code,
    workgroups: spreadWorkgroups(Math.ceil(batchSize / ROWS)),
  }
}

/** WGSL: the rows' gradients times the kernel, whose rows are the inputs. An invocation takes neighbouring inputs of all rows. */
function inputGradient(
  spec: DenseLoss,
  { unit, size, factor }: { readonly unit: 1 | 4; readonly size: number; readonly factor: string },
): string {
  const { batchSize, classes, inputs, kernelOffset } = spec
  const { vector, vectors, parts } = dealProduct({ batchSize, inner: classes, columns: inputs })
  const units = inputs / unit
  const type = valueType(unit)
  const all = (text: (k: number) => string): string =>
    unit === 4 ? `vec4f(${[0, 1, 2, 3].map(text).join(', ')})` : text(0)
  const four = (text: (lane: number) => string): string => `vec4f(${[0, 1, 2, 3].map(text).join(', ')})`
  const weight = (k: number, at: string): string => `right[kernel + ${k * classes}u + ${at}]`
  const value = (row: number, at: string): string => `values[(${at}) * ${ROWS}u + ${row}u]`
  const add = (sum: string): string =>
    vector === 4
      ? `${each(unit, (k) => `let w${k} = ${four((lane) => weight(k, `i * 4u + ${lane}u`))};`)}
${each(ROWS, (row) => `let x${row} = ${four((lane) => value(row, `i * 4u + ${lane}u`))};\n${sum}${row} += ${all((k) => `dot(x${row}, w${k})`)};`)}`
      : `let w = ${all((k) => weight(k, 'i'))};
${each(ROWS, (row) => `${sum}${row} += ${value(row, 'i')} * w;`)}`
  const declare = (sum: string): string => each(ROWS, (row) => `var ${sum}${row} = ${type}();`)
  const sums =
    parts === 1
      ? `for (var i = 0u; i < ${vectors}u; i++) {\n${add('sum')}\n}`
      : `for (var part = 0u; part < ${parts}u; part++) {
${declare('part')}
for (var i = part; i < ${vectors}u; i += ${parts}u) {
${add('part')}
}
${each(ROWS, (row) => `sum${row} += part${row};`)}
}`
  return `for (var unit = own; unit < ${units}u; unit += ${size}u) {
let kernel = ${kernelOffset}u + unit * ${unit * classes}u;
${declare('sum')}
${sums}
${each(
  ROWS,
  (row) => `if (firstRow + ${row}u < count) {
let at = (firstRow + ${row}u) * ${units}u + unit;
inputGradient[at] = sum${row}${factor};
}`,
)}
}`
}
