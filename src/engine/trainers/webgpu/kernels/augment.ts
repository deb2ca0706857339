/**
 * Augmentation on the device: what `model/training/augmentImage.ts` does, from the same draws. One small kernel draws each image's
 * transform, and the gather reads through it. When the state says that nothing is trained, the transform leaves the image as it is.
 */
import { AUGMENTATION_STREAM, DRAWS, NORMAL_SCALE } from '../../../../model/training/augmentImage'
import { COMMON } from '../../plan/buffers'
import type { DrawTransforms, GatherAugmented } from '../../plan/operations/batch'
import type { Kernel } from '../kernel'
import { entryPoint, float, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { gatherBatch } from './gather'
import { HASH, normalDraw } from './hash'

const GROUP_SIZE = 64

/** Of `TRANSFORM_VALUES` 4-byte values. */
const TRANSFORM = 'struct Transform { matrix: vec4f, origin: vec2f, noise: u32 }\n'
/**
 * Cosine and sine. WGSL's own may be wrong in the fourth digit, which is a pixel's brightness; a series for a quarter of the angle,
 * doubled twice, is wrong in the seventh. Angles up to 1.25 pi.
 */
const TURN = `fn turn(angle: f32) -> vec2f {
  let h = angle / 4.0;
  let q = h * h;
  let s = h * (1.0 - q / 6.0 * (1.0 - q / 20.0 * (1.0 - q / 42.0 * (1.0 - q / 72.0))));
  let c = 1.0 - q / 2.0 * (1.0 - q / 12.0 * (1.0 - q / 30.0 * (1.0 - q / 56.0 * (1.0 - q / 90.0))));
  let half = vec2f(1.0 - 2.0 * s * s, 2.0 * s * c);
  return vec2f(1.0 - 2.0 * half.y * half.y, 2.0 * half.y * half.x);
}
`

/** Draws what is done to each image of the batch. */
export function drawTransforms({ batchSize, shape, augmentation, transforms }: DrawTransforms): Kernel {
  const { height, width } = shape
  const { widthShift, heightShift, rotation, zoom, shear, horizontalFlip, verticalFlip } = augmentation
  const radians = (degrees: number): string => float((degrees * Math.PI) / 180)
  const draw = (what: keyof typeof DRAWS): string => `draw(number + ${DRAWS[what]}u)`
  const mirrored = (flip: 'horizontalFlip' | 'verticalFlip'): string => `select(1.0, -1.0, ${draw(flip)} < 0.0)`
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      { as: 'transforms', buffer: transforms, type: 'array<Transform>', access: 'write' },
    ],
    code: `${STATE_STRUCT}${TRANSFORM}${HASH}${TURN}
fn draw(number: u32) -> f32 { return f32(i32(hash(number) >> 8u) - 8388608) / 8388608.0; }
${entryPoint(GROUP_SIZE)}
  let image = group * ${GROUP_SIZE}u + local.x;
  if (image >= state.count) { return; }
  let centre = vec2f(${float((height - 1) / 2)}, ${float((width - 1) / 2)});
  if (state.training == 0u) {
    transforms[image] = Transform(vec4f(1.0, 0.0, 0.0, 1.0), centre, 0u);
    return;
  }
  let number = hash(image ^ hash(state.step ^ hash(state.seed ^ ${AUGMENTATION_STREAM}u)));
  let angle = ${draw('rotation')} * ${radians(rotation)};
  let turned = turn(angle);
  let slanted = turn(angle + ${draw('shear')} * ${radians(shear)});
  let down = ${draw('heightShift')} * ${float(heightShift * height)};
  let across = ${draw('widthShift')} * ${float(widthShift * width)};
  let rows = (1.0 + ${draw('heightZoom')} * ${float(zoom)})${verticalFlip ? ` * ${mirrored('verticalFlip')}` : ''};
  let columns = (1.0 + ${draw('widthZoom')} * ${float(zoom)})${horizontalFlip ? ` * ${mirrored('horizontalFlip')}` : ''};
  transforms[image] = Transform(
    vec4f(rows * turned.x, -columns * slanted.y, rows * turned.y, columns * slanted.x),
    centre + vec2f(turned.x * down - turned.y * across, turned.y * down + turned.x * across),
    hash(number + ${DRAWS.noise}u),
  );
}
`,
    workgroups: spreadWorkgroups(Math.ceil(batchSize / GROUP_SIZE)),
  }
}

/** The batch's images as their transforms show them. */
export function gatherAugmented(spec: GatherAugmented): Kernel {
  const { height, width, channels } = spec.shape
  const noise = `if (state.training == 1u) {
    ${normalDraw('hash(transform.noise ^ inside)', '    ')}
    value = clamp(value + ${float(255 * spec.noise * NORMAL_SCALE)} * (heads + spread), 0.0, 255.0);
  }`
  return gatherBatch(spec, {
    bindings: [{ as: 'transforms', buffer: spec.transforms, type: 'array<Transform>', access: 'read' }],
    functions: `${TRANSFORM}${spec.noise > 0 ? HASH : ''}
fn between(one: f32, other: f32, share: f32) -> f32 { return one + (other - one) * share; }`,
    read: `let transform = transforms[image];
  let pixel = inside / ${channels}u;
  let down = f32(pixel / ${width}u) - ${float((height - 1) / 2)};
  let across = f32(pixel % ${width}u) - ${float((width - 1) / 2)};
  let y = clamp(transform.matrix.x * down + transform.matrix.y * across + transform.origin.x, 0.0, ${float(height - 1)});
  let x = clamp(transform.matrix.z * down + transform.matrix.w * across + transform.origin.y, 0.0, ${float(width - 1)});
  let top = u32(y);
  let left = u32(x);
  let above = first + (top * ${width}u + left) * ${channels}u + inside % ${channels}u;
  let below = above + select(0u, ${width * channels}u, top + 1u < ${height}u);
  let right = select(0u, ${channels}u, left + 1u < ${width}u);
  let upper = between(byteAt(above), byteAt(above + right), x - f32(left));
  let lower = between(byteAt(below), byteAt(below + right), x - f32(left));
  var value = between(upper, lower, y - f32(top));
  ${spec.noise > 0 ? noise : ''}`,
  })
}
