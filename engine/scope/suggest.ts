/** "Did you mean": the nearest of the known words, if it is near enough. */
export function suggest(word: string, known: readonly string[]): string | null {
  let best: { readonly word: string; readonly distance: number } | null = null
  for (const candidate of known.slice(0, mostCompared)) {
    const most = Math.max(1, Math.floor(candidate.length / 3))
    // Words are at least as far apart as their lengths, and comparing long ones letter by letter takes long.
    if (candidate.length > longestCompared || Math.abs(word.length - candidate.length) > most) continue
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance <= most && (best === null || distance < best.distance)) best = { word: candidate, distance }
  }
  return best?.word ?? null
}

/** Ends a sentence that says what is not known: with a question where a known word is near, and there without a full stop behind it. */
export function orMeant(near: string | null, quote = '`'): string {
  return near === null ? '.' : `; did you mean ${quote}${near}${quote}?`
}

/** Thousands of mistakes beside thousands of names would take minutes, and nobody reads that many suggestions. */
const mostCompared = 500
const longestCompared = 100

/** Letters put in, left out, changed, or two of them swapped: the commonest slip. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, position) => position)
  let before: readonly number[] = []
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= right.length; j += 1) {
      const replace = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]
      const swap = isSwap ? (before[j - 2] ?? 0) + 1 : replace
      next.push(Math.min(replace, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[right.length] ?? 0
}
