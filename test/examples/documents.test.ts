import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { loadWorkspace } from '../../engine/load/load-workspace.ts'
import { exampleFiles, exampleFolder, exampleNames, readExampleAttachment } from '../support/example.ts'

describe.each(exampleNames)('examples/%s', name => {
  const files = exampleFiles(name)

  it('validates without a single diagnostic', () => {
    const outcome = loadWorkspace({ files, readAttachment: readExampleAttachment(name) })
    expect(outcome.diagnostics).toEqual([])
    expect(outcome.workspace?.world?.name).toBeTypeOf('string')
  })

  it('names in the first line of every file the schema of its kind, by a path that exists', () => {
    const seen = files.map(({ path, text }) => {
      const schema = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] ?? 'none'
      const kinds = parseAllDocuments(text).map(document => String(document.get('kind')))
      const file = join(dirname(join(exampleFolder(name), path)), schema)
      const title: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).title : 'missing'
      return { path, kinds: [...new Set(kinds)], title: [title] }
    })
    expect(seen.length).toBeGreaterThan(5)
    for (const file of seen) expect(file.title, file.path).toEqual(file.kinds)
  })

  it('holds no secret outside its World', () => {
    const text = files.filter(({ path }) => path !== 'world.yaml').map(file => file.text)
    expect(text.join('\n')).not.toMatch(/(secret|token)\w*:\s*(?!env:|file:|\{)\S/i)
  })
})

describe('examples/consolidation', () => {
  it('has at least fourteen customers in its World, each under a domain nobody can own', () => {
    const outcome = loadWorkspace({
      files: exampleFiles('consolidation'),
      readAttachment: readExampleAttachment('consolidation'),
    })
    const customers = outcome.workspace?.world?.customers ?? []
    expect(customers.length).toBeGreaterThanOrEqual(14)
    expect(customers.filter(customer => !customer.domain.endsWith('.example'))).toEqual([])
  })
})
