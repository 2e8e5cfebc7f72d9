/** Times that pass, in words: the two largest units, since nobody plans by the rest. */
const seconds = { name: 's', ms: 1_000 } as const
const units = [
  { name: 'day', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  seconds,
] as const

/** `1 h 22 min`, `2 days 3 h`, `45 s`, `0 s`. */
export function durationText(ms: number): string {
  const first = units.findIndex(unit => ms >= unit.ms)
  const large = units[first] ?? seconds
  const small = (first < 0 ? undefined : units[first + 1]) ?? seconds
  // Rounded before it is taken apart: 59 min 60 s is no time.
  const rounded = Math.round(ms / small.ms) * small.ms
  if (rounded > ms && units.some(unit => unit.ms > large.ms && rounded >= unit.ms))
    return durationText(rounded)
  const parts = [partOf(Math.floor(rounded / large.ms), large.name)]
  const rest = rounded % large.ms
  return [...parts, ...(rest === 0 ? [] : [partOf(rest / small.ms, small.name)])].join(' ')
}

function partOf(count: number, unit: string): string {
  return `${count} ${unit === 'day' && count !== 1 ? 'days' : unit}`
}
