import { expect, it } from 'vitest'
import { diagnose } from '../../../engine/diagnostic.ts'
import { codes } from '../../../engine/doctor/codes.ts'
import { shortfallsOf } from '../../../engine/doctor/shortfalls.ts'
import { loadWorkspace } from '../../../engine/load/load-workspace.ts'

const partner = (name: string, last: number, credentials: string) => `
apiVersion: tenantform/v1
kind: Partner
name: ${name}
tenantId: 7d3a0c5e-0000-4000-8000-00000000aa0${last}
${credentials}
`
const customer = (name: string) => `
apiVersion: tenantform/v1
kind: Customer
partner: ${name}
customer: { tenantId: 3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001, name: Rossi }
subscriptions: []
`
const app = 'credentials: { app: { clientId: env:ID, clientSecret: env:SECRET } }'
const why = diagnose(codes.CLOCK_OFF, { detail: 'It is so.' })

it('only what a document needs is told, once per partner, with the reason and what to do about it', () => {
  const texts = [
    partner('alpha', 1, app),
    partner('beta', 2, app),
    partner('gamma', 3, ''),
    customer('alpha'),
    customer('gamma'),
  ]
  const { workspace } = loadWorkspace({
    files: [{ path: 'a.yaml', text: texts.join('---') }],
    readAttachment: () => undefined,
  })
  if (workspace === null) throw new Error('the documents are wrong')
  const told = shortfallsOf(
    workspace.desired,
    () =>
      new Map([
        ['read customer agreements', [why]],
        ['read licence use', [why]],
        ['buy', []],
      ]),
  )
  expect(told.map(({ code, severity, detail, remedies }) => [code, severity, detail, remedies])).toEqual([
    [
      'DOCTOR.CANNOT',
      'warning',
      'alpha cannot read customer agreements, so its customers stay blocked. It is so.',
      why.remedies,
    ],
  ])
})
