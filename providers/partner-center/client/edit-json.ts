/**
 * One edit in a JSON text, the rest of it untouched to the letter: a number with more digits than ours, or an escape of theirs, goes
 * back as it came (Q20). The text has been parsed before, so it is known to be an object of JSON.
 */

interface Member {
  /** The key as it stands there, quotes included. */
  readonly key: string
  readonly value: string
}

/** Sets members of the outermost object by exact name, adds those it does not have, and takes those out that are undefined. */
export function withMembers(source: string, fields: Readonly<Record<string, unknown>>): string {
  const there = membersOf(source)
  const names = new Set(there.map(nameOf))
  const kept = there.flatMap(member => {
    const name = nameOf(member)
    if (!Object.hasOwn(fields, name)) return [member]
    return written(member.key, fields[name])
  })
  const added = Object.entries(fields).flatMap(([name, value]) =>
    names.has(name) ? [] : written(JSON.stringify(name), value),
  )
  return `{${[...kept, ...added].map(({ key, value }) => `${key}:${value}`).join(',')}}`
}

function nameOf({ key }: Member): string {
  return String(JSON.parse(key))
}

function written(key: string, value: unknown): readonly Member[] {
  return value === undefined ? [] : [{ key, value: JSON.stringify(value) }]
}

function membersOf(source: string): readonly Member[] {
  const members: Member[] = []
  let at = source.indexOf('{') + 1
  for (;;) {
    const keyStart = source.indexOf('"', at)
    if (keyStart < 0) return members
    const keyEnd = endOfValue(source, keyStart)
    const valueStart = source.indexOf(':', keyEnd) + 1
    const valueEnd = endOfValue(source, valueStart)
    members.push({
      key: source.slice(keyStart, keyEnd),
      value: source.slice(valueStart, valueEnd).trim(),
    })
    at = valueEnd
  }
}

/** Where the value ends that begins at, or after blanks behind, `from`: at a comma or closing bracket of the level it stands on. */
function endOfValue(source: string, from: number): number {
  let depth = 0
  for (let at = from; at < source.length; at += 1) {
    const sign = source[at]
    if (sign === '"') {
      at = endOfText(source, at) - 1
      if (depth === 0) return at + 1
    } else if (sign === '{' || sign === '[') depth += 1
    else if (sign === '}' || sign === ']') {
      if (depth === 0) return at
      depth -= 1
      if (depth === 0) return at + 1
    } else if (sign === ',' && depth === 0) return at
  }
  return source.length
}

/** Behind the closing quote of the text that begins at `from`. */
function endOfText(source: string, from: number): number {
  for (let at = from + 1; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1
    else if (source[at] === '"') return at + 1
  }
  return source.length
}
