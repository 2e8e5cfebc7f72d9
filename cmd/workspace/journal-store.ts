import { hostname } from 'node:os'
import type { Diagnostic } from '../../engine/diagnostic.ts'
import { type JournalOfWorld, journalOfWorld } from '../../engine/execute/journal-of-world.ts'
import type { WorkspaceSettings } from '../../engine/model/desired.ts'
import type { JournalStore } from '../../engine/ports.ts'
import { identityOf } from '../../providers/files/process-identity.ts'
import { createAzureBlobJournal } from '../../providers/journal/azure-blob.ts'
import { createFileJournal } from '../../providers/journal/file.ts'
import { createPostgresJournal } from '../../providers/journal/postgres.ts'
import { tell } from '../answer.ts'
import { resolveSecret } from '../secrets/resolve-secret.ts'
import type { Shell } from '../shell.ts'
import { wallClock } from '../terminal/wall-clock.ts'
import { hookedJournal } from '../test-hooks.ts'
import type { Site } from './with-workspace.ts'

/** The journal of a workspace, as its `journal:` setting says. A torn end that was dropped is told on stderr. */
export function journalOf(settings: WorkspaceSettings, place: JournalPlace): JournalStore {
  return hookedJournal(storeOf(settings, place), place.env)
}

/** The journal of the accounts or the sandbox that a command works with, and of nothing else (T29). */
export function journalHere({ workspace, loaded, tenants }: Site, shell: Shell): JournalOfWorld {
  return journalOfWorld(journalOf(loaded.desired.workspace, placeOf(workspace.root, shell)), tenants.madeIn)
}

export function placeOf(root: string, shell: Shell): JournalPlace {
  return { root, env: shell.env, warn: warning => tell(shell, [warning]) }
}

export interface JournalPlace {
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Hears of a torn end that was dropped. */
  readonly warn: (warning: Diagnostic) => void
}

function storeOf(settings: WorkspaceSettings, { root, env, warn }: JournalPlace): JournalStore {
  const { journal } = settings
  if (journal.store !== 'file') {
    const connection = () => resolveSecret(journal.connection, { env, root })
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
