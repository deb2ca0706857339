/** How fast a device multiplies and adds in float32, on values that stay in registers. */
import type { Spread } from '../../report/spread'
import { makePipeline, makeStorage, readFloats } from './probe'
import { measureRate, type Probe } from './probe'

/** Sums of an invocation that do not wait for one another, four of each vector. */
const CHAINS = 64
const TURNS = 128
const GROUP = 64
const GROUPS = 4096

/** Each chain is `s = s * FACTOR + ADDEND` and ends where that stands still. */
const FACTOR = 0.5
const ADDEND = 1
const END = ADDEND / (1 - FACTOR)

const vectors = Array.from({ length: CHAINS / 4 }, (_, at) => at)
const CODE = `
@group(0) @binding(0) var<storage, read> factors: array<vec4f, 2>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32>;
@compute @workgroup_size(${GROUP}) fn main(@builtin(global_invocation_id) id: vec3u) {
  let factor = factors[0];
  let addend = factors[1];
  let start = vec4f(f32(id.x % 7u), 1, 2, 3);
${vectors.map((at) => `  var s${at} = start + ${4 * at};`).join('\n')}
  for (var turn = 0u; turn < ${TURNS}u; turn++) {
${vectors.map((at) => `    s${at} = fma(s${at}, factor, addend);`).join('\n')}
  }
  sums[id.x] = dot(${vectors.map((at) => `s${at}`).join(' + ')}, vec4f(1));
}`

/** @returns TFLOP/s. @throws Error when the sums are wrong. */
export async function measureArithmetic(probe: Probe, groups = GROUPS): Promise<Spread> {
  const { device } = probe
  const factors = makeStorage(device, 32)
  device.queue.writeBuffer(
    factors,
    0,
    Float32Array.of(...Array<number>(4).fill(FACTOR), ...Array<number>(4).fill(ADDEND)),
  )
  const sums = makeStorage(device, 4 * GROUP * groups)
  try {
    const record = await makePipeline(device, 'arithmetic', CODE, [factors, sums], [groups, 1])
    const flops = 2 * CHAINS * TURNS * GROUP * groups
    const rate = await measureRate(probe, record, (milliseconds) => flops / milliseconds / 1e9)
    for (const sum of await readFloats(device, sums, 0, GROUP)) {
      if (Math.abs(sum - CHAINS * END) > 1e-3)
        throw new Error('The device added up wrongly in the probe of its arithmetic.')
    }
    return rate
  } finally {
    factors.destroy()
    sums.destroy()
  }
}
