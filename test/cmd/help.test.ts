import { expect, it } from 'vitest'
import { runInProcess } from '../support/run-in-process.ts'

async function commandsBelow(path: readonly string[]): Promise<readonly (readonly string[])[]> {
  const { out } = await runInProcess([...path, '--help'])
  const [, list = ''] = out.split('\nCommands:\n')
  const names = [...list.matchAll(/^ {2}([a-z-]+)/gm)]
    .map(match => match[1] ?? '')
    .filter(name => name !== 'help')
  if (names.length === 0) return [path]
  const found: (readonly string[])[] = []
  for (const name of names) found.push(...(await commandsBelow([...path, name])))
  return found
}

it('shows an example in the help of every command', async () => {
  const commands = await commandsBelow([])
  expect(commands.length).toBeGreaterThan(25)
  const without: string[] = []
  for (const command of commands) {
    const { out } = await runInProcess([...command, '--help'])
    if (!/\nExamples?:\n {2}\$ /.test(out)) without.push(command.join(' '))
  }
  expect(without).toEqual([])
})
