/** Exact fractions: money is never a floating-point number here. The denominator is positive and the terms are reduced. */
export interface Fraction {
  readonly n: bigint
  readonly d: bigint
}

export const zero: Fraction = { n: 0n, d: 1n }

export function fraction(n: bigint | number, d: bigint | number = 1n): Fraction {
  const [top, bottom] = [BigInt(n), BigInt(d)]
  if (bottom === 0n) throw new RangeError('a fraction over 0')
  const sign = bottom < 0n ? -1n : 1n
  const divisor = common(top < 0n ? -top : top, bottom * sign)
  return { n: (top * sign) / divisor, d: (bottom * sign) / divisor }
}

function common(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x === 0n ? 1n : x
}

/** Reads `-12.50` to the last digit; anything but a plain decimal number is refused. */
export function parseDecimal(text: string): Fraction {
  const parts = /^(-?)(\d+)(?:[.](\d+))?$/.exec(text)
  if (parts === null) throw new RangeError(`no decimal number: ${text}`)
  const digits = parts[3] ?? ''
  const size = BigInt(`${parts[2]}${digits}`)
  return fraction(parts[1] === '-' ? -size : size, 10n ** BigInt(digits.length))
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.d + b.n * a.d, a.d * b.d)
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, negative(b))
}

export function times(a: Fraction, b: Fraction | number): Fraction {
  return typeof b === 'number' ? fraction(a.n * BigInt(b), a.d) : fraction(a.n * b.n, a.d * b.d)
}

export function negative(a: Fraction): Fraction {
  return { n: -a.n, d: a.d }
}

export function total(all: Iterable<Fraction>): Fraction {
  let sum = zero
  for (const one of all) sum = plus(sum, one)
  return sum
}

export function equal(a: Fraction, b: Fraction): boolean {
  return a.n === b.n && a.d === b.d
}

export function absolute(a: Fraction): Fraction {
  return a.n < 0n ? negative(a) : a
}

export function isLess(a: Fraction, b: Fraction): boolean {
  return a.n * b.d < b.n * a.d
}
