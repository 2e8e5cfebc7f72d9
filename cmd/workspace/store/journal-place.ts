/** Where the store of a workspace lies, and what may be done to find out. */
import { type Diagnostic, diagnose } from '../../../engine/diagnostic.ts'
import type { SecretRef } from '../../../engine/model/desired.ts'
import { Trouble } from '../../../engine/trouble.ts'
import { tell } from '../../answer.ts'
import { codes } from '../../codes.ts'
import type { TenantOptions } from '../../program/global-options.ts'
import { resolveSecret } from '../../secrets/resolve-secret.ts'
import type { Shell } from '../../shell.ts'

export function placeOf(root: string, shell: Shell, programs: JournalPlace['programs']): JournalPlace {
  const { env, untrusted, signal } = shell
  const warn = (warning: Diagnostic) => tell(shell, [warning])
  return { root, env, isUntrusted: untrusted !== null, signal, warn, programs }
}

/** For commands that sign in to no account: a program runs only where that was allowed, and in no rehearsal. */
export function offlinePlaceOf(
  root: string,
  shell: Shell,
  { sandbox, runPrograms }: Pick<TenantOptions, 'sandbox'> & { readonly runPrograms: boolean },
): JournalPlace {
  const isRehearsal = sandbox !== undefined && sandbox !== false
  return placeOf(root, shell, runPrograms && !isRehearsal ? 'run' : 'refused')
}

/** Where the store lies; a secret. */
export async function connectionOf(
  reference: SecretRef,
  { root, env, programs, isUntrusted, signal }: JournalPlace,
): Promise<string> {
  if (reference.kind === 'command' && programs === 'refused')
    throw new Trouble(
      diagnose(codes.PROGRAM_NEEDED, {
        detail: `The journal lies where the program \`${reference.argv[0] ?? ''}\` of the Workspace document says. It was not run.`,
      }),
    )
  return resolveSecret(reference, { env, root, isUntrusted, signal })
}

export interface JournalPlace {
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isUntrusted: boolean
  /** What is only read is given up with it; what is written goes on. */
  readonly signal: AbortSignal
  /** Whether a program that a document names may be run to find the store. */
  readonly programs: 'run' | 'refused'
  /** Hears of a torn end that was dropped. */
  readonly warn: (warning: Diagnostic) => void
}
