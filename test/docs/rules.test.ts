/** The rule book and the facts against the code: what is cited stands there, and what stands there has its file and its test. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { globSync } from 'tinyglobby'
import { describe, expect, it } from 'vitest'
import { root } from '../support/example.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const rules = read('docs/rules.md')
const facts = read('docs/partner-center-facts.md')
const sources = globSync(
  [
    '{cmd,engine,providers,schemas,test}/**/*.ts',
    'docs/**/*.md',
    '*.md',
    'providers/**/*.md',
    '.tools/*.mjs',
  ],
  { cwd: root, ignore: ['schemas/generated/**', 'docs/rules.md', 'docs/partner-center-facts.md'] },
)

/** Numbers that comments and sentences of the repository cite, with one of the files that does. */
function cited(pattern: RegExp): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const path of sources)
    for (const [number] of read(path).matchAll(pattern)) if (!found.has(number)) found.set(number, path)
  return found
}

function missing(pattern: RegExp, known: ReadonlySet<string>): readonly string[] {
  return [...cited(pattern)]
    .filter(([number]) => !known.has(number))
    .map(([number, path]) => `${number} in ${path}`)
}

const rows = [...(rules.split('\n## Every file of a rule\n')[0] ?? '').matchAll(/^\| ([ST]\d+) \|.*$/gm)].map(
  ([row, number]) => ({
    number: String(number),
    files: [...row.matchAll(/`([\w./-]+\.ts)`/g)].map(([, file]) => String(file)),
  }),
)

describe('docs/rules.md', () => {
  it('has each step and each rule once, in order', () => {
    const wanted = [
      ...Array.from({ length: 14 }, (_, position) => `S${position + 1}`),
      ...Array.from({ length: 37 }, (_, position) => `T${position + 1}`),
    ]
    expect(rows.map(row => row.number)).toEqual(wanted)
  })

  it('names for each the file that enforces it and the test that fails without it', () => {
    const lacking = rows.filter(
      ({ files: [enforced = '', tested = ''] }) =>
        !existsSync(join(root, enforced)) || !tested.startsWith('test/') || !existsSync(join(root, tested)),
    )
    expect(lacking).toEqual([])
  })

  it('holds every rule that code, tests and docs cite', () => {
    const known = new Set(rows.map(row => row.number))
    expect(missing(/(?<=[(\s,])[ST]\d{1,2}(?=[),.;:\s])/g, known)).toEqual([])
  })
})

describe('docs/partner-center-facts.md', () => {
  it('holds every quirk and every behaviour of the sandbox that is cited', () => {
    const known = new Set([...facts.matchAll(/^\| ([QE]\d+) \|/gm)].map(([, number]) => String(number)))
    expect(known.size).toBeGreaterThan(70)
    expect(missing(/(?<=[(\s,])[QE]\d{1,2}(?=[),.;:\s])/g, known)).toEqual([])
  })

  it('holds every section that is cited', () => {
    const known = new Set(
      [...facts.matchAll(/^#{2,3} (\d+(?:\.\d+)?)/gm)].map(([, number]) => String(number)),
    )
    expect(missing(/(?<=\bfacts )\d+(?:\.\d+)?/g, known)).toEqual([])
  })
})

it('cites no page that a reader of the repository does not have', () => {
  const pages = /\b(api|product|graph|house-style|dependencies)\.md\b/
  // They name such a page to look for it, and skip without it.
  const knowing = ['test/docs/rules.test.ts', 'test/scenario/sample-documents.test.ts']
  expect(sources.filter(path => !knowing.includes(path) && pages.test(read(path)))).toEqual([])
})
