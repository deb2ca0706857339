/** A chosen `model.json` with its weights files, read. */
import { readModelJson, type OpenedFile } from '../../interop/tensorflowjs/readModelJson'
import { InteropError } from '../../interop/interopError'

/** @throws InteropError with one plain sentence. */
export async function readModelFiles(files: readonly File[]): Promise<OpenedFile> {
  const models = files.filter(({ name }) => name.toLowerCase().endsWith('.json'))
  const [model, second] = models
  if (!model)
    throw new InteropError('There is no model.json among the files: choose it together with its weights file.')
  if (second) throw new InteropError(`Both ${model.name} and ${second.name} could be the model: choose one of them.`)
  const weights = await Promise.all(
    files.filter((file) => file !== model).map(async (file) => [file.name, await file.arrayBuffer()] as const),
  )
  return readModelJson(await model.text(), new Map(weights))
}
