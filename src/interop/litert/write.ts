/** A model as LiteRT runs it: one file, which holds the names of the classes too, and the same names beside it. */
import { createZipWriter } from '../../files/zipWriter'
import type { TrainedModel } from '../../model/trainedModel'
import { READS_WHOLE } from '../describeReading'
import { describeAddedSoftmax } from '../describeScores'
import { describeLabels, writeLabels } from '../labels'
import type { WrittenModel } from '../target'
import { writeProgram } from './classify'
import { LABELS_NAME } from './metadata'
import { batchOf, writeModel } from './writeModel'

/** Throws for a model whose parts do not fit together, which is a mistake of the program. */
export async function write(model: TrainedModel): Promise<WrittenModel> {
  const { stack, data, classes } = model
  const labels = new TextEncoder().encode(writeLabels(classes))
  const bytes = await withFile(writeModel(model), LABELS_NAME, labels)
  const notes = [...describeAddedSoftmax(stack), ...describeLabels(classes)]
  if (batchOf(stack.layers) === 1) {
    notes.push('The file takes one image at a time, because LiteRT’s Conv2DTranspose is told how many there are.')
  }
  if (data.channels === 1) {
    notes.push(
      'Interpreters run the file, but MediaPipe, Android’s Task library and ML Kit take colour images alone, and this model is for grey ones.',
    )
  }
  return {
    files: [
      { name: 'model.tflite', bytes },
      { name: LABELS_NAME, bytes: labels },
      { name: 'classify.py', bytes: new TextEncoder().encode(writeProgram(model)) },
    ],
    differences: [],
    notes,
    snippet: {
      language: 'Python',
      file: 'classify.py',
      install: 'pip install ai-edge-litert numpy pillow',
      run: 'python classify.py image.png',
      note: READS_WHOLE,
    },
    input: { layout: 'NHWC', takes: 'bytes' },
  }
}

/** The bytes with a zip archive of one file behind them, as libraries look for it. */
async function withFile(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  content: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const archive = createZipWriter(new AbortController().signal, undefined, bytes.length)
  await archive.add(name, [content])
  return new Uint8Array(await new Blob([bytes, archive.finish()]).arrayBuffer())
}
