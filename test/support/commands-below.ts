import { runInProcess } from './run-in-process.ts'

/** Every command below one, as `--help` lists them. */
export async function commandsBelow(path: readonly string[]): Promise<readonly (readonly string[])[]> {
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
