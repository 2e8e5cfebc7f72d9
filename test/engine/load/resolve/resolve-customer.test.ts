/** What a line of new commerce has to say: a term and a cycle where it may be bought, none where it names what lives (T35). */
import { expect, it } from 'vitest'
import { loadWorkspace } from '../../../../engine/load/load-workspace.ts'

const partner = `apiVersion: tenantform/v1
kind: Partner
name: central
tenantId: 7d3a0c5e-0000-4000-8000-00000000aa01
markets: [IT]
currency: EUR
credentials: { app: { clientId: env:A, clientSecret: env:B } }
`

function told(line: string) {
  const text = `apiVersion: tenantform/v1
kind: Customer
partner: central
customer: { tenantId: 3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001, name: Rossi }
subscriptions:
  - { key: office, product: "CFQ7TTC0LCHC:0002", seats: 12${line} }
`
  const files = [
    { path: 'customer.yaml', text },
    { path: 'partner.yaml', text: partner },
  ]
  return loadWorkspace({ files, readAttachment: () => undefined }).diagnostics.map(
    ({ code, detail }) => `${code} ${detail}`,
  )
}

it('may leave the term and the cycle of new commerce out, which what lives has already (T35)', () => {
  const id = ', subscriptionId: 9f0c0000-0000-4000-8000-000000000001'
  // The lines without an id were red: DOCUMENT.TERM_NEEDED, in every command.
  expect([
    told(', term: P1Y, billing: monthly'),
    told(id),
    told(`${id}, term: P1Y`),
    told(', term: P1Y'),
    told(''),
  ]).toEqual([[], [], [], [], []])
})
