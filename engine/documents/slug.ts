/** Names of people's making as handles and file names: letters and digits of any script, words joined by dashes. */

const longest = 60
/** Names that are devices on Windows, with any ending. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/

/** Empty when nothing of the text can be kept. */
export function slug(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+/, '')
    .slice(0, longest)
    .replace(/-+$/, '')
}

export interface NamedCustomer {
  readonly partner: string
  readonly tenant: string
  readonly domain: string
  readonly name: string
}

/**
 * A path per customer, `customers/PARTNER/NAME.yaml`, named after the domain's first part. Two that would have the same name both
 * carry the beginning of their tenant id, so that no name depends on who came first; all of it where that is not enough.
 */
export function customerPaths(customers: readonly NamedCustomer[]): readonly string[] {
  const plain = customers.map(entry => plainName(entry))
  const sharedPlain = sharedIn(customers.map(({ partner }, position) => `${partner}/${plain[position]}`))
  const short = customers.map((entry, position) => {
    const name = plain[position] ?? ''
    const isAlone = name !== '' && !sharedPlain(position) && !devices.test(name)
    return isAlone ? name : joined(name, entry.tenant.slice(0, 8))
  })
  const sharedShort = sharedIn(customers.map(({ partner }, position) => `${partner}/${short[position]}`))
  return customers.map((entry, position) => {
    const file = sharedShort(position) ? joined(plain[position] ?? '', entry.tenant) : short[position]
    return `customers/${entry.partner}/${file}.yaml`
  })
}

/** A tenant's id comes from the service: it becomes a name like any other. */
function joined(name: string, tenant: string): string {
  const id = slug(tenant)
  if (name !== '') return `${name}-${id}`
  return id === '' || devices.test(id) ? `customer-${id}` : id
}

/** Discs that do not tell upper case from lower compare in upper case, where `ς` and `σ` are one. */
function sharedIn(names: readonly string[]): (position: number) => boolean {
  const folded = names.map(name => name.toUpperCase().normalize('NFC'))
  const count = new Map<string, number>()
  for (const name of folded) count.set(name, (count.get(name) ?? 0) + 1)
  return position => (count.get(folded[position] ?? '') ?? 0) > 1
}

function plainName({ domain, name }: NamedCustomer): string {
  const [first = ''] = domain.split('.')
  return slug(first) || slug(name)
}
