/** Each rule about the worlds of others has a check that can be taken out, and a suite that finds it gone; the page and the suites agree. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { root } from '../support/example.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const page = read('docs/safety-checks.md')
const rows = [...page.matchAll(/^\| ([ST]\d+(?:, [ST]\d+)*) \| `([\w+-]+)` \| `([\w/.-]+)` \|$/gm)].map(
  ([, rules = '', without = '', suite = '']) => ({ rules: rules.split(', '), without, suite }),
)

test('each of the rules T24 to T36 has a check that a suite takes out', () => {
  const held = new Set(rows.flatMap(row => row.rules))
  const wanted = Array.from({ length: 13 }, (_, position) => `T${position + 24}`)
  expect(wanted.filter(rule => !held.has(rule))).toEqual([])
})

test('each suite takes out what the page says of it', () => {
  const lacking = rows.filter(({ without, suite }) => !read(suite).includes(`'${without}'`))
  expect(lacking).toEqual([])
})

test('each check that can be taken out is on the page, and no other', async () => {
  const path = pathToFileURL(join(root, '.tools', 'safety-checks.mjs')).href
  const { safetyChecks } = (await import(path)) as {
    readonly safetyChecks: Readonly<Record<string, unknown>>
  }
  const named = [...page.matchAll(/`([a-z][\w+-]*)`/g)].flatMap(([, name = '']) => name.split('+'))
  expect(new Set(named)).toEqual(new Set(Object.keys(safetyChecks)))
})

test('each check still stands where it is said to stand, once', async () => {
  const path = pathToFileURL(join(root, '.tools', 'safety-checks.mjs')).href
  const { safetyChecks } = (await import(path)) as {
    readonly safetyChecks: Readonly<Record<string, { readonly file: string; readonly from: string }>>
  }
  const places = Object.entries(safetyChecks).map(([name, { file, from }]) => [
    name,
    read(file).split(from).length - 1,
  ])
  expect(places.filter(([, times]) => times !== 1)).toEqual([])
})
