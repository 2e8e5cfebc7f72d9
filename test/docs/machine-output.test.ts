import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../support/example.ts'
import { machineOutputPage } from './machine-output-page.ts'

const documents = ['catalog', 'consolidation', 'customer', 'partner', 'policy', 'workspace', 'world']

it('the page says what the schemas say, of every schema of an answer', async () => {
  const page = machineOutputPage()
  await expect(page).toMatchFileSnapshot(join(root, 'docs', 'machine-output.md'))
  const names = ['schemas', 'schemas/answers']
    .flatMap(folder => readdirSync(join(root, folder)))
    .filter(file => file.endsWith('.schema.json'))
    .map(file => file.replace('.schema.json', ''))
  expect(names.filter(name => !documents.includes(name) && !page.includes(`\n## ${name}\n`))).toEqual([])
})
