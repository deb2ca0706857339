import { usedSettings } from '../../model/training/usedSettings'
import { describeBeginning } from '../../runs/beginning'
import { DataTable } from '../parts/DataTable'
import type { Section } from '../section'

/** How it was trained, setting by setting. */
export const RECIPE: Section = {
  id: 'recipe',
  title: 'Recipe',
  Content: ({ facts: { model, run } }) =>
    model.recipe ? (
      <>
        {'beginning' in run && run.beginning && <p>{describeBeginning(run.beginning).join(' ')}</p>}
        <p>Settings have the names and meanings of Keras’s. What the run makes no use of is left out.</p>
        <DataTable
          name="Recipe"
          columns={['Setting', 'Value', 'Part']}
          rows={usedSettings(model.recipe).map(({ section = 'recipe', setting, value }) => [
            setting,
            value,
            section.charAt(0).toUpperCase() + section.slice(1),
          ])}
          isText
        />
      </>
    ) : (
      <p>The file of the model does not say how it was trained.</p>
    ),
}
