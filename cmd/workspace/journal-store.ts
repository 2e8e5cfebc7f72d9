import { hostname } from 'node:os'
import { type JournalOfWorld, journalOfWorld } from '../../engine/execute/journal-of-world.ts'
import type { WorkspaceSettings } from '../../engine/model/desired.ts'
import type { JournalStore } from '../../engine/ports.ts'
import { identityOf } from '../../providers/files/process-identity.ts'
import { createAzureBlobJournal } from '../../providers/journal/azure-blob.ts'
import { createFileJournal } from '../../providers/journal/file.ts'
import { createPostgresJournal } from '../../providers/journal/postgres.ts'
import type { Shell } from '../shell.ts'
import { wallClock } from '../terminal/wall-clock.ts'
import { hookedJournal } from '../test-hooks.ts'
import { givingUpReads } from './giving-up-reads.ts'
import { connectionOf, type JournalPlace, placeOf } from './store/journal-place.ts'
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
