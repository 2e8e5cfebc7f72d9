/** The documents that the description of the product prints, as they are printed, beside a World made for them. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { tenantform } from '../support/built-command.ts'
import { root } from '../support/example.ts'
import { actionLines } from '../support/plan-shape.ts'

const page = join(root, '..', 'shared', 'product.md')
const customer = '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'
const mail = '195416C1-3447-423A-B37B-EE59A99A19C4'
const idOf = (number: number) => `9f0c0000-0000-4000-8000-00000000000${number}`

const germany = `apiVersion: tenantform/v1
kind: Partner
name: germany
tenantId: 1b0f0000-0000-4000-8000-00000000aa03
markets: [DE]
currency: EUR
credentials: { app: { clientId: env:GERMANY_APP_ID, clientSecret: env:GERMANY_APP_SECRET } }
`
const world = `apiVersion: tenantform/v1
kind: World
name: sample
clock: "2026-12-07T06:00:00Z"
partners:
  - name: central-emea
    tenantId: 7d3a0c5e-0000-4000-8000-00000000aa01
    country: IT
    currency: EUR
    apps: [{ clientId: 11111111-0000-4000-8000-0000000000c1, clientSecret: sandbox-central }]
    users: [{ upn: a@central.example, clientId: 11111111-0000-4000-8000-0000000000c1, refreshToken: sandbox-user }]
  - name: italy
    tenantId: 1b0f0000-0000-4000-8000-00000000aa02
    country: IT
    currency: EUR
    apps: [{ clientId: 11111111-0000-4000-8000-0000000000c2, clientSecret: sandbox-italy }]
  - name: germany
    tenantId: 1b0f0000-0000-4000-8000-00000000aa03
    country: DE
    currency: EUR
    apps: [{ clientId: 11111111-0000-4000-8000-0000000000c3, clientSecret: sandbox-germany }]
customers:
  - tenantId: ${customer}
    name: Panificio Rossi
    domain: panificiorossi.example
    country: IT
    relationships: [{ partner: italy, agreement: true }, { partner: central-emea, agreement: true }]
catalogue:
  offers:
    - { id: ${mail}, name: Exchange Online (Plan 1), family: exchange, prices: { EUR: { monthly: "3.60" } } }
  products:
    - id: CFQ7TTC0LCHC
      title: Microsoft 365 Business Premium
      skus:
        - id: "0002"
          title: Microsoft 365 Business Premium
          family: premium
          terms: [{ term: P1Y, billing: monthly, prices: { EUR: "18.60" } }]
subscriptions:
  - { id: ${idOf(1)}, partner: italy, customer: ${customer}, offer: ${mail}, name: mail, seats: 5, billing: monthly, started: "2026-01-01" }
  - { id: ${idOf(2)}, partner: italy, customer: ${customer}, product: "CFQ7TTC0LCHC:0002", name: Ufficio, seats: 20, term: P1Y, billing: monthly, started: "2026-03-15", partnerOnRecord: "4390934" }
`

let folder: string | null = null
afterEach(() => {
  if (folder !== null) rmSync(folder, { recursive: true, force: true })
  folder = null
})

it.skipIf(!existsSync(page))(
  'the documents of the product page load, are planned, are carried out, and leave nothing to do (skipped without ../shared)',
  async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'tenantform-sample-'))
    folder = cwd
    const [, documents = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(page, 'utf8')) ?? []
    writeFileSync(join(cwd, 'workspace.yaml'), documents)
    writeFileSync(join(cwd, 'germany.yaml'), germany) // named by the page, not printed there
    writeFileSync(join(cwd, 'world.yaml'), world)
    mkdirSync(join(cwd, 'prices'))
    writeFileSync(
      join(cwd, 'prices', 'central-2026-11.csv'),
      `item,term,billing,currency,price\nCFQ7TTC0LCHC:0002,P1Y,monthly,EUR,18.60\n${mail},,monthly,EUR,3.60\n`,
    )
    const run = (...args: readonly string[]) => tenantform([...args, '-q'], { cwd })
    const validated = await run('validate')
    expect([validated.code, validated.err]).toEqual([0, ''])
    const plan = await run('plan', '--sandbox', '--format', 'json')
    expect(plan.code, plan.err).toBe(0)
    expect(actionLines(JSON.parse(plan.out) as Plan)).toEqual([
      'create mail 5 central-emea',
      `transfer ${idOf(2)} italy→central-emea`,
      'renewal of office renews 15 CFQ7TTC0LCHC:0002 central-emea',
      'gate',
      `suspend ${idOf(1)} italy`,
    ])
    expect((await run('apply', '--sandbox', '--auto-approve', '--allow-irreversible')).code).toBe(0)
    expect((await run('plan', '--sandbox', '--detailed-exitcode')).code).toBe(0)
  },
)
