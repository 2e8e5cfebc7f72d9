/** docs/planning.md against plans and code: the lines it shows are in golden plans, and its table of deadlines has every one with its file. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { exampleNames, root } from '../support/example.ts'

const page = readFileSync(join(root, 'docs/planning.md'), 'utf8')

/** Columns are as wide as their plan needs, so their gaps count for one. */
const columns = (line: string) => line.trim().replace(/ {2,}/g, '  ')
const isPlanLine = (line: string) => /^ {2}([-+~>=?] \w+|seats|note|BLOCKED) {2}/.test(line)

it('shows no line of a plan that no example has', () => {
  const shown = [...page.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)]
    .flatMap(([, block = '']) => block.split('\n'))
    .filter(isPlanLine)
    .map(columns)
  const golden = new Set(
    exampleNames.flatMap(name =>
      readFileSync(join(root, 'test/golden', name, 'plan.txt'), 'utf8')
        .split('\n')
        .map(columns),
    ),
  )
  expect(shown.length).toBeGreaterThan(3)
  expect(shown.filter(line => !golden.has(line))).toEqual([])
})

it('names everything that closes, and the file that computes when', () => {
  const declared = readFileSync(join(root, 'engine/plan/deadlines/deadline.ts'), 'utf8')
  const [, union = ''] = /export type Closing =\n([\s\S]*?)\n\n/.exec(declared) ?? []
  const closings = [...union.matchAll(/\| '([\w ]+)'/g)].map(([, closing]) => String(closing))
  const [, table = ''] = /^\| closes \|[\s\S]*?\n\|---.*\n([\s\S]*?)\n\n/m.exec(page) ?? []
  const rows = table.split('\n').map(row => row.split('|').map(cell => cell.trim()))
  expect(rows.map(([, closes = '']) => closes.split(',')[0])).toEqual(closings)
  const wrong = rows.filter(([, closes = '', , , file = '']) => {
    const source = readFileSync(join(root, file.replaceAll('`', '')), 'utf8')
    return !source.includes(`closes: '${closes.split(',')[0]}'`)
  })
  expect(wrong).toEqual([])
})
