/** What a screen must not do to its lines. */
import stringWidth from 'string-width'

/** A command is not broken, nor an address: a terminal does that, and they can be copied and opened. */
export function tooWide(text: string, columns: number): readonly string[] {
  return text.split('\n').filter(line => stringWidth(line) > columns && !/`|tenantform |https:/.test(line))
}

/** Ids that stand over the end of a line. */
export function brokenIds(text: string): readonly string[] {
  const id = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
  const whole = new Set(text.match(id))
  return (text.replaceAll(/\n */g, '').match(id) ?? []).filter(found => !whole.has(found))
}
