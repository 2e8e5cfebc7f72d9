import { hostname } from 'node:os'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { type JournalOfWorld, journalOfWorld } from '../../engine/execute/journal-of-world.ts'
import type { SecretRef, WorkspaceSettings } from '../../engine/model/desired.ts'
import type { JournalStore } from '../../engine/ports.ts'
import { Trouble } from '../../engine/trouble.ts'
import { identityOf } from '../../providers/files/process-identity.ts'
import { createAzureBlobJournal } from '../../providers/journal/azure-blob.ts'
import { createFileJournal } from '../../providers/journal/file.ts'
import { createPostgresJournal } from '../../providers/journal/postgres.ts'
import { tell } from '../answer.ts'
import { codes } from '../codes.ts'
import type { TenantOptions } from '../program/global-options.ts'
import { resolveSecret } from '../secrets/resolve-secret.ts'
import type { Shell } from '../shell.ts'
import { wallClock } from '../terminal/wall-clock.ts'
import { hookedJournal } from '../test-hooks.ts'
import { givingUpReads } from './giving-up-reads.ts'
import type { Site } from './with-workspace.ts'

/** The journal of a workspace, as its `journal:` setting says. A torn end that was dropped is told on stderr. */
export function journalOf(settings: WorkspaceSettings, place: JournalPlace): JournalStore {
  return givingUpReads(hookedJournal(storeOf(settings, place), place.env), place.signal)
}

/** The journal of the accounts or the sandbox that a command works with, and of nothing else (T29). */
export function journalHere({ workspace, loaded, tenants }: Site, shell: Shell): JournalOfWorld {
  const programs = tenants.madeIn.kind === 'accounts' ? 'run' : 'refused'
  return journalOfWorld(
    journalOf(loaded.desired.workspace, placeOf(workspace.root, shell, programs)),
    tenants.madeIn,
  )
}

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
async function connectionOf(
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

function storeOf(settings: WorkspaceSettings, place: JournalPlace): JournalStore {
  const { root, warn } = place
  const { journal } = settings
  if (journal.store !== 'file') {
    const connection = () => connectionOf(journal.connection, place)
    return journal.store === 'postgres'
      ? createPostgresJournal({ connection, wallClock })
      : createAzureBlobJournal({ connection, container: journal.container, wallClock })
  }
  return createFileJournal({
    root,
    path: journal.path,
    process: identityOf(process.pid, hostname()),
    wallClock,
    warn,
  })
}
