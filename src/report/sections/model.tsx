import { withoutBidiControls } from '../../common/text'
import { analyseStack } from '../../model/graph/shapes'
import { writeSummary } from '../../model/graph/summary'
import { describeImages } from '../../model/layers/define'
import { formatCount } from '../../ui/format'
import { Facts } from '../parts/Facts'
import type { Section } from '../section'

/** What the model is. */
export const MODEL: Section = {
  id: 'model',
  title: 'Model',
  Content: ({ facts: { model, origin, identity } }) => {
    const analysis = analyseStack(model.stack, model.data)
    return (
      <>
        <Facts
          facts={[
            ['Layers', formatCount(model.stack.layers.length)],
            ['Parameters', formatCount(model.parameters)],
            ['Trainable parameters', formatCount(analysis.trainableParameters)],
            ['Images', describeImages(model.data)],
            ['Classes', model.classes.map(withoutBidiControls).join(', ')],
            ['Comes from', origin ?? 'a run of this browser'],
            ['Weights (SHA-256)', identity.weights],
          ]}
        />
        <p>What Keras prints for its layers by model.summary(). “None” stands for the batch.</p>
        <pre tabIndex={0} aria-label="Summary of the model">
          {writeSummary(model.stack, analysis)}
        </pre>
      </>
    )
  },
}
