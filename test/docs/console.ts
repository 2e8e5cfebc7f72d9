/** Console blocks of a page: commands after `$ `, and what they answer. `…` stands for what is left out, in a line or as one. */

export interface Step {
  readonly command: string
  readonly answer: readonly string[]
}

export function stepsIn(text: string): readonly Step[] {
  const steps: { command: string; answer: string[] }[] = []
  for (const [, block = ''] of text.matchAll(/```console\n([\s\S]*?)```/g))
    for (const line of block.trimEnd().split('\n')) {
      if (line.startsWith('$ ')) steps.push({ command: line.slice(2), answer: [] })
      else steps.at(-1)?.answer.push(line)
    }
  return steps
}

/** Words, with double quotes around those that have blanks in them. */
export function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(match => match[1] ?? match[2] ?? '')
}

/** The first line of the page's answer that the real one does not have, in order; null: it has them all. */
export function missing(wanted: readonly string[], said: readonly string[]): string | null {
  let at = 0
  let mayskip = false
  for (const line of wanted) {
    if (line === '…') {
      mayskip = true
      continue
    }
    const parts = line
      .split('…')
      .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ {2,}/g, ' +'))
    const pattern = new RegExp(`^${parts.join('.*')}$`)
    const found = said.findIndex((one, position) => position >= at && pattern.test(one))
    if (found === -1 || (found > at && !mayskip)) return line
    at = found + 1
    mayskip = false
  }
  return mayskip || at >= said.length ? null : `(more: ${said[at]})`
}

/** What was printed, a line each, without blanks at the ends. */
export function linesOf(text: string): readonly string[] {
  return text.trimEnd() === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map(line => line.trimEnd())
}
