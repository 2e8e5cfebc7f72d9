/** api.md 19 counts 35 quirks and section 20 counts 24 behaviours; each has a test that is named after it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../support/example.ts'

const textOf = (...path: readonly string[]) => readFileSync(join(root, 'test', ...path), 'utf8')
const titled = (text: string, letter: string) =>
  new Set(
    [...text.matchAll(new RegExp(`['\`]((?:${letter}\\d+(?:, )?)+): `, 'g'))].flatMap(
      ([, names]) => names?.split(', ') ?? [],
    ),
  )
const upTo = (letter: string, last: number) =>
  Array.from({ length: last }, (_, index) => `${letter}${index + 1}`)

test('every quirk has a test of the client', () => {
  const titles = titled(textOf('quirks', 'quirks.test.ts'), 'Q')
  expect(upTo('Q', 35).filter(name => !titles.has(name))).toEqual([])
})

test('every behaviour has a test of the sandbox', () => {
  const folder = ['providers', 'sandbox'] as const
  const text = readdirSync(join(root, 'test', ...folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => textOf(...folder, name))
    .join('\n')
  const titles = titled(text, 'E')
  expect(upTo('E', 24).filter(name => !titles.has(name))).toEqual([])
})
