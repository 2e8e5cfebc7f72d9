/** What parts the cells of a text: said by its first line `sep=;`, which is a spreadsheet's own, or seen in its headers. */

/** The one that stands most often in the first line, outside of quotes. */
export function delimiterOf(text: string): string {
  const line = /[^\r\n;,\t|]+[^\r\n]*/.exec(text.replace(/^\uFEFF/, ''))?.[0] ?? ''
  const bare = line.replace(/"[^"]*"/g, '')
  const count = (mark: string) => bare.split(mark).length - 1
  return [',', ';', '\t', '|'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

/** null: the text does not say it. */
export function saidDelimiter(text: string): string | null {
  return /^\uFEFF?"?sep=(.)"?\r?\n/i.exec(text)?.[1] ?? null
}
