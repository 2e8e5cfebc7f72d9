/** Words the service has for a subscription that is not running. Any other word, also one nobody knows, may mean that it is. */
const off = new Set<string>(['suspended', 'expired', 'disabled', 'deleted'])

export function isOff(status: string): boolean {
  return off.has(status)
}
