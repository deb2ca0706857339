/**
 * Checks every import under src/ against the house's rules: who may import whom, packages from the dependencies alone, no circles.
 * `npm run check:imports`
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { readSpecifiers, resolveImport } from './imports/readImports'
import { brokenRules, findCycles } from './imports/rules'
import type { Import } from './imports/rules'

const root = join(import.meta.dirname, '..')
const packageFile = v.parse(
  v.object({ dependencies: v.record(v.string(), v.string()) }),
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
)
const complaints: string[] = []
const imports: Import[] = []

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => `src/${file.replaceAll('\\', '/')}`)
  .filter((file) => /\.tsx?$/.test(file) && !/\.(test|fixture)\.tsx?$/.test(file))

for (const file of files) {
  for (const specifier of readSpecifiers(file, readFileSync(join(root, file), 'utf8'))) {
    const found = resolveImport(root, file, specifier)
    if (!found) {
      complaints.push(`${file} imports ${specifier}, which does not exist`)
      continue
    }
    imports.push(found)
    const isPackage = !found.to.startsWith('src/')
    if (isPackage && !(found.to in packageFile.dependencies)) {
      complaints.push(`${file} imports ${found.to}, which is not among the dependencies`)
    }
    for (const rule of brokenRules(found)) complaints.push(`${file} imports ${found.to}: ${rule.name}`)
  }
}
for (const cycle of findCycles(imports)) complaints.push(`files import one another: ${cycle.join(' -> ')}`)

for (const complaint of complaints) console.error(complaint)
console.log(`${imports.length} imports of ${files.length} files, ${complaints.length} against the rules`)
process.exitCode = complaints.length > 0 ? 1 : 0
