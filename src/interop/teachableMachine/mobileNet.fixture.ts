/**
 * For tests: models of the shape that Teachable Machine makes, by plain TensorFlow.js and with random weights. Two lines of layers one
 * within the other: the features of a MobileNet that is cut off, and the two Dense layers that were trained
 * (https://github.com/googlecreativelab/teachablemachine-community/blob/master/libraries/image/src/teachable-mobilenet.ts).
 */
import * as tf from '@tensorflow/tfjs'

type Tensor = tf.SymbolicTensor

const apply = (layer: tf.layers.Layer, input: Tensor | Tensor[]): Tensor => layer.apply(input) as Tensor

/** How many classes it tells apart. */
export const CLASSES = ['Class 1', 'my “cat”', 'none']

const channelsOf = (tensor: Tensor): number => tensor.shape.at(-1)!

/** Keras's `_make_divisible` by 8. */
function divisible(channels: number): number {
  const near = Math.max(8, Math.floor((channels + 4) / 8) * 8)
  return near < 0.9 * channels ? near + 8 : near
}

/** MobileNetV2 of Keras's applications up to `out_relu`, which is what Teachable Machine uses. */
function version2(side: number, alpha: number): tf.LayersModel {
  const conv = (x: Tensor, filters: number, name: string): Tensor =>
    apply(tf.layers.conv2d({ filters, kernelSize: 1, padding: 'same', useBias: false, name }), x)
  const norm = (x: Tensor, name: string): Tensor =>
    apply(tf.layers.batchNormalization({ momentum: 0.999, epsilon: 0.001, name }), x)
  const relu = (x: Tensor, name: string): Tensor => apply(tf.layers.reLU({ maxValue: 6, name }), x)
  const pad = (x: Tensor, name: string): Tensor => {
    const [, height, width] = x.shape
    const before = [1 - (height! % 2 === 0 ? 1 : 0), 1 - (width! % 2 === 0 ? 1 : 0)]
    const padding: [[number, number], [number, number]] = [
      [before[0]!, 1],
      [before[1]!, 1],
    ]
    return apply(tf.layers.zeroPadding2d({ padding, name }), x)
  }

  const block = (input: Tensor, id: number, filters: number, strides: number): Tensor => {
    const prefix = id === 0 ? 'expanded_conv_' : `block_${id}_`
    let x = input
    if (id > 0) {
      x = norm(conv(x, 6 * channelsOf(input), `${prefix}expand`), `${prefix}expand_BN`)
      x = relu(x, `${prefix}expand_relu`)
    }
    if (strides === 2) x = pad(x, `${prefix}pad`)
    const depthwise = { kernelSize: 3, strides, useBias: false, name: `${prefix}depthwise` } as const
    x = apply(tf.layers.depthwiseConv2d({ ...depthwise, padding: strides === 1 ? 'same' : 'valid' }), x)
    x = relu(norm(x, `${prefix}depthwise_BN`), `${prefix}depthwise_relu`)
    const pointwise = divisible(Math.floor(filters * alpha))
    x = norm(conv(x, pointwise, `${prefix}project`), `${prefix}project_BN`)
    const isResidual = channelsOf(input) === pointwise && strides === 1
    return isResidual ? apply(tf.layers.add({ name: `${prefix}add` }), [input, x]) : x
  }

  const image = tf.input({ shape: [side, side, 3], name: 'input_1' })
  const stem = { filters: divisible(32 * alpha), kernelSize: 3, strides: 2, useBias: false, name: 'Conv1' } as const
  let x = apply(tf.layers.conv2d({ ...stem, padding: 'valid' }), pad(image, 'Conv1_pad'))
  x = relu(norm(x, 'bn_Conv1'), 'Conv1_relu')
  const blocks: readonly (readonly [filters: number, strides: number])[] = [
    [16, 1],
    [24, 2],
    [24, 1],
    [32, 2],
    [32, 1],
    [32, 1],
    [64, 2],
    [64, 1],
    [64, 1],
    [64, 1],
    [96, 1],
    [96, 1],
    [96, 1],
    [160, 2],
    [160, 1],
    [160, 1],
    [320, 1],
  ]
  for (const [id, [filters, strides]] of blocks.entries()) x = block(x, id, filters, strides)
  x = relu(norm(conv(x, 1280, 'Conv_1'), 'Conv_1_bn'), 'out_relu')
  return tf.model({ inputs: image, outputs: x })
}

