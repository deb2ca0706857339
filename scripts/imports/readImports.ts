/**
 * Every import of a source file: static, dynamic, type-only, re-exports, `import('./x').Type`, and the worker files that are named by
 * `new URL('./x.ts', import.meta.url)`.
 */
import { existsSync, statSync } from 'node:fs'
import { dirname, posix, join } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import type { Import } from './rules'

const EXTENSIONS = ['', '.ts', '.tsx', '.css', '.json', '/index.ts', '/index.tsx']

/** The specifiers of a source text, in order. Throws when the text does not parse. */
export function readSpecifiers(fileName: string, source: string): readonly string[] {
  const { program, module, errors } = parseSync(fileName, source)
  if (errors[0]) throw new Error(`${fileName}: ${errors[0].message}`)
  const specifiers = module.staticImports.map((entry) => entry.moduleRequest.value)
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest } of entries) if (moduleRequest) specifiers.push(moduleRequest.value)
  }
  const addText = (node: { type: string; value?: unknown } | undefined) => {
    if (node?.type === 'Literal' && typeof node.value === 'string') specifiers.push(node.value)
  }
  new Visitor({
    ImportExpression: (node) => addText(node.source),
    TSImportType: (node) => addText(node.source),
    NewExpression: (node) => {
      const [address, base] = node.arguments
      const namesURL = node.callee.type === 'Identifier' && node.callee.name === 'URL'
      if (namesURL && base?.type === 'MemberExpression' && base.object.type === 'MetaProperty') addText(address)
    },
  }).visit(program)
  return specifiers
}

/** Turns a specifier into a file from the root or a package's name; undefined when a relative one leads nowhere. */
export function resolveImport(root: string, from: string, specifier: string): Import | undefined {
  const path = specifier.replace(/\?.*$/, '')
  if (!path.startsWith('.')) {
    const parts = path.split('/')
    return { from, to: parts.slice(0, path.startsWith('@') ? 2 : 1).join('/') }
  }
  const base = posix.join(dirname(from), path)
  const extension = EXTENSIONS.find((end) => {
    const file = join(root, base + end)
    return existsSync(file) && statSync(file).isFile()
  })
  return extension === undefined ? undefined : { from, to: base + extension }
}
