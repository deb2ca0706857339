/** How fast a device moves bytes: a kernel that copies one large buffer to another. */
import type { Spread } from '../../report/spread'
import { makePipeline, makeStorage, measureRate, readFloats, type Probe } from './probe'

const GROUP = 256
/** Workgroups in a row of the dispatch: no side of it may be longer than 65,535. */
const ROW = 256
/** Bytes of a row of workgroups: each invocation moves a vector of four floats. */
const ROW_BYTES = 16 * GROUP * ROW

const AT = `(id.y * ${ROW}u + id.x) * ${GROUP}u + local.x`
const MAIN = `@compute @workgroup_size(${GROUP}) fn main(
  @builtin(workgroup_id) id: vec3u, @builtin(local_invocation_id) local: vec3u)`
const FILL = `
@group(0) @binding(0) var<storage, read_write> to: array<vec4f>;
${MAIN} { let at = ${AT}; to[at] = vec4f(f32(at), 1, 2, 3); }`
const COPY = `
@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> to: array<vec4f>;
${MAIN} { let at = ${AT}; to[at] = source[at]; }`

/**
 * @param wanted bytes of the buffer; less where the device binds less, or has no memory for it.
 * @returns GB/s, of bytes read and bytes written together. @throws Error when a copy is not like its source.
 */
export async function measureCopy(
  probe: Probe,
  wanted: number,
): Promise<{ readonly rate: Spread; readonly bytes: number }> {
  const { device } = probe
  const { maxBufferSize, maxStorageBufferBindingSize } = device.limits
  let rows = Math.max(1, Math.floor(Math.min(wanted, maxBufferSize, maxStorageBufferBindingSize) / ROW_BYTES))
  for (; ; rows = Math.floor(rows / 2)) {
    const bytes = rows * ROW_BYTES
    device.pushErrorScope('out-of-memory')
    const [source, to] = [makeStorage(device, bytes), makeStorage(device, bytes)]
    try {
      if ((await device.popErrorScope()) && rows > 1) continue
      const fill = await makePipeline(device, 'fill', FILL, [source], [ROW, rows])
      const copy = await makePipeline(device, 'copy', COPY, [source, to], [ROW, rows])
      await probe.clock.time(fill)
      const rate = await measureRate(probe, copy, (milliseconds) => (2 * bytes) / milliseconds / 1e6)
      const last = bytes / 16 - 1
      const [index, one] = await readFloats(device, to, 4 * last, 4)
      if (index !== Math.fround(last) || one !== 1)
        throw new Error('The device copied wrongly in the probe of its memory.')
      return { rate, bytes }
    } finally {
      source.destroy()
      to.destroy()
    }
  }
}
