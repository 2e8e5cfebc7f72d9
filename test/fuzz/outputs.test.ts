/** One name of every script and class of controls, through every form of a plan, read as a terminal, a browser and a pipeline's runner would. */
import { describe, expect, it } from 'vitest'
import { planHtml } from '../../cmd/report/plan/plan-html.ts'
import { planMarkdown } from '../../cmd/report/plan/plan-markdown.ts'
import { planText } from '../../cmd/report/plan/plan-text.ts'
import { withoutCiCommands } from '../../cmd/terminal/ci-commands.ts'
import { encodePlan } from '../../engine/plan/codec.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { aWidePlan } from '../support/pages.ts'
import { hostile } from './hostile.ts'
import { commands, names } from './names.ts'

const plain = aWidePlan(2)

function planNamed(name: string): Plan {
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

const options = { columns: Number.POSITIVE_INFINITY, colour: false }
/** Names aside, in how many lines it is said. */
const linesOf = (text: string) => text.split('\n').length

describe('a name in a plan', () => {
  it('as text moves no cursor, begins no line and commands no runner', async () => {
    const lines = linesOf(planText(planNamed('x'), options))
    await hostile('name in a plan: text', names, name => {
      const text = withoutCiCommands(planText(planNamed(name), options))
      expect(commands.exec(text)?.[0]).toBeUndefined()
      expect(linesOf(text)).toBe(lines)
      return [text]
    })
  })

  it('as Markdown is text in its cell', async () => {
    const bars = (of: string) => of.split('\n').map(line => line.match(/(?<!\\)\|/g)?.length ?? 0)
    const expected = bars(planMarkdown(planNamed('x')))
    await hostile('name in a plan: Markdown', names, name => {
      const text = withoutCiCommands(planMarkdown(planNamed(name)))
      expect(commands.exec(text)?.[0]).toBeUndefined()
      expect(text).not.toMatch(/\$|@(?!&#8203;)|<script|<!--|https?:\/\/|\bgh-\d|:tada:/i)
      expect(bars(text)).toEqual(expected)
      return [text]
    })
  })

  it('as a page makes no element', async () => {
    const tags = (html: string) => html.match(/<[a-z!/][^>\s]*/gi)?.length
    const expected = tags(planHtml(planNamed('x')))
    await hostile('name in a plan: page', names, name => {
      const html = planHtml(planNamed(name))
      expect(tags(html)).toBe(expected)
      return [html]
    })
  })

  it('as JSON is the same value, and in characters that nothing obeys', async () => {
    await hostile('name in a plan: JSON', names, name => {
      const text = withoutCiCommands(encodePlan(planNamed(name)))
      expect(commands.exec(text)?.[0]).toBeUndefined()
      const read = JSON.parse(text) as Plan
      expect(read.customers.map(customer => customer.name)).toEqual([name, name])
      return [text]
    })
  })
})
