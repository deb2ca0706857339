/** A model as a folder that KServe serves: Triton's repository, and the InferenceService. */
import type { TrainedModel } from '../../model/trainedModel'
import { READS_WHOLE } from '../describeReading'
import { describeAddedSoftmax } from '../describeScores'
import { describeLabels } from '../labels'
import { inputOf } from '../onnx/write'
import type { Chosen, WrittenModel } from '../target'
import { clientProgram } from './client'
import { describeInput } from './describeInput'
import { MODEL_NAME, REPOSITORY, textFile, writeRepository } from './repository'

/** KServe takes Triton for ONNX, which speaks version 2 of the protocol alone: without it, no runtime is found. */
const SERVICE = `# Written by Strata. storageUri is the folder "${REPOSITORY}" where the cluster can read it: change it to yours.
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: ${MODEL_NAME}
spec:
  predictor:
    model:
      modelFormat:
        name: onnx
      protocolVersion: v2
      storageUri: s3://BUCKET/${REPOSITORY}
`

export function write(model: TrainedModel, chosen: Chosen): Promise<WrittenModel> {
  const input = inputOf(chosen)
  const readme = `# ${MODEL_NAME}, for KServe

The folder \`${REPOSITORY}\` is a model repository of Triton, which KServe takes for ONNX. ${describeInput(model, input)}

## Serve it

Copy the folder to where the cluster can read it, and say so in \`inferenceservice.yaml\`: \`s3://\`, \`gs://\` or \`pvc://\`, down to the
folder \`${REPOSITORY}\` itself.

\`\`\`sh
aws s3 cp --recursive ${REPOSITORY} s3://BUCKET/${REPOSITORY}
kubectl apply -f inferenceservice.yaml
kubectl wait --for=condition=Ready inferenceservice/${MODEL_NAME} --timeout=10m
\`\`\`

Where "no runtime found" is the answer, the cluster lacks the runtime \`kserve-tritonserver\`, or \`protocolVersion: v2\` is missing.

## Ask it

Through the gateway of the cluster, here the one of Istio.

\`\`\`sh
pip install numpy pillow
kubectl port-forward --namespace istio-system service/istio-ingressgateway 8000:80 &
HOST=$(kubectl get inferenceservice ${MODEL_NAME} -o jsonpath='{.status.url}' | cut -d / -f 3) python classify.py image.png
\`\`\`
`
  return Promise.resolve({
    files: [
      ...writeRepository(model, input),
      textFile('inferenceservice.yaml', SERVICE),
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
