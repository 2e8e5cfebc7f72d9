import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The nearest folder at or above this absolute one that holds `.git`; null: none does. */
export function repositoryTop(folder: string): string | null {
  for (let top = folder; ; top = dirname(top)) {
    if (existsSync(join(top, '.git'))) return top
    if (dirname(top) === top) return null
  }
}
