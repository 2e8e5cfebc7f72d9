import { expect, it } from 'vitest'
import { cell, planMarkdown } from '../../../../cmd/report/plan/plan-markdown.ts'
import { statusMarkdown } from '../../../../cmd/report/status-text.ts'
import { diagnose } from '../../../../engine/diagnostic.ts'
import { permitCodes } from '../../../../engine/plan/permit/codes.ts'
import type { Plan } from '../../../../engine/plan/plan.ts'
import { aBoard } from '../../../support/boards.ts'
import { aWidePlan } from '../../../support/pages.ts'

/** Every other customer is blocked too, with a sentence in signs of several bytes. */
function aLongPlan(customers: number): Plan {
  const plan = aWidePlan(customers)
  return {
    ...plan,
    customers: plan.customers.map((customer, at) => ({
      ...customer,
      blockedBy:
        at % 2 === 0
          ? []
          : [
              {
                ...diagnose(permitCodes.NOT_ACCEPTED, { detail: '株式会社はまだ承認していません' }),
                blocks: 'customer',
                subject: {},
              },
            ],
    })),
  }
}

it.each([
  ['Rossi $x^2$', 'Rossi &#36;&#8203;x^2&#36;&#8203;'],
  ['$\\color{red}{OK}$', '&#36;&#8203;\\\\color\\{red\\}\\{OK\\}&#36;&#8203;'],
  ['GH-12 and gh-3', 'GH&#8203;-12 and gh&#8203;-3'],
  ['a/b#1 !2 %3 &4', 'a/b#&#8203;1 !&#8203;2 %&#8203;3 &amp;&#8203;4'],
  [':white_check_mark: :+1:', ':&#8203;white\\_check\\_mark: :&#8203;+1:'],
  ['<b>x</b> @octo', '&lt;b&gt;x&lt;/b&gt; @&#8203;octo'],
  ['until 09:30:15, 5 % & more!', 'until 09:30:15, 5 % &amp; more!'],
])('writes %j so that it refers to nothing and is typeset as nothing', (text, safe) => {
  expect(cell(text)).toBe(safe)
})

it('fits a pull request comment: risky steps first, every section, whole rows, and counts of what is left out', () => {
  const text = planMarkdown(aLongPlan(600))
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000)
  expect(Buffer.byteLength(text)).toBeGreaterThan(50_000)
  const lines = text.split('\n')
  expect(lines.filter(line => /^(### |<details>|<[/]details>)/.test(line))).toEqual([
    '### What cannot be undone, or reduces service',
    '<details><summary><b>Other changes</b> (1,200)</summary>',
    '</details>',
    '<details><summary><b>Blocked</b> (300)</summary>',
    '</details>',
    '<details><summary><b>Seats</b> (1,200)</summary>',
    '</details>',
  ])
  expect(lines.filter(line => line.startsWith('|') && !line.endsWith('|'))).toEqual([])
  const shown = lines.filter(line => /^\| (−|\+) /.test(line)).map(line => line.slice(2, 11))
  expect(shown.lastIndexOf('− suspend')).toBeLessThan(shown.indexOf('+ create '))
  const left = lines.filter(line => line.startsWith('Not shown here: '))
  expect(left.map(line => line.replace(/\d[\d,]* /g, 'N '))).toEqual([
    'Not shown here: N suspend. `tenantform show FILE` prints all of them.',
    'Not shown here: N create. `tenantform show FILE` prints all of them.',
    'Not shown here: N planned. `tenantform show FILE` prints all of them.',
    'Not shown here: N ok. `tenantform show FILE` prints all of them.',
  ])
  const counted = [...left.join('\n').matchAll(/([\d,]+) (suspend|create)/g)].map(([, count = '']) =>
    Number(count.replace(',', '')),
  )
  expect(counted.reduce((sum, count) => sum + count, shown.length)).toBe(2400)
})

it('leaves nothing out of what fits', () => {
  expect(planMarkdown(aLongPlan(10))).not.toContain('Not shown')
})

it('keeps a board of thousands to the same budget, and counts by standing', () => {
  const text = statusMarkdown(aBoard(5000))
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000)
  expect(text).toMatch(
    /\nNot shown here: [\d,]+ [a-z ]+, .* `--format csv` has all of them[.]\n\n- wave wave 0: /,
  )
})
