import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { commandsBelow } from '../support/commands-below.ts'
import { copyExample, root } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'

interface Example {
  readonly command: string
  readonly args: readonly string[]
}

/** A redirection, a pipe or a substitution is the shell's part; `''` and `""` hold words together. */
function examplesIn(help: string): readonly Example[] {
  const [, list = ''] = help.split(/\nExamples?:\n/)
  return [...list.matchAll(/^ {2}\$ (.*)$/gm)].map(match => {
    const typed = (match[1] ?? '').replace(/^source <\((.*)\)$/, '$1').replace(/ > .*$/, '')
    const words = [...typed.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
      word => word[1] ?? word[2] ?? word[3] ?? '',
    )
    return { command: match[1] ?? '', args: words.slice(1) }
  })
}

/** What runs until it is stopped; tests of its own start and stop it. */
/** The last two wait for a person, and are one: test/scenario/login.test.ts runs both. */
const endless = /^tenantform (sandbox start|.* --watch |status --serve|login \S+$|sandbox sign-in |worker )/
/** First what others speak of; last what writes documents into the workspace, and a workspace into that. */
const order = [
  /^tenantform (plan|show|apply)/,
  /^tenantform (?!init|import)/,
  /^tenantform import/,
  /^tenantform init/,
]
/** Exports of a portal and invoices are nowhere here: the command asks for the file, and tests of its own give it one. */
const aboutFiles = / --from \w+[.]csv/

const administered = 'examples/delegated-administration'

let home = ''
/** Beside it, for what is told of an example by its name and leaves something there. */
let besides = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-help-'))
  besides = mkdtempSync(join(tmpdir(), 'tenantform-help-'))
})
afterAll(() => {
  for (const folder of [home, besides]) rmSync(folder, { recursive: true, force: true })
})

it('shows an example in the help of every command, and each of them does what it says', async () => {
  copyExample('consolidation', home)
  copyExample('delegated-administration', join(besides, administered))
  const commands = await commandsBelow([])
  expect(commands.length).toBeGreaterThan(25)
  const without: string[] = []
  const examples: Example[] = []
  for (const command of commands) {
    const { out } = await runInProcess([...command, '--help'])
    const found = examplesIn(out)
    if (found.length === 0) without.push(command.join(' '))
    const isAboutTenants = out.includes('--sandbox')
    for (const { command: typed, args } of found)
      examples.push({
        command: typed,
        args: isAboutTenants && !args.includes('--sandbox') ? [...args, '--sandbox'] : args,
      })
  }
  expect(without).toEqual([])
  const wrong: unknown[] = []
  const turn = ({ command }: Example) => order.findIndex(pattern => pattern.test(command))
  for (const { command, args } of examples.sort((a, b) => turn(a) - turn(b))) {
    if (endless.test(command)) continue
    // An import that may not change what is there is for a workspace without customers.
    if (command.includes('import --consolidation')) rmSync(join(home, 'customers'), { recursive: true })
    const cwd = args.includes(administered) ? besides : args.includes('examples/consolidation') ? root : home
    const { code, err } = await runInProcess([...args, '-q'], cwd)
    const asked = aboutFiles.test(command) && err.includes('[COMMAND.NO_FILE]')
    if (code !== 0 && !asked) wrong.push({ command, code, err })
  }
  expect(wrong).toEqual([])
}, 240_000)
