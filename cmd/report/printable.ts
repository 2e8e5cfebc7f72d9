/** Names come from tenants and documents: control characters, escape sequences and what cannot be seen must not reach a terminal. Tabs stay. */
export function printable(text: string): string {
  let safe = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const isControl =
      (code < 0x20 && code !== 0x09) ||
      (code >= 0x7f && code < 0xa0) ||
      // Marks of direction, line separators and what has no width; joiners stay, scripts need them.
      code === 0x061c ||
      code === 0x200b ||
      code === 0x200e ||
      code === 0x200f ||
      (code >= 0x2028 && code <= 0x202e) ||
      (code >= 0x2060 && code <= 0x2064) ||
      code === 0xfeff ||
      (code >= 0x2066 && code <= 0x2069)
    safe += isControl ? '\uFFFD' : character
  }
  return safe
}
