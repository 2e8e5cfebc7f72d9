/** Which oddities of the real service are on (facts 19; E16, E24): as the World says, and as the control API changed it. */

import { asFields, type Fields } from './body-reader.ts'
import type { QuirkName, Quirks } from './quirk-settings.ts'
import { refuse } from './refusal.ts'
import type { Service } from './service.ts'

/** All that are on or off; a record, so that none is forgotten. */
const switches = {
  bom: true,
  strayText: true,
  v1Links: true,
  absoluteLinks: true,
  tokenInLinkOnly: true,
  numericCodes: true,
  doubledHeaders: true,
  missingItems: true,
  missingKeys: true,
  envelopes: true,
  otherCase: true,
  emptyEtags: true,
  pascalCase: true,
  quotedNumbers: true,
  linkedManifests: true,
  nullBodies: true,
  crlf: true,
  dailyAvailabilities: true,
  variedStrangers: true,
  extraPage: true,
  repeatedCustomers: true,
  listConflicts: true,
  lateOrders: true,
  lateSubscriptions: true,
  softNotFound: true,
  dayAfterEnds: true,
  cutActivity: true,
  mixedWords: true,
  oddDates: true,
  otherBodyConflicts: true,
  zeroWidth: true,
  emptyDates: true,
  otherNames: true,
  capitalProductType: true,
  oddActions: true,
  customerBudgets: true,
  lineRounding: true,
  staleIs412: true,
} as const satisfies Record<QuirkName, true>
const names = Object.keys(switches)

/** Only where they are written by their name: clients that read property names to the letter see another kind of product. */
const apart: ReadonlySet<string> = new Set(['capitalProductType'] satisfies readonly QuirkName[])

/** With `all`, half of the patches are answered 202. */
const shareOfAll = 0.5

export function writtenQuirks(service: Service): Quirks {
  return service.store.quirks.get('quirks')?.written ?? service.settings.quirks
}

export function isOn(service: Service, name: QuirkName): boolean {
  const written = writtenQuirks(service)
  return written[name] ?? (written.all === true && !apart.has(name))
}

const lateness = {
  orderListDelay: { quirk: 'lateOrders', duration: 'PT15M' },
  provisioningDelay: { quirk: 'lateSubscriptions', duration: 'PT2M' },
} as const

/** How long a purchase takes to show: as the World says, or as late as the real service may be. */
export function delayOf(service: Service, name: keyof typeof lateness): string {
  const { quirk, duration } = lateness[name]
  const written = service.world.settings?.[name]
  return written ?? (isOn(service, quirk) ? duration : service.settings[name])
}

/** The share of patches that happen later. */
export function asyncShare(service: Service): number {
  const { asyncPatch, all } = writtenQuirks(service)
  return Number(asyncPatch ?? (all === true ? shareOfAll : 0))
}

export const repeatForms = ['result', 'submitted', 'processing'] as const

/** What a checkout that was carried out answers when it comes again. */
export function checkoutRepeats(service: Service): (typeof repeatForms)[number] {
  const { checkoutRepeats: written, all } = writtenQuirks(service)
  return written ?? (all === true ? 'processing' : 'result')
}

/** Whether resources carry fields nobody knows. */
export function hasUnknownFields(service: Service): boolean {
  const { unknownValues, all } = writtenQuirks(service)
  return Array.isArray(unknownValues) || (unknownValues ?? all === true)
}

/** Whether this customer's resources carry words that change what they mean. */
export function hasUnknownWords(service: Service, customer: string): boolean {
  const { unknownValues } = writtenQuirks(service)
  const isListed =
    Array.isArray(unknownValues) && unknownValues.some(tenantId => tenantId.toLowerCase() === customer)
  return isListed || service.store.customers.get(customer)?.unknownValues === true
}

export function effectiveQuirks(service: Service): Readonly<Record<string, unknown>> {
  return {
    ...Object.fromEntries(names.map(name => [name, isOn(service, name as QuirkName)])), // keys of `switches`
    asyncPatch: asyncShare(service),
    checkoutRepeats: checkoutRepeats(service),
    unknownValues: writtenQuirks(service).unknownValues ?? hasUnknownFields(service),
  }
}

/** POST /sandbox/quirks: what is written counts from now on, `null` goes back to what `all` says. */
export function changeQuirks(service: Service, value: unknown): void {
  const fields = asFields(value, 'The body')
  const written: Record<string, unknown> = { ...writtenQuirks(service) }
  for (const [name, wanted] of Object.entries(fields)) {
    if (!isRight(name, wanted))
      throw refuse(400, 2000, `The quirk ${name} cannot be ${JSON.stringify(wanted)}.`)
    if (wanted === null) delete written[name]
    else written[name] = wanted
  }
  service.store.quirks.put({ written: written as Quirks }) // isRight looked at every entry
}

function isRight(name: string, wanted: Fields[string]): boolean {
  if (name === 'asyncPatch')
    return (
      wanted === null ||
      typeof wanted === 'boolean' ||
      (typeof wanted === 'number' && wanted >= 0 && wanted <= 1)
    )
  if (name === 'checkoutRepeats') return wanted === null || repeatForms.some(form => form === wanted)
  const isSwitch = wanted === null || typeof wanted === 'boolean'
  if (name === 'unknownValues')
    return isSwitch || (Array.isArray(wanted) && wanted.every(entry => typeof entry === 'string'))
  return isSwitch && (name === 'all' || names.includes(name))
}
