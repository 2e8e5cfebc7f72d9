/** A version 4 UUID from a given source of randomness (RFC 9562), for requests whose repetition need not be recognised later. */
export function randomUuid(random: () => number): string {
  const hex = Array.from({ length: 32 }, (_, position) => digit(random, position)).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function digit(random: () => number, position: number): string {
  const value = Math.floor(random() * 16)
  if (position === 12) return '4'
  return (position === 16 ? (value & 0x3) | 0x8 : value).toString(16)
}
