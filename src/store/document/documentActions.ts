/** Edits of layers and recipe, each a step that can be undone. */
import type { ArgumentValue, LayerArgs, LayerFix } from '../../model/layers/define'
import type { LayerClassName } from '../../model/layers/registry'
import * as stacks from '../../model/graph/stack'
import type { Stack } from '../../model/graph/stack'
import type { Template } from '../../model/graph/templates/template'
import { serialiseProject } from '../../model/project'
import type { Recipe } from '../../model/training/recipe'
import { dataShape } from '../session/dataShape'
import type { DocumentEdits, DocumentStore } from './document'
import type { SessionStore } from '../session/session'

export interface DocumentActions {
  applyTemplate(template: Template): void
  addLayer(at: number, className: LayerClassName): void
  moveLayer(id: string, to: number): void
  duplicateLayer(id: string): void
  removeLayer(id: string): void
  editLayer(id: string, field: string, value: ArgumentValue): void
  /** Changes several arguments at once. */
  changeLayer(id: string, args: LayerArgs): void
  setInput(input: Stack['input']): void
  fixLayer(id: string, fix: LayerFix): void
  editRecipe<Field extends keyof Recipe>(field: Field, value: Recipe[Field]): void
  undo(): void
  redo(): void
  /** The stack and the recipe as the text of a project, which opens again. */
  projectText(): string
}

export function createDocumentActions(
  document: DocumentStore,
  { edit, undo, redo }: DocumentEdits,
  session: SessionStore,
): DocumentActions {
  const editStack = (change: (stack: Stack) => Stack, field?: string): void =>
    edit({ stack: change(document.getState().stack) }, field)

  return {
    applyTemplate(template) {
      const { stack, recipe } = template.build(dataShape(session.getState()))
      edit({ stack, recipe: { ...document.getState().recipe, ...recipe } })
    },
    addLayer: (at, className) => editStack((stack) => stacks.insertLayer(stack, at, stacks.createLayer(className))),
    moveLayer: (id, to) => editStack((stack) => stacks.moveLayer(stack, id, to)),
    duplicateLayer: (id) => editStack((stack) => stacks.duplicateLayer(stack, id)),
    removeLayer: (id) => editStack((stack) => stacks.removeLayer(stack, id)),
    editLayer: (id, field, value) =>
      editStack((stack) => stacks.updateLayer(stack, id, { [field]: value }), `layer ${id} ${field}`),
    changeLayer: (id, args) => editStack((stack) => stacks.updateLayer(stack, id, args)),
    setInput: (input) => editStack((stack) => stacks.setInput(stack, input)),
    fixLayer: (id, fix) => editStack((stack) => stacks.applyFix(stack, id, fix)),
    editRecipe(field, value) {
      const { recipe } = document.getState()
      if (!Object.is(recipe[field], value)) edit({ recipe: { ...recipe, [field]: value } }, `recipe ${field}`)
    },
    undo,
    redo,
    projectText() {
      const { stack, recipe } = document.getState()
      return serialiseProject({ stack, recipe })
    },
  }
}
