/** docs/credentials.md leads through the very steps that `login --check` lists: each place, permission and consent is written there. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type RegistrationStep, stepsOfApp, stepsOfUser } from '../../engine/doctor/registration.ts'
import type { DeclaredPartner, Desired } from '../../engine/model/desired.ts'
import { root } from '../support/example.ts'

const plain = (text: string) => text.replaceAll(/[`*]/g, '').replaceAll(/\s+/g, ' ')
const page = plain(readFileSync(join(root, 'docs', 'credentials.md'), 'utf8'))

const kinds = ['secret', 'certificate', 'federated'] as const
const partnerOf = (kind: (typeof kinds)[number], user: boolean) =>
  ({
    name: 'central',
    user: user ? { proof: { kind } } : null,
    app: { proof: { kind } },
  }) as unknown as DeclaredPartner // all that is read
const desired = { customers: [{ partner: 'central', admin: {} }], consolidations: [] } as unknown as Desired // a customer with `admin:`

const steps: readonly RegistrationStep[] = kinds.flatMap(kind => [
  ...stepsOfApp(partnerOf(kind, false), desired),
  ...stepsOfUser(partnerOf(kind, true), desired),
])

/** A place leads to the page by its parts, for the page says once where the app is. */
function missingParts({ where, command, permissions }: RegistrationStep): readonly string[] {
  const parts = (where ?? command ?? '')
    .replace('central', 'PARTNER')
    .split(/ > |; then | with |: (?=Yes|Grant|exclude|Admin)/)
  return [...parts, ...permissions.map(text => text.split(' ')[0] ?? '')].filter(
    part => !page.includes(plain(part)),
  )
}

it('names every place, permission and command of the checklist', () => {
  expect(steps.length).toBeGreaterThan(20)
  expect([...new Set(steps.flatMap(missingParts))]).toEqual([])
})

it('has each kind of step in it', () => {
  expect([...new Set(steps.map(({ name }) => name))].sort()).toEqual([
    'app known to Partner Center',
    'app registration',
    'device code allowed by policy',
    'member with a role',
    'multi-factor authentication',
    'permission for Microsoft Graph',
    'permission for Partner Center',
    'proof of the app',
    'public client flows',
    'refresh token',
    'service principal for Microsoft Graph',
  ])
})
