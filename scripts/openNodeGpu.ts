/**
 * A WebGPU device in Node (Dawn, from the package `webgpu`): on the machine's GPU with `STRATA_GPU=1`, else on the software adapter that
 * comes with Chrome and Chromium, so that results compare between machines.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { create, globals } from 'webgpu'

/** Kept: the devices do not outlive it. */
let gpu: GPU | undefined

/**
 * @param options `timestamps: false` opens a device that can't tell the time.
 * @throws Error that says what is missing.
 */
export async function openNodeGpu({ timestamps = true } = {}): Promise<{
  readonly adapter: GPUAdapter
  readonly device: GPUDevice
  /** For libraries that look for an adapter of their own. */
  readonly gpu: GPU
}> {
  Object.assign(globalThis, globals)
  if (process.env['STRATA_GPU'] !== '1') {
    await chooseSoftwareAdapter()
    leaveTheProcessorToTheAdapter()
  }
  gpu ??= create([])
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) throw new Error('Node found no adapter for WebGPU')
  const limits = ['maxBufferSize', 'maxStorageBufferBindingSize'] as const
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(limits.map((name) => [name, adapter.limits[name]])),
    requiredFeatures: timestamps && adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
  })
  return { adapter, device, gpu }
}

/** Between two looks at whether the device is done. */
const PATIENCE_MILLISECONDS = 1

/**
 * While Dawn waits it asks in every turn of the event loop, by `setImmediate`, whether the device is done. That takes a core all to itself,
 * which a software adapter needs. Only Dawn calls it with a function that is not JavaScript.
 */
function leaveTheProcessorToTheAdapter(): void {
  if (isPatient) return
  isPatient = true
  const { setImmediate, setTimeout } = globalThis
  const patient = (work: (...args: unknown[]) => void, ...args: unknown[]) =>
    isNative(work) ? setTimeout(work, PATIENCE_MILLISECONDS, ...args) : setImmediate(work, ...args)
  globalThis.setImmediate = Object.assign(patient, setImmediate)
}

let isPatient = false

function isNative(work: (...args: unknown[]) => void): boolean {
  return work.name === '' && Function.prototype.toString.call(work) === 'function () { [native code] }'
}

const MANIFEST = 'vk_swiftshader_icd.json'
const LOADER = 'libvulkan.so.1'
/** `RTLD_NOW | RTLD_NODELETE`: the library stays loaded although it is no module of Node's. */
const LOAD_AND_KEEP = 0x1002

async function chooseSoftwareAdapter(): Promise<void> {
  if (process.platform !== 'linux') return
  const folder = (await foldersOfBrowser()).find((candidate) => existsSync(join(candidate, MANIFEST)))
  if (folder === undefined) {
    throw new Error(`No ${MANIFEST} beside the browser: install Chromium, or set STRATA_GPU=1 to use the machine's GPU`)
  }
  process.env['VK_ICD_FILENAMES'] = process.env['VK_DRIVER_FILES'] = join(folder, MANIFEST)
  process.env['XDG_RUNTIME_DIR'] ??= mkdtempSync(join(tmpdir(), 'strata-'))
  // Dawn asks for the Vulkan loader by name; a machine without a GPU often has none but the browser's.
  const loader = join(folder, LOADER)
  if (!existsSync(loader)) return
  try {
    process.dlopen({ exports: {} }, loader, LOAD_AND_KEEP)
  } catch {
    // The library is loaded. The error only says that it is no module.
  }
}

/** Where the browser's program and its libraries may lie: beside its command, where the command leads, and where its script says. */
async function foldersOfBrowser(): Promise<readonly string[]> {
  const { findBrowser } = await import('./findBrowser')
  const command = findBrowser()
  if (command === undefined) return []
  const folders = [dirname(command), dirname(realpathSync(command))]
  const start = readFileSync(command).subarray(0, 65_536).toString('latin1')
  if (start.startsWith('#!')) {
    for (const [path] of start.matchAll(/\/[\w./+-]+/g)) folders.push(path, dirname(path), join(path, 'chromium'))
  }
  return [...new Set([...folders, ...foldersOfPackage()])]
}

function foldersOfPackage(): readonly string[] {
  try {
    const list = execFileSync('dpkg', ['-L', 'chromium', 'chromium-common'], { stdio: ['ignore', 'pipe', 'ignore'] })
    return list
      .toString()
      .split('\n')
      .filter((line) => line.endsWith(MANIFEST))
      .map(dirname)
  } catch {
    return []
  }
}
