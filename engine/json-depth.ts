/**
 * How deep JSON may be nested. The parser reads any depth, and whatever walks the value afterwards (a schema, a digest, a writer)
 * takes a stack frame per level and falls over.
 */
export const deepestJson = 200

const [quote, backslash] = [0x22, 0x5c]
const [openList, closeList, openMap, closeMap] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Of a text that may be JSON: whether it has more levels than anything we write or read. */
export function isTooDeep(text: string): boolean {
  let depth = 0
  let isInText = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (isInText) {
      if (code === backslash) at += 1
      else if (code === quote) isInText = false
    } else if (code === quote) isInText = true
    else if (code === openList || code === openMap) {
      depth += 1
      if (depth > deepestJson) return true
    } else if (code === closeList || code === closeMap) depth -= 1
  }
  return false
}
