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
 * carry the beginning of their tenant id, so that no name depends on who came first.
 */
export function customerPaths(customers: readonly NamedCustomer[]): readonly string[] {
  const names = customers.map(entry => plainName(entry))
  const count = new Map<string, number>()
  for (const [position, name] of names.entries()) {
    const key = `${customers[position]?.partner}/${name}`
    count.set(key, (count.get(key) ?? 0) + 1)
  }
  return customers.map((entry, position) => {
    const name = names[position] ?? ''
    const isShared = (count.get(`${entry.partner}/${name}`) ?? 0) > 1
    const file = name === '' || isShared || devices.test(name) ? `${name}-${entry.tenant.slice(0, 8)}` : name
    return `customers/${entry.partner}/${file.replace(/^-/, '')}.yaml`
  })
}

function plainName({ domain, name }: NamedCustomer): string {
  const [first = ''] = domain.split('.')
  return slug(first) || slug(name)
}
