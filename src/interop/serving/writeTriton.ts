/** A model as a folder that Triton serves. */
import type { TrainedModel } from '../../model/trainedModel'
import { describeImages } from '../../model/layers/define'
import { READS_WHOLE } from '../describeReading'
import { describeAddedSoftmax } from '../describeScores'
import { describeLabels } from '../labels'
import { inputOf } from '../onnx/write'
import type { Chosen, WrittenModel } from '../target'
import { clientProgram } from './client'
import { MODEL_NAME, REPOSITORY, textFile, writeRepository } from './repository'
import { describeInput } from './describeInput'

export function write(model: TrainedModel, chosen: Chosen): Promise<WrittenModel> {
  const input = inputOf(chosen)
  const readme = `# ${MODEL_NAME}, for Triton

The folder \`${REPOSITORY}\` is a model repository. ${describeInput(model, input)}

## Serve it

With Docker, from this folder. YY.MM is a release of Triton, such as the latest.

\`\`\`sh
docker run --rm -p 8000:8000 -p 8001:8001 -p 8002:8002 -v "$PWD/${REPOSITORY}:/models" \\
  nvcr.io/nvidia/tritonserver:YY.MM-py3 tritonserver --model-repository=/models
\`\`\`

Add \`--gpus all\` behind \`--rm\` to compute on GPUs. Without them Triton computes on the processor.

## Ask it

\`\`\`sh
curl http://localhost:8000/v2/models/${MODEL_NAME}
pip install numpy pillow
python classify.py image.png
\`\`\`

The program takes image files of any size (${describeImages(model.data)} is what the model sees) and speaks HTTP on port 8000.
gRPC is on port 8001, and figures for Prometheus are on port 8002.
`
  return Promise.resolve({
    files: [
      ...writeRepository(model, input),
      textFile('classify.py', clientProgram(model, input)),
      textFile('README.md', readme),
    ],
    differences: [],
    notes: [...describeAddedSoftmax(model.stack), ...describeLabels(model.classes)],
    snippet: {
      language: 'Python',
      file: 'classify.py',
      install: 'pip install numpy pillow',
      run: 'python classify.py image.png',
      note: READS_WHOLE,
    },
    input,
  })
}
