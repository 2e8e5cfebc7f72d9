import { hostname } from 'node:os'
import { join } from 'node:path'
import type { WorkspaceSettings } from '../../engine/model/desired.ts'
import type { JournalStore } from '../../engine/ports.ts'
import { createAzureBlobJournal } from '../../providers/journal/azure-blob.ts'
import { createFileJournal } from '../../providers/journal/file.ts'
import { createPostgresJournal } from '../../providers/journal/postgres.ts'
import { diagnosticsText } from '../report/diagnostics.ts'
import { resolveSecret } from '../secrets/resolve-secret.ts'
import type { Streams } from '../streams.ts'
import { wallClock } from '../terminal/wall-clock.ts'
import { hookedJournal } from '../test-hooks.ts'

/** The journal of a workspace, as its `journal:` setting says. A torn end that was dropped is told on stderr. */
export function journalOf(settings: WorkspaceSettings, place: JournalPlace): JournalStore {
  return hookedJournal(storeOf(settings, place), place.env)
}

interface JournalPlace {
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly streams: Pick<Streams, 'err'>
}

function storeOf(settings: WorkspaceSettings, { root, env, streams }: JournalPlace): JournalStore {
  const { journal } = settings
  if (journal.store !== 'file') {
    const connection = () => resolveSecret(journal.connection, { env, root })
    return journal.store === 'postgres'
      ? createPostgresJournal({ connection, wallClock })
      : createAzureBlobJournal({ connection, container: journal.container, wallClock })
  }
  return createFileJournal({
    folder: join(root, journal.path),
    pid: process.pid,
    host: hostname(),
    wallClock,
    warn: warning => streams.err(diagnosticsText([warning], new Map())),
  })
}
