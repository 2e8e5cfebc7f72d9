/**
 * Delegated administration through the built command, from the invitation to the end of the old account's relationships: as the documents of
 * the example declare it, and as `import --admin` writes it from what is there.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Plan } from '../../engine/plan/plan.ts'
import { tenantform } from '../support/built-command.ts'
import { copyExample } from '../support/example.ts'
import { violationsOf } from '../support/schemas.ts'

const customers = {
  'Forno Lucchesi': '5b0b0c5e-0000-4000-8000-0000000000c1',
  'Studio Danieli': '5b0b0c5e-0000-4000-8000-0000000000c2',
  'Pasticceria Orsi': '5b0b0c5e-0000-4000-8000-0000000000c3',
}
const [lucchesi, danieli, orsi] = Object.values(customers) as [string, string, string]
const [licenceDesk, supportDesk] = [
  '3c3c0000-0000-4000-8000-0000000000d1',
  '3c3c0000-0000-4000-8000-0000000000d2',
]
const [readers, licences, support] = [
  '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  'f023fd81-a637-4b56-95fd-791ac0226033',
]

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-admin-'))
  return () => rmSync(home, { recursive: true, force: true })
})

function workspaceOf(name: string) {
  const folder = join(home, name)
  copyExample('delegated-administration', folder)
  async function run(...args: readonly string[]): Promise<string> {
    const { code, out, err } = await tenantform([...args, '-q'], { cwd: folder })
    expect({ args, code, said: code === 0 ? '' : err }).toEqual({ args, code: 0, said: '' })
    return out
  }
  const plan = async (): Promise<Plan> => JSON.parse(await run('plan', '--sandbox', '--format', 'json'))
  return {
    folder,
    run,
    plan,
    apply: () => run('apply', '--sandbox', '--auto-approve', '--allow-irreversible'),
    /** The customers' administrators do what their mails ask for. */
    async yes() {
      await run('sandbox', 'accept', 'central-emea', orsi)
      for (const customer of [lucchesi, danieli, orsi])
        expect(
          violationsOf('Sandbox', JSON.parse(await run('sandbox', 'approve', 'central-emea', customer))),
        ).toEqual([])
      await run('sandbox', 'advance', 'PT5M')
    },
    async relationships() {
      const state = JSON.parse(await run('sandbox', 'state')) as {
        delegatedAdmin: { relationships: readonly Relationship[] }
      }
      return state.delegatedAdmin.relationships.map(
        ({ partner, name, status, assignments }) =>
          [
            `${partner}: ${name} ${status}`,
            ...assignments.map(
              ({ group, roles, status }) => `${group} ${status} ${[...roles].sort().join(' ')}`,
            ),
          ] as const,
      )
    },
  }
}

interface Relationship {
  readonly partner: string
  readonly name: string
  readonly status: string
  readonly assignments: readonly {
    readonly group: string
    readonly status: string
    readonly roles: readonly string[]
  }[]
}

/** By customer, the steps of delegated administration in the order in which they may be carried out. */
function stepsOf(plan: Plan) {
  return Object.fromEntries(
    Object.entries(customers).map(([name, tenant]) => [
      name,
      actionsOf(plan, tenant).map(action => action.kind),
    ]),
  )
}

function actionsOf(plan: Plan, tenant: string) {
  return plan.actions.filter(action => 'customer' in action && action.customer === tenant)
}

const nothing = { 'Forno Lucchesi': [], 'Studio Danieli': [], 'Pasticceria Orsi': [] }
const counters = (tenant: string, counter: number) => `central-emea ${tenant.replaceAll('-', '')} ${counter}`

const atTheEnd = [
  ['italy: italy lucchesi terminated', `3c3c0000-0000-4000-8000-0000000000d9 active ${readers}`],
  ['italy: italy danieli terminated'],
  ['italy: MLT_danieli active'],
  ['italy: italy orsi terminated'],
  [
    `central-emea: ${counters(orsi, 1)} active`,
    `${licenceDesk} active ${[licences, readers].sort().join(' ')}`,
    `${supportDesk} active ${[readers, support].sort().join(' ')}`,
  ],
  [
    `central-emea: ${counters(lucchesi, 1)} active`,
    `${licenceDesk} active ${[licences, readers].sort().join(' ')}`,
    `${supportDesk} active ${[readers, support].sort().join(' ')}`,
  ],
  [
    `central-emea: ${counters(danieli, 1)} active`,
    `${licenceDesk} active ${[licences, readers].sort().join(' ')}`,
  ],
]

