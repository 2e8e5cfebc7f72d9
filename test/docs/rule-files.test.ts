/** docs/rules.md names every file and every test of a rule: those that cite its number. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { globSync } from 'tinyglobby'
import { describe, expect, it } from 'vitest'
import { root } from '../support/example.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const rules = read('docs/rules.md')
const heading = '## Every file of a rule'
const [head = ''] = rules.split(`\n${heading}\n`)

const rows = [...head.matchAll(/^\| ([ST]\d+) \|.*$/gm)].map(([row, number]) => ({
  number: String(number),
  files: [...row.matchAll(/`([\w./-]+\.ts)`/g)].map(([, file]) => String(file)),
}))

/** Files that cite each rule, in their comments, their titles or their sentences. */
function placesOf(pattern: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  const files = globSync([pattern], {
    cwd: root,
    ignore: ['schemas/generated/**', 'providers/sandbox/**', 'test/docs/**'],
  })
  for (const path of files.sort())
    for (const number of new Set(read(path).match(/(?<![\w-])[ST]\d{1,2}(?![\w]|:\d)/g) ?? []))
      found.set(number, [...(found.get(number) ?? []), path])
  return found
}

const enforcing = placesOf('{cmd,engine,providers,schemas}/**/*.ts')
const testing = placesOf('test/**/*.test.ts')

describe('the files of a rule', () => {
  it('cite it: the one that enforces it, and the test that fails without it', () => {
    const silent = rows.flatMap(({ number, files: [enforced = '', tested = ''] }) => [
      ...((enforcing.get(number) ?? []).includes(enforced) ? [] : [`${number}: ${enforced}`]),
      ...((testing.get(number) ?? []).includes(tested) ? [] : [`${number}: ${tested}`]),
    ])
    expect(silent).toEqual([])
  })

  it('are all on the page', async () => {
    const named = (files: readonly string[] = []) => files.map(file => `\`${file}\``).join(', ')
    const table = rows.map(
      ({ number }) => `| ${number} | ${named(enforcing.get(number))} | ${named(testing.get(number))} |`,
    )
    const about =
      'Made by `test/docs/rule-files.test.ts --update` from the numbers that code and tests cite. Who changes a rule reads these.'
    const section = [heading, '', about, '', '| # | code | tests |', '|---|---|---|', ...table, '']
    await expect(`${head}\n${section.join('\n')}`).toMatchFileSnapshot(join(root, 'docs/rules.md'))
  })
})
