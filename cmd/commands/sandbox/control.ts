/** The control API of a sandbox from the command line. Each answers with what the sandbox gives, marked with what it is. */

import { resolve } from 'node:path'
import { diagnose } from '../../../engine/diagnostic.ts'
import { jsonText } from '../../../engine/json-text.ts'
import { Trouble } from '../../../engine/trouble.ts'
import type { Sandbox as SandboxAnswer } from '../../../schemas/generated/answers/sandbox.ts'
import { guarded, tell } from '../../answer.ts'
import { codes } from '../../codes.ts'
import { type ExitCode, exitCodes } from '../../exit-codes.ts'
import type { TenantOptions } from '../../program/global-options.ts'
import type { SandboxControl } from '../../sandbox/control.ts'
import { relationshipsFor } from '../../sandbox/waiting-for-customer.ts'
import type { Run, Shell } from '../../shell.ts'
import { openWorkspace } from '../../workspace/read-workspace.ts'
import { openSandbox } from '../../workspace/tenants.ts'

interface Options extends TenantOptions {
  readonly format?: 'json'
}

type ControlRun<Further = unknown> = Run<Options & Further>

export const state: ControlRun = ({ shell, options }) =>
  ask(shell, options, 'state', control => control.get('state'))
export const ledger: ControlRun = ({ shell, options }) =>
  ask(shell, options, 'ledger', control => control.get('ledger'))
export const requests: ControlRun<{ readonly count: boolean }> = ({ shell, options }) =>
  ask(shell, options, options.count ? 'request-counts' : 'requests', control =>
    control.get(options.count ? 'requests?count=1' : 'requests'),
  )
export const advance: ControlRun = ({ shell, args, options }) =>
  ask(shell, options, 'clock', control =>
    control.post('clock', /^P/i.test(args[0] ?? '') ? { advance: args[0] } : { now: args[0] }),
  )
export const accept: ControlRun<{ readonly agreement: boolean }> = ({ shell, args, options }) =>
  ask(shell, options, 'accepted', control =>
    control.post('accept', {
      partner: args[0],
      customer: args[1],
      ...(options.agreement === false && { agreement: false }),
    }),
  )
export const approve: ControlRun<{ readonly refuse: boolean; readonly terminate: boolean }> = ({
  shell,
  args,
  options,
}) =>
  ask(shell, options, 'answered', async control => {
    const answer = options.terminate ? 'terminate' : options.refuse ? 'refuse' : 'approve'
    const whose = { partner: args[0] ?? '', customer: args[1] ?? '' }
    const relationships = relationshipsFor(await control.get('state'), whose, answer)
    for (const relationship of relationships)
      await control.post('delegated-admin', { relationship, do: answer })
    return { did: answer, relationships }
  })
export const signIn: ControlRun<{
  readonly as?: string
  readonly decline: boolean
  readonly mfa: boolean
}> = ({ shell, args, options }) =>
  ask(shell, options, 'signed-in', control =>
    control.post('sign-in', {
      code: args[0],
      do: options.decline ? 'decline' : 'approve',
      ...(options.as !== undefined && { user: options.as }),
      mfa: options.mfa,
    }),
  )
export const azureMigrate: ControlRun = ({ shell, args, options }) =>
  ask(shell, options, 'azure-migrated', control =>
    control.post('azure-migrate', { customer: args[0], from: args[1], to: args[2] }),
  )
export const fault: ControlRun = ({ shell, args, options }) =>
  ask(shell, options, 'faults', control => {
    const faults = parseFaults(args[0] ?? '')
    return control.post('faults', Array.isArray(faults) ? faults : [faults])
  })

async function ask(
  shell: Shell,
  options: Options,
  kind: SandboxAnswer['kind'],
  question: (control: SandboxControl) => Promise<unknown>,
): Promise<ExitCode> {
  return guarded(shell, options.format, async () => {
    const where = typeof options.sandbox === 'string' ? options.sandbox : true
    const opened = where === true ? await openWorkspace(options.directory, shell) : null
    const site = await openSandbox(where, {
      root: opened?.root ?? resolve(shell.cwd, options.directory),
      world: opened?.workspace?.world ?? null,
      env: shell.env,
      signal: shell.signal,
    })
    tell(shell, site.warnings)
    try {
      const answer = await question(site.control)
      shell.streams.out(jsonText({ format: 1, kind, ...(typeof answer === 'object' && answer) }))
      return exitCodes.done
    } finally {
      await site.close()
    }
  })
}

function parseFaults(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Trouble(
      diagnose(codes.BAD_VALUE, {
        detail:
          'A fault is written as JSON, e.g. {"match":{"method":"POST","path":"/checkout"},"do":"drop-after-commit"}.',
      }),
    )
  }
}
