/** For tests: on the software adapter nearly all time goes into compiling, and most cases of a file compile what others of it did. */

/**
 * Compiles each text once for a device, the one that fails apart. Whoever makes a pipeline of the same text gets the one that there is.
 * @returns the device itself.
 */
export function keepPipelines(device: GPUDevice): GPUDevice {
  const codeOf = new WeakMap<GPUShaderModule, string>()
  const kept = new Map<string, Promise<GPUComputePipeline>>()
  const createModule = device.createShaderModule.bind(device)
  const compile = device.createComputePipelineAsync.bind(device)
  device.createShaderModule = (descriptor) => {
    const module = createModule(descriptor)
    codeOf.set(module, descriptor.code)
    return module
  }
  device.createComputePipelineAsync = (descriptor) => {
    const { layout, compute } = descriptor
    const code = codeOf.get(compute.module)
    // One that says more is not known by its text.
    if (code === undefined || layout !== 'auto' || Object.keys(compute).length > 1) return compile(descriptor)
    const pipeline = kept.get(code) ?? compile(descriptor)
    kept.set(code, pipeline)
    pipeline.catch(() => kept.delete(code))
    return pipeline
  }
  return device
}
