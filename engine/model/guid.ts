/** The form of the service's ids. */
const guid = /^[({]?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})[)}]?$/i
const asWritten = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** As the service and documents write it, in either letter case. */
export function isGuid(text: string): boolean {
  return asWritten.test(text)
}

/** A GUID as the service writes it: databases and scripts put it in braces or leave its dashes out. null: something else. */
export function guidIn(text: string): string | null {
  const parts = guid.exec(text.trim())
  return parts === null ? null : parts.slice(1).join('-')
}
