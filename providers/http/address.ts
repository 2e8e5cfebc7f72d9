/** The address of a call: its path filled and its query, every value escaped, so that an id cannot become a path. */
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { codes } from './codes.ts'

export interface AddressValues {
  readonly path?: Readonly<Record<string, string>>
  /** What is undefined is left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>
}

/** Half of a character outside the basic plane: JSON can hold one alone, an address cannot. */
const halfCharacter = /\p{Surrogate}/gu

export function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => escaped(values[name] ?? ''))
}

/** `root` without a slash at its end. */
export function addressOf(
  root: string,
  path: string,
  { path: values = {}, query = {} }: AddressValues,
): string {
  const search = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escaped(String(value))}`)
    .join('&')
  return `${root}${fillPath(path, values)}${search === '' ? '' : `?${search}`}`
}

/** Why the call cannot be sent; null: it can. Whoever asked with another value in its place would take the answer for that of this one. */
export function notAddressable(who: string, { path = {}, query = {} }: AddressValues): Diagnostic | null {
  const [broken] = Object.entries({ ...query, ...path }).filter(
    ([, value]) => String(value).search(halfCharacter) !== -1,
  )
  return broken === undefined
    ? null
    : diagnose(codes.NOT_ADDRESSABLE, {
        detail: `${who}: the ${broken[0]} \`${String(broken[1]).replace(halfCharacter, '\uFFFD')}\` holds half a character. Nothing was sent.`,
      })
}

function escaped(value: string): string {
  return encodeURIComponent(value.replace(halfCharacter, '\uFFFD'))
}
