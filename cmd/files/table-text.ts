/** Text of a table that a spreadsheet program may have saved: UTF-8 where it is, else UTF-16, else Windows' code page. */
export function tableText(bytes: Uint8Array): string {
  const wide = wideOrder(bytes)
  if (wide !== null) return new TextDecoder(wide).decode(bytes)
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  try {
    return utf8.decode(bytes)
  } catch {
    // Excel on Windows saves in the system's code page.
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** Two bytes a character: by the mark in front, or by the empty half of each Latin character where a program left the mark out. */
function wideOrder(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes.length < 4) return null
  if (bytes[0] !== 0 && bytes[1] === 0 && bytes[3] === 0) return 'utf-16le'
  return bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0 ? 'utf-16be' : null
}
