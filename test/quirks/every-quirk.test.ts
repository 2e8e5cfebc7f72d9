/** The quirks of the service (Q) and the behaviours of the sandbox (E, and G of Graph): each has a test that is named after it. */
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
  const of2026 = ['Q38', 'Q39', 'Q40', 'Q42']
  expect([...upTo('Q', 35), ...of2026].filter(name => !titles.has(name))).toEqual([])
})

test('every behaviour has a test of the sandbox', () => {
  const folder = ['providers', 'sandbox'] as const
  const text = readdirSync(join(root, 'test', ...folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => textOf(...folder, name))
    .join('\n')
  const titles = new Set([...titled(text, 'E'), ...titled(text, 'G')])
  const ofGraph = [...upTo('G', 8), 'G10', 'G11']
  expect([...upTo('E', 36), ...ofGraph].filter(name => !titles.has(name))).toEqual([])
})
