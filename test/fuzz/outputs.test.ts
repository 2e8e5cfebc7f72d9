/** One name of every script and class of controls, through every form of a plan, read as a terminal, a browser and a pipeline's runner would. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planHtml } from '../../cmd/report/plan/plan-html.ts'
import { planMarkdown } from '../../cmd/report/plan/plan-markdown.ts'
import { planText } from '../../cmd/report/plan/plan-text.ts'
import { withoutCiCommands } from '../../cmd/terminal/ci-commands.ts'
import { encodePlan } from '../../engine/plan/codec.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { aWidePlan } from '../support/pages.ts'
import { hostileTexts, runs } from './hostile-values.ts'

/** A few characters of each script and of each class that something obeys. */
const pieces = fc.constantFrom(
  'Rossi',
  'Müller',
  'Ωμέγα',
  'Жук',
  'שלום',
  'سلام',
  'می\u200Cخواهم',
  'हिन्दी',
  '株式会社',
  '한국',
  'ไทย',
  '👩‍💻',
  '🏴\u{E0067}\u{E007F}',
  '\u0000',
  '\u0007',
  '\b',
  '\t',
  '\n',
  '\r',
  '\u001B[31m',
  '\u001B]0;x\u0007',
  '\u007F',
  '\u0085',
  '\u009B31m',
  '\u061C',
  '\u180E',
  '\u200B',
  '\u200E',
  '\u202E',
  '\u2028',
  '\u2060',
  '\u2066',
  '\u206F',
  '\uFEFF',
  '\uFFF9',
  '\u{E0041}',
  '\uD800',
  '::error::',
  '##vso[task.complete]',
  '##[error]',
  'section_start:1:x',
  '$x^2$',
  '$(id)',
  '`id`',
  'GH-1',
  '#1',
  '!1',
  '@octo',
  ':tada:',
  '<script>',
  '</script>',
  '<!--',
  '"',
  "'",
  '&',
  '&#60;',
  '|',
  '[a](b)',
  '**',
  'https://x.example',
  'www.x.example',
  '=1+1',
  '\\',
)
const names = fc.oneof(
  fc.array(pieces, { minLength: 1, maxLength: 6 }).map(parts => parts.join('')),
  fc.constantFrom<string>(...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

const plain = aWidePlan(2)

function named(name: string): Plan {
  return {
    ...plain,
    customers: plain.customers.map(customer => ({
      ...customer,
      name,
      seats: customer.seats.map(line => ({ ...line, productName: name })),
      sources: customer.sources.map(line => ({ ...line, productName: name, name })),
    })),
  }
}

/** What a terminal obeys or nobody sees; our own line ends and tabs aside. */
const ranges = [
  '\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F',
  '\\u061C\\u180E\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF\\uFFF9-\\uFFFB',
  '\\u{E0000}-\\u{E007F}',
]
const obeyed = new RegExp(`[${ranges.join('')}]`, 'u')
const commands = /^\s*::|##vso\[|^\s*##\[|^\s*section_(?:start|end):/m
const options = { columns: Number.POSITIVE_INFINITY, colour: false }
/** Names aside, in how many lines it is said. */
const linesOf = (text: string) => text.split('\n').length

describe('a name in a plan', () => {
  it('as text moves no cursor, begins no line and commands no runner', () => {
    fc.assert(
      fc.property(names, name => {
        const text = withoutCiCommands(planText(named(name), options))
        expect([obeyed.exec(text)?.[0], commands.exec(text)?.[0]]).toEqual([undefined, undefined])
        expect(linesOf(text)).toBe(linesOf(planText(named('x'), options)))
      }),
      runs(60),
    )
  })

  it('as Markdown is text in its cell', () => {
    fc.assert(
      fc.property(names, name => {
        const text = withoutCiCommands(planMarkdown(named(name)))
        expect([obeyed.exec(text)?.[0], commands.exec(text)?.[0]]).toEqual([undefined, undefined])
        expect(text).not.toMatch(/\$|@(?!&#8203;)|<script|<!--|https?:\/\/|\bgh-\d|:tada:/i)
        const bars = (of: string) => of.split('\n').map(line => line.match(/(?<!\\)\|/g)?.length ?? 0)
        expect(bars(text)).toEqual(bars(planMarkdown(named('x'))))
      }),
      runs(60),
    )
  })

  it('as a page makes no element', () => {
    const tags = (html: string) => html.match(/<[a-z!/][^>\s]*/gi)?.length
    const expected = tags(planHtml(named('x')))
    fc.assert(
      fc.property(names, name => {
        const html = planHtml(named(name))
        expect([obeyed.exec(html)?.[0], tags(html)]).toEqual([undefined, expected])
      }),
      runs(20),
    )
  })

  it('as JSON is the same value, and in characters that nothing obeys', () => {
    fc.assert(
      fc.property(names, name => {
        const text = withoutCiCommands(encodePlan(named(name)))
        expect([obeyed.exec(text)?.[0], commands.exec(text)?.[0]]).toEqual([undefined, undefined])
        const read = JSON.parse(text) as Plan
        expect(read.customers.map(customer => customer.name)).toEqual([name, name])
      }),
      runs(60),
    )
  })
})
