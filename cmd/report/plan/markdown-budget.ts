/**
 * Markdown that fits a pull request comment: sections in the order of their weight, rows whole or not at all, and of what is left out
 * how much there is of each kind. A long section does not push the later ones out: each keeps a share.
 */

/** GitHub takes 65,536 characters in a comment; in bytes, with room for what a pipeline adds. */
const budgetBytes = 60_000
/** What a later section is kept, where it needs it. */
const shareBytes = 6_000
/** Room for the line that counts what is left out of a section. */
const countBytes = 400

export interface MarkdownSection {
  /** Headline and head of the table; said also when no row of it is. */
  readonly head: readonly string[]
  readonly rows: readonly MarkdownRow[]
  /** Folded away under this title, with the number of its rows; the reader opens it. */
  readonly folded?: string
}

export interface MarkdownRow {
  readonly text: string
  /** What it counts as where it is left out, e.g. `suspend`. */
  readonly kind: string
}

/** Sections without rows are left out. `whole`: where all of it is. */
export function withinBudget(
  top: readonly string[],
  sections: readonly MarkdownSection[],
  whole = '`tenantform show FILE` prints all of them.',
): string {
  const some = sections.filter(section => section.rows.length > 0)
  const lines = [...top]
  let room = budgetBytes - bytesOf(top)
  for (const [at, section] of some.entries()) {
    const later = some.slice(at + 1).reduce((sum, next) => sum + Math.min(shareBytes, sizeOf(next)), 0)
    const part = partOf(section, room - later, whole)
    room -= bytesOf(part)
    lines.push(...part)
  }
  return `${lines.join('\n').trimEnd()}\n`
}

function partOf(section: MarkdownSection, room: number, whole: string): readonly string[] {
  const { folded, rows, head } = section
  if (folded === undefined) return openPart(section, room, whole)
  const start = `<details><summary><b>${folded}</b> (${rows.length.toLocaleString('en')})</summary>`
  const end = '</details>'
  const within = openPart({ head, rows }, room - bytesOf([start, '', end, '']), whole)
  return [start, '', ...within, end, '']
}

function openPart(section: Omit<MarkdownSection, 'folded'>, room: number, whole: string): readonly string[] {
  const { head, rows } = section
  const lines = [...head]
  let left = room - bytesOf(head) - (sizeOf(section) <= room ? 0 : countBytes)
  let shown = 0
  for (const { text } of rows) {
    left -= bytesOf([text])
    if (left < 0) break
    lines.push(text)
    shown += 1
  }
  const kinds = new Map<string, number>()
  for (const { kind } of rows.slice(shown)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const counts = [...kinds].map(([kind, count]) => `${count.toLocaleString('en')} ${kind}`)
  return counts.length === 0
    ? [...lines, '']
    : [...lines, '', `Not shown here: ${counts.join(', ')}. ${whole}`, '']
}

/** Of the lines in which a section folds. */
const foldBytes = 80

function sizeOf({ head, rows, folded = '' }: MarkdownSection): number {
  const fold = folded === '' ? 0 : foldBytes + Buffer.byteLength(folded)
  return bytesOf(head) + bytesOf(rows.map(row => row.text)) + 2 + fold
}

function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
}
