/** The code that docs/adding-a-provider.md explains is that of the provider which test/example-provider runs. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { by } from '../../engine/compare.ts'
import { root } from '../support/example.ts'

const folder = join(root, 'test/example-provider')
const files = readdirSync(folder)
const sources = files.map(file => readFileSync(join(folder, file), 'utf8'))
const page = readFileSync(join(root, 'docs/adding-a-provider.md'), 'utf8')

it('quotes the provider word by word, a piece of each of its files', () => {
  const quoted = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => String(code))
  const found = quoted.map(code => sources.findIndex(source => source.includes(code)))
  expect(quoted.filter((_, position) => found[position] === -1)).toEqual([])
  expect([...new Set(found)].map(position => String(files[position])).sort(by(name => name))).toEqual(
    [...files].sort(by(name => name)),
  )
})
