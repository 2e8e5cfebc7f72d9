/** `admin:` of a Partner holds for its customers, key by key; every mistake in it is told at its place, all at once. */
import { expect, it } from 'vitest'
import { loadWorkspace } from '../../../../engine/load/load-workspace.ts'

const group = '0f8a0000-0000-4000-8000-0000000000a1'
const readers = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b'
const licences = '4d6ac14f-3453-41d0-bef9-a3e0c569773a'

const partner = (admin: string, more = '') =>
  `apiVersion: tenantform/v1
kind: Partner
name: central
tenantId: 7d3a0c5e-0000-4000-8000-00000000aa01
${more}admin:
${admin}`
const customer = (admin: string) =>
  `---
apiVersion: tenantform/v1
kind: Customer
partner: central
customer: { tenantId: 3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001, name: Rossi }
${admin}`

function load(...documents: readonly string[]) {
  const { workspace, diagnostics } = loadWorkspace({
    files: [{ path: 'a.yaml', text: documents.join('') }],
    readAttachment: () => undefined,
  })
  return {
    admin: workspace?.desired.customers.map(entry => entry.admin),
    told: diagnostics.map(({ code, at, detail }) => `${at?.line}:${at?.column} ${code} ${detail}`),
  }
}

it('a customer takes over what its partner asks for', () => {
  const wanted = load(
    partner(`  roles: [license-administrator, ${readers.toUpperCase()}]
  groups: { ${group.toUpperCase()}: [directory-readers] }
  autoExtend: true
  endInSources: acknowledged
`),
    customer(''),
  )
  expect(wanted).toEqual({
    admin: [
      {
        roles: [licences, readers],
        groups: [{ group, roles: [readers], at: expect.objectContaining({ line: 7 }) }],
        duration: 'P730D',
        autoExtend: true,
        endInSources: true,
        at: expect.objectContaining({ line: 6 }),
      },
    ],
    told: [],
  })
})

it('each key of a customer replaces that of its partner, and `wanted: false` asks for nothing', () => {
  const roles = '  roles: [directory-readers]\n'
  expect(load(partner(roles), customer('admin: { duration: P90D, roles: [global-reader] }\n'))).toEqual({
    admin: [
      {
        roles: ['f2ef992c-3afb-46b9-b7cf-a126ee74c451'],
        groups: [],
        duration: 'P90D',
        autoExtend: null,
        endInSources: false,
        at: expect.objectContaining({ line: 12 }),
      },
    ],
    told: [],
  })
  expect(load(partner(roles), customer('admin: { wanted: false }\n'))).toEqual({
    admin: [undefined],
    told: [],
  })
})

it('all mistakes are told at once, each at its place and once', () => {
  const { told } = load(
    partner(
      `  roles: [directory-reader, global-administrator, ${readers}, directory-readers]
  groups:
    ${group}: [directory-readers, license-administrator]
    not-a-guid: [directory-readers]
    ${group.toUpperCase()}: [directory-readers]
  duration: P731D
  autoExtend: true
`,
      'cloud: china\n',
    ),
    customer('admin: { rolls: [x] }\n'),
    customer('admin: { roles: [global-reader] }\n').replace('f001', 'f002'),
  )
  expect(told).toEqual([
    '7:3 DOCUMENT.ADMIN_NOT_IN_CLOUD central is in the cloud of 21Vianet.',
    '7:11 DOCUMENT.UNKNOWN_ROLE `directory-reader` is neither the name of a role nor a template id; did you mean `directory-readers`?',
    '7:89 DOCUMENT.DUPLICATE directory-readers is listed twice.',
    `9:63 DOCUMENT.ROLE_NOT_ASKED The group ${group} is to hold license-administrator, which the relationship does not ask for.`,
    '10:5 DOCUMENT.WRONG_FORM `not-a-guid` is no object id of a security group.',
    `11:5 DOCUMENT.DUPLICATE The group ${group} is listed twice.`,
    '12:13 DOCUMENT.WRONG_FORM `admin.duration` is P731D; it must match pattern "^P([1-9]|[1-9][0-9]|[1-6][0-9]{2}|7[0-2][0-9]|730)D$".',
    '13:15 DOCUMENT.EXTENDS_GLOBAL The service does not extend a relationship that holds global-administrator.',
    '19:10 DOCUMENT.UNKNOWN_KEY `admin` has no key `rolls`; did you mean `roles`?',
    `25:17 DOCUMENT.ROLE_NOT_ASKED The group ${group} is to hold directory-readers, which the relationship does not ask for.`,
    `25:17 DOCUMENT.ROLE_NOT_ASKED The group ${group} is to hold license-administrator, which the relationship does not ask for.`,
  ])
})