describe('delegated administration', () => {
  it('goes from the invitation to its groups and the end of the old one, and then nothing is left', async () => {
    const { run, plan, apply, yes, relationships } = workspaceOf('declared')
    const mails = JSON.parse(await run('invite', '--sandbox', '--no-mark', '--format', 'json')) as {
      invitations: readonly { name: string; link: string | null; adminLink: string | null; text: string }[]
    }
    expect(
      mails.invitations.map(({ name, link, adminLink, text }) => ({
        name,
        links: [link, adminLink].filter(found => found !== null && text.includes(found)).length,
      })),
    ).toEqual([
      { name: 'Forno Lucchesi', links: 1 },
      { name: 'Studio Danieli', links: 1 },
      { name: 'Pasticceria Orsi', links: 2 },
    ])
    // Asking again makes nothing twice.
    await run('invite', '--sandbox', '--no-mark')
    expect((await relationships()).map(([name]) => name).filter(name => name.startsWith('central'))).toEqual([
      `central-emea: ${counters(orsi, 1)} approvalPending`,
      `central-emea: ${counters(lucchesi, 1)} approvalPending`,
      `central-emea: ${counters(danieli, 1)} approvalPending`,
    ])

    await yes()
    const made = await plan()
    const move = ['subscription.create', 'gate.customer', 'subscription.suspend']
    expect(stepsOf(made)).toEqual({
      'Forno Lucchesi': ['admin.assign', 'admin.assign', ...move, 'admin.end'],
      'Studio Danieli': ['admin.assign', ...move, 'admin.end'],
      'Pasticceria Orsi': ['admin.assign', 'admin.assign', ...move, 'admin.end'],
    })
    // The old one ends after everything that is sent for its customer.
    for (const tenant of Object.values(customers)) {
      const own = actionsOf(made, tenant)
      const others = own.filter(({ kind }) => kind !== 'admin.end' && kind !== 'gate.customer')
      expect(own.flatMap(action => (action.kind === 'admin.end' ? [...action.after].sort() : []))).toEqual(
        others.map(({ id }) => id).sort(),
      )
    }
    await apply()
    await run('sandbox', 'advance', 'PT2M')
    expect(await relationships()).toEqual(atTheEnd)
    expect(stepsOf(await plan())).toEqual(nothing)
    expect(await run('drift', '--sandbox')).toContain('0 drifted')
  })

  it('is the same where the documents come from an import', async () => {
    const { folder, run, plan, apply, yes, relationships } = workspaceOf('imported')
    rmSync(join(folder, 'customers'), { recursive: true })
    await run('import', '--consolidation', 'italy-2026', '--sandbox')
    const own = join(folder, 'customers', 'central-emea')
    expect(readdirSync(own)).toHaveLength(3)
    await run('invite', '--sandbox', '--no-mark')
    await yes()
    await apply()
    expect(stepsOf(await plan())).toEqual(nothing)
    expect((await relationships()).at(-1)).toEqual([
      `central-emea: ${counters(danieli, 1)} active`,
      `${licenceDesk} active ${[licences, readers].sort().join(' ')}`,
      `${supportDesk} active ${[readers, support].sort().join(' ')}`,
    ])

    // What is there now, written into documents that say nothing of it.
    const partners = join(folder, 'partners.yaml')
    writeFileSync(partners, readFileSync(partners, 'utf8').replace(/^admin:\n( .*\n)+/m, ''))
    await run('import', '--admin', '--update', '--partner', 'central-emea', '--sandbox')
    expect(stepsOf(await plan())).toEqual(nothing)
    const read = readdirSync(own).map(
      path => parse(readFileSync(join(own, path), 'utf8')) as { admin: { groups: object } },
    )
    expect(read.map(({ admin }) => Object.keys(admin.groups).sort())).toEqual(
      Array.from({ length: 3 }, () => [licenceDesk, supportDesk]),
    )
  })
})
