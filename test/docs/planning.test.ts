/** docs/planning.md shows lines of plans: each is one that the golden plans of the examples really have. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { exampleNames, root } from '../support/example.ts'

/** Columns are as wide as their plan needs, so their gaps count for one. */
const columns = (line: string) => line.trim().replace(/ {2,}/g, '  ')
const isPlanLine = (line: string) => /^ {2}([-+~>=?] \w+|seats|note|BLOCKED) {2}/.test(line)

it('shows no line of a plan that no example has', () => {
  const page = readFileSync(join(root, 'docs/planning.md'), 'utf8')
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
