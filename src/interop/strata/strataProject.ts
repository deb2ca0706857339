/** Strata's own project: the stack and the recipe, as they are saved. */
import type { Format } from '../format'
import { InteropError } from '../interopError'
import { readText } from '../readText'
import { parseProject, ProjectError } from '../../model/project'

export const strataProject: Format = {
  name: 'Strata',

  recognise: (files) =>
    Promise.resolve(
      files.flatMap(({ entry, json }) => {
        const isProject = typeof json?.get('version') === 'number' && (json.has('stack') || json.has('recipe'))
        return isProject ? { holds: 'project', what: 'is a Strata project', files: [entry] } : []
      }),
    ),

  async read([file]) {
    const text = await readText(file)
    try {
      return { holds: 'project', project: parseProject(text), notes: [] }
    } catch (error) {
      if (error instanceof ProjectError) throw new InteropError(error.message)
      throw error
    }
  },
}
