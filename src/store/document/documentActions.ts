/** Edits of the document as a whole and of the recipe, each a step that can be undone; and the steps themselves. */
import { describeArgument, labelInWords } from '../../model/describeArgument'
import { withNewIds } from '../../model/graph/pieces'
import * as stacks from '../../model/graph/stack'
import type { Stack } from '../../model/graph/stack'
import type { DataShape } from '../../model/graph/shapes'
import type { Template } from '../../model/graph/templates/template'
import { findTemplate } from '../../model/graph/templates/templates'
import { isSameValue } from '../../model/sameValue'
import type { BroughtRecipe } from '../../data/importReport'
import { followBatchSize } from '../../model/training/followBatchSize'
import { withOptimizer } from '../../model/training/optimizers/optimizers'
import { DEFAULT_RECIPE, RECIPE_FIELDS, SECTIONS, type Recipe } from '../../model/training/recipe'
import { dataShape } from '../session/dataShape'
import { trainingFacts } from '../session/trainingFacts'
import { stepsOf, type DocumentEdits, type DocumentStore, type Steps } from './document'
import type { SessionStore } from '../session/session'

export interface DocumentActions {
  applyTemplate(template: Template): void
  setInput(input: Stack['input']): void
  /** A learning rate that was Keras's for the optimizer follows when another one is chosen. */
  editRecipe<Field extends keyof Recipe>(field: Field, value: Recipe[Field]): void
  /** Takes over how a project of another tool was trained. */
  takeRecipe(recipe: BroughtRecipe): void
  undo(): void
  redo(): void
  /** All steps that Undo and Redo reach. */
  steps(): Steps
  /** Goes so many steps forth, or back when there are less than none. */
  goSteps(steps: number): void
}

export function createDocumentActions(
  document: DocumentStore,
  { edit, undo, redo, go }: DocumentEdits,
  session: SessionStore,
): DocumentActions {
  return {
    applyTemplate(template) {
      const shape = dataShape(session.getState())
      const { stack, recipe } = template.build(shape)
      const before = document.getState()
      const { dataset } = session.getState().data
      const usual = { ...withoutTemplate(before, shape), ...recipe }
      edit(
        {
          stack: withNewIds(stack, before.stack),
          recipe: dataset ? followBatchSize(usual, usual.batchSize, {}, trainingFacts(dataset)) : usual,
        },
        `Use the template ${template.name}`,
      )
    },
    setInput(input) {
      const { stack } = document.getState()
      edit({ stack: stacks.setInput(stack, input) }, input === 'flat' ? 'Take images as rows' : 'Take images as images')
    },
    editRecipe(field, value) {
      const { recipe } = document.getState()
      if (Object.is(recipe[field], value)) return
      if (field === 'optimizer') {
        const next = withOptimizer(recipe, value as Recipe['optimizer'])
        return edit({ recipe: next }, describeOptimizer(recipe, next), 'recipe optimizer')
      }
      edit(
        { recipe: { ...recipe, [field]: value } },
        describeSetting(field, value),
        nameEdit(field, recipe[field], value),
      )
    },
    takeRecipe({ from, ...settings }) {
      edit({ recipe: { ...document.getState().recipe, ...settings } }, `Use the recipe of ${from}`)
    },
    undo,
    redo,
    steps: () => stepsOf(document),
    goSteps: go,
  }
}

/** The recipe as it would be if the template that made the stack had said nothing of it. What a person changed stays. */
function withoutTemplate(
  { stack, recipe }: { readonly stack: Stack; readonly recipe: Recipe },
  shape: DataShape,
): Recipe {
  const brought = Object.entries(findTemplate(stack, shape)?.build(shape).recipe ?? {})
  const left = brought.filter(([field, value]) => isSameValue(recipe[field as keyof Recipe], value))
  return { ...recipe, ...Object.fromEntries(left.map(([field]) => [field, DEFAULT_RECIPE[field as keyof Recipe]])) }
}

/** What edits must be of to share a step of undo: the same field or, in a section, the same setting. */
function nameEdit(field: string, before: Recipe[keyof Recipe], after: Recipe[keyof Recipe]): string {
  if (typeof before !== 'object' || typeof after !== 'object') return `recipe ${field}`
  const settings = new Map<string, unknown>(Object.entries(before))
  const changed = Object.entries(after).filter(([name, value]) => !isSameValue(settings.get(name), value))
  return ['recipe', field, ...changed.map(([name]) => name)].join(' ')
}

/** `Change optimizer to SGD`, and what came of it. */
function describeOptimizer(before: Recipe, { optimizer, learningRate }: Recipe): string {
  const did = describeSetting('optimizer', optimizer)
  return learningRate === before.learningRate ? did : `${did}, its learning rate to ${learningRate}`
}

/** `Change epochs to 5`. */
function describeSetting<Field extends keyof Recipe>(name: Field, value: Recipe[Field]): string {
  const field = RECIPE_FIELDS.find((each) => each.name === name)
  if (field && typeof value !== 'object') return `Change ${labelInWords(field)} to ${describeArgument(field, value)}`
  const section = SECTIONS.find((each) => each.name === name)
  return `Change ${section ? labelInWords(section) : name}`
}
