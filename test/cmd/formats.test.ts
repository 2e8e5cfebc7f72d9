import { expect, it } from 'vitest'
import { answers } from '../../cmd/formats.ts'
import { commandsBelow } from '../support/commands-below.ts'
import { runInProcess } from '../support/run-in-process.ts'

it('has a row for each command that takes --format, and its help names the formats of the row', async () => {
  const found: Record<string, readonly string[]> = {}
  for (const command of await commandsBelow([])) {
    const { out } = await runInProcess([...command, '--help'])
    const [, option] = /(?<=\n) +--format (.*?)(?=\n +-|\n\n)/s.exec(out) ?? []
    if (option === undefined) continue
    const [, choices = ''] =
      /\(choices: ([^)]*?)(?:, default: "\w+")?\)/.exec(option.replaceAll(/\s+/g, ' ')) ?? []
    found[command.join(' ')] = [...choices.matchAll(/"(\w+)"/g)].map(match => match[1] ?? '')
  }
  expect(found).toEqual(
    Object.fromEntries(Object.entries(answers).map(([name, { formats }]) => [name, formats])),
  )
})

it('refuses any other format before the command begins', async () => {
  expect(await runInProcess(['journal', 'list', '--format', 'markdown'])).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('Allowed choices are text, json.'),
  })
})
