/** A program that a document names runs when a command signs in, and at no other time; nothing but a document of the workspace names one. */
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tenantform } from '../support/built-command.ts'
import { aWorkspace, type TestWorkspace } from '../support/workspaces/a-workspace.ts'

let workspace: TestWorkspace
let outside = ''
const at = (name: string) => join(workspace.folder, name)
beforeEach(() => {
  workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
  outside = mkdtempSync(join(tmpdir(), 'tenantform-outside-'))
})
afterEach(() => {
  workspace.remove()
  rmSync(outside, { recursive: true, force: true })
})

const run = (...args: readonly string[]) => tenantform([...args], { cwd: workspace.folder })
const leavesMark = (mark: string) => `{ command: ["sh", "-c", "echo x > ${mark}; echo sandbox-x"] }`
const partnerWith = (secret: string) => `apiVersion: tenantform/v1
kind: Partner
name: extra
tenantId: 7d3a0c5e-0000-4000-8000-0000000000f1
markets: [IT]
credentials: { app: { clientId: 11111111-0000-4000-8000-0000000000f1, clientSecret: ${secret} } }
`

describe('a program named by a document', () => {
  it('does not run for commands that sign in nowhere, and runs for one that does', async () => {
    writeFileSync(at('extra.yaml'), partnerWith(leavesMark(at('ran'))))
    for (const args of [
      ['validate'],
      ['journal', 'list'],
      ['export', 'customers', '--snapshot', 'none.json'],
    ])
      await run(...args)
    expect(existsSync(at('ran'))).toBe(false)
    // A rehearsal takes its secrets from the World alone.
    await run('doctor', '--sandbox')
    await run('plan', '--sandbox')
    expect(existsSync(at('ran'))).toBe(false)
    writeFileSync(
      at('workspace.yaml'),
      'apiVersion: tenantform/v1\nkind: Workspace\nname: case\nendpoints: { api: "http://127.0.0.1:9", authority: "http://127.0.0.1:9" }\n',
    )
    await run('doctor')
    expect(readFileSync(at('ran'), 'utf8')).toBe('x\n')
  })

  it.runIf(process.platform !== 'win32')(
    'outside of the workspace does not run, whatever link leads to the document',
    async () => {
      writeFileSync(join(outside, 'extra.yaml'), partnerWith(leavesMark(at('ran'))))
      symlinkSync(join(outside, 'extra.yaml'), at('extra.yaml'))
      symlinkSync(outside, at('folder'))
      await run('doctor', '--sandbox')
      expect(existsSync(at('ran'))).toBe(false)
    },
  )

  it.each([
    [
      'a World',
      'world.yaml',
      (text: string) => text.replace(/clientSecret: .*/, `clientSecret: ${leavesMark('ran')}`),
    ],
    [
      'a snapshot',
      'snapshot.json',
      () =>
        JSON.stringify({
          format: 1,
          kind: 'snapshot',
          takenAt: '2026-12-07T07:00:00Z',
          partners: [{ credentials: { app: { clientSecret: { command: ['touch', 'ran'] } } } }],
          customers: [],
          catalogue: [],
        }),
    ],
    [
      'a saved plan',
      'plan.json',
      () => JSON.stringify({ format: 1, credentials: { command: ['touch', 'ran'] } }),
    ],
  ])('is refused where %s names it', async (_, file, change) => {
    const text = existsSync(at(file)) ? readFileSync(at(file), 'utf8') : ''
    writeFileSync(at(file), change(text))
    const answers = [
      await run('plan', '--sandbox'),
      await run('plan', '--snapshot', 'snapshot.json'),
      await run('apply', 'plan.json', '--sandbox'),
      await run('show', file),
    ]
    expect(answers.some(({ code }) => code === 1)).toBe(true)
    expect(answers.map(({ err }) => /this is a bug/.test(err))).toEqual([false, false, false, false])
    expect(existsSync(at('ran'))).toBe(false)
  })
})