/** MobileNet of Keras's applications up to `conv_pw_13_relu`, which older models of Teachable Machine have. */
function version1(side: number, alpha: number): tf.LayersModel {
  const finish = (x: Tensor, name: string): Tensor =>
    apply(
      tf.layers.activation({ activation: 'relu6', name: `${name}_relu` }),
      apply(tf.layers.batchNormalization({ name: `${name}_bn` }), x),
    )
  const image = tf.input({ shape: [side, side, 3], name: 'input_1' })
  const stem = { filters: 32 * alpha, kernelSize: 3, strides: 2, useBias: false, name: 'conv1' } as const
  const padded = apply(tf.layers.zeroPadding2d({ padding: [1, 1], name: 'conv1_pad' }), image)
  let x = finish(apply(tf.layers.conv2d({ ...stem, padding: 'valid' }), padded), 'conv1')
  const filters = [64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024]
  for (const [at, wide] of filters.entries()) {
    const id = at + 1
    const strides = [2, 4, 6, 12].includes(id) ? 2 : 1
    const name = `conv_dw_${id}`
    x = apply(tf.layers.depthwiseConv2d({ kernelSize: 3, strides, padding: 'same', useBias: false, name }), x)
    x = finish(x, name)
    const point = { filters: wide * alpha, kernelSize: 1, useBias: false, name: `conv_pw_${id}` } as const
    x = finish(apply(tf.layers.conv2d({ ...point, padding: 'same' }), x), point.name)
  }
  return tf.model({ inputs: image, outputs: x })
}

/** @param side of the images, in pixels: 224 in Teachable Machine. */
export function makeTeachable(version: 1 | 2, side: number): tf.LayersModel {
  const features = tf.sequential()
  features.add(version === 1 ? version1(side, 0.25) : version2(side, 0.35))
  features.add(version === 1 ? tf.layers.flatten() : tf.layers.globalAveragePooling2d({}))
  const head = tf.sequential({
    layers: [
      tf.layers.dense({
        inputShape: [tf.util.sizeFromShape(features.outputs[0]!.shape.slice(1) as number[])],
        units: 100,
        activation: 'relu',
        kernelInitializer: tf.initializers.varianceScaling({ seed: 1 }),
      }),
      tf.layers.dense({
        units: CLASSES.length,
        activation: 'softmax',
        useBias: false,
        kernelInitializer: tf.initializers.varianceScaling({ seed: 2 }),
      }),
    ],
  })
  const model = tf.sequential()
  model.add(features)
  model.add(head)
  tf.tidy(() => {
    for (const [at, weight] of model.weights.entries())
      weight.write(draw(weight.name, weight.shape as number[], at + 1))
  })
  return model
}

/** Values that neither die out nor grow from layer to layer, so that two ways to round lead to about the same. */
function draw(name: string, shape: number[], seed: number): tf.Tensor {
  const uniform = (from: number, to: number): tf.Tensor => tf.randomUniform(shape, from, to, 'float32', seed)
  if (name.includes('moving_variance')) return uniform(0.7, 1.5)
  if (name.includes('gamma')) return uniform(0.6, 1.3)
  if (/moving_mean|beta|bias/.test(name)) return uniform(-0.3, 0.3)
  const isHead = shape.at(-1) === CLASSES.length
  return tf.randomNormal(shape, 0, isHead ? 0.15 : Math.sqrt(2 / fanIn(shape)), 'float32', seed)
}

/** Of a kernel; that of a depthwise one has its taps alone. */
function fanIn(shape: tf.Shape): number {
  const lengths = shape.map(Number)
  const all = lengths.reduce((product, length) => product * length, 1)
  return lengths.at(-1) === 1 && lengths.length === 4 ? lengths[0]! * lengths[1]! : all / lengths.at(-1)!
}
