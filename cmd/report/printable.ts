/** Names come from tenants and documents: control characters and escape sequences must not reach a terminal. Tabs stay. */
export function printable(text: string): string {
  let safe = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const isControl =
      (code < 0x20 && code !== 0x09) ||
      (code >= 0x7f && code < 0xa0) ||
      (code >= 0x202a && code <= 0x202e) ||
      (code >= 0x2066 && code <= 0x2069)
    safe += isControl ? '\uFFFD' : character
  }
  return safe
}
