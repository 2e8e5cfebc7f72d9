import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../support/example.ts'

const folder = join(root, 'docs/decisions')
const records = readdirSync(folder)
  .filter(name => /^\d{4}-/.test(name))
  .sort()
const text = (name: string) => readFileSync(join(folder, name), 'utf8')

describe('decision records', () => {
  it('have numbers that are unique and without gaps', () => {
    expect(records.map(name => Number(name.slice(0, 4)))).toEqual(records.map((_, position) => position + 1))
  })

  it('carry their number in the title', () => {
    expect(records.filter(name => !text(name).startsWith(`# ${name.slice(0, 4)} `))).toEqual([])
  })

  it('open with an example, then say what was decided, what it costs and what was turned down', () => {
    for (const name of records) {
      const parts = [...text(name).matchAll(/^\*\*(Example|Decision|Cost|Turned down)\.\*\*/gm)].map(
        match => match[1],
      )
      expect(parts, name).toEqual(['Example', 'Decision', 'Cost', 'Turned down'])
    }
  })

  it('are all listed in their index', () => {
    const index = text('README.md')
    expect(records.filter(name => !index.includes(`(${name})`))).toEqual([])
  })
})
