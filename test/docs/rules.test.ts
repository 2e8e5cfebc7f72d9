/** The rule book of product.md, section 3, against the tests: each of T1 to T22 is named in the title of at least one. */
import { readFileSync } from 'node:fs'
import { globSync } from 'tinyglobby'
import { expect, it } from 'vitest'
import { root } from '../support/example.ts'

/** A text in front of a function, which is what a title is. */
const titled = /\(\s*(['"`])(?<title>[^\n]*?)\1,\s*(?:async\s*)?(?:\(|\w+ =>)/g

it('names a rule in a test title for each of T1 to T22', () => {
  const named = new Set<string>()
  for (const path of globSync('test/**/*.test.ts', { cwd: root, absolute: true }))
    for (const { groups } of readFileSync(path, 'utf8').matchAll(titled))
      for (const [rule] of (groups?.['title'] ?? '').matchAll(/\bT\d{1,2}\b/g)) named.add(rule)
  const rules = Array.from({ length: 22 }, (_, position) => `T${position + 1}`)
  expect(rules.filter(rule => !named.has(rule))).toEqual([])
})
