import { hostname } from 'node:os'
import { join } from 'node:path'
import type { WorkspaceSettings } from '../engine/model/desired.ts'
import type { JournalStore } from '../engine/ports.ts'
import { createFileJournal } from '../providers/journal/file.ts'
import { wallClock } from './terminal/wall-clock.ts'

/** The journal of a workspace, as its `journal:` setting says. */
export function journalOf(settings: WorkspaceSettings, root: string): JournalStore {
  return createFileJournal({
    folder: join(root, settings.journal.path),
    pid: process.pid,
    host: hostname(),
    wallClock,
  })
}
