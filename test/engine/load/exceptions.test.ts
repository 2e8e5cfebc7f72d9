/** An exception for a rule that is nowhere lets nothing pass; whoever wrote it is told when the documents are read. */
import { describe, expect, it } from 'vitest'
import { loadWorkspace } from '../../../engine/load/load-workspace.ts'

const policy =
  'kind: Policy\nname: guards\nrules:\n  - { id: seats-sane, scope: apply, deny: { customersOver: 4 } }\n'
const exceptionFor = (rule: string) =>
  `kind: Workspace\nexceptions:\n  - { rule: ${rule}, scope: "*", reason: agreed, until: "2026-12-11" }\n`

function told(...documents: readonly string[]): readonly string[] {
  const text = documents.map(document => `apiVersion: tenantform/v1\n${document}`).join('---\n')
  const { diagnostics } = loadWorkspace({
    files: [{ path: 'a.yaml', text }],
    readAttachment: () => undefined,
  })
  return diagnostics.map(({ code, at, detail }) => `${at?.line}:${at?.column} ${code} ${detail}`)
}

it.each(['guards/seats-sane', 'seats-sane'])('names its rule as %s', rule => {
  expect(told(policy, exceptionFor(rule))).toEqual([])
})

it.each([
  ['guards/seat-sane', '; did you mean `guards/seats-sane`?'],
  ['seats-sain', '; did you mean `seats-sane`?'],
  ['other/seats-sane', '; did you mean `guards/seats-sane`?'],
  ['money', '.'],
])('that names %s, which no Policy has, is told at its line', (rule, end) => {
  expect(told(policy, exceptionFor(rule))).toEqual([
    `10:13 DOCUMENT.UNKNOWN_RULE No Policy document has a rule \`${rule}\`${end}`,
  ])
})

it('is no second mistake beside a Policy that is too wrong to be used', () => {
  expect(told('kind: Policy\nname: guards\nrules: none\n', exceptionFor('guards/seats-sane'))).toEqual([
    expect.stringMatching(/^4:8 DOCUMENT\.WRONG_TYPE /),
  ])
})

const asking =
  'kind: Policy\nname: guards\nrules:\n  - { id: seats-sane, scope: apply, needsApproval: { customersOver: 4 } }\n'
const line = (facts: string) =>
  `kind: Workspace\nexceptions:\n  - { rule: seats-sane, reason: agreed, until: "2026-12-11", ${facts} }\n`

describe('a line that can have no effect is warned about at its place:', () => {
  it('an exception for a rule that asks for an approval', () => {
    expect(told(asking, line('scope: "*", kind: exception'))).toEqual([
      '10:80 DOCUMENT.EXCEPTION_IDLE `seats-sane` denies nothing, it asks for an approval, which an exception is not.',
    ])
    for (const facts of ['scope: "*", kind: approval', 'scope: "*"'])
      expect(told(asking, line(facts))).toEqual([])
    expect(told(policy, line('scope: "*", kind: exception'))).toEqual([])
  })

  const partner = (name: string) =>
    `kind: Partner\nname: ${name}\ntenantId: 7d3a0c5e-0000-4000-8000-0000000000${name === 'central' ? 'aa' : 'bb'}\nmarkets: [IT]\ncredentials: { app: { clientId: "env:A", clientSecret: "env:B" } }\n`
  const customer =
    'kind: Customer\npartner: central\nlabels: [pilot]\ncustomer: { tenantId: 3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001, domain: a.example, name: A }\n'
  const moving = (waves: string) =>
    `kind: Consolidation\nname: emea\nto: central\nfrom: [italy]\nirreversible: acknowledged\nwaves: [${waves}]\n`
  const base = [partner('central'), partner('italy'), customer]
  const wave = '{ name: first, customers: { labels: [pilot] } }'

  it.each([
    ['frist', '; did you mean `first`?'],
    ['3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f002', '; did you mean `3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001`?'],
    ['nobody', '.'],
  ])('the scope %s', (scope, end) => {
    expect(told(...base, moving(wave), policy, line(`scope: ${scope}`))).toEqual([
      `38:69 DOCUMENT.SCOPE_UNKNOWN No customer, wave or consolidation is \`${scope}\`${end}`,
    ])
  })

  it.each(['first', 'rest', 'emea', '3D6F0C5E-1111-4A52-9C1B-0AA1D7C2F001'])(
    'but not the scope %s',
    scope => {
      expect(told(...base, moving(wave), policy, line(`scope: ${scope}`))).toEqual([])
    },
  )

  it('labels and tenants of a wave that no customer has', () => {
    const waves = [
      '{ name: first, customers: { labels: [pilt, pilot] } }',
      '{ name: second, customers: { tenants: [3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f009, 3D6F0C5E-1111-4A52-9C1B-0AA1D7C2F001] } }',
    ]
    expect(told(...base, moving(waves.join(', ')))).toEqual([
      '27:46 DOCUMENT.WAVE_OF_NOBODY Wave `first`: no customer of central has the label `pilt`; did you mean `pilot`?',
      '27:103 DOCUMENT.WAVE_OF_NOBODY Wave `second`: no Customer document is about 3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f009; did you mean `3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001`?',
    ])
  })

  it('and nothing of it while a document is broken, which may hold what is named', () => {
    expect(
      told(...base, moving(wave), policy, line('scope: firs'), 'kind: Customer\npartner: central\n'),
    ).toEqual(expect.not.arrayContaining([expect.stringContaining('SCOPE_UNKNOWN')]))
  })
})
