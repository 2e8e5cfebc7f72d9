/** S13: what a cloud does not have is said at the line that asks for it, by `validate`, before anything is asked. */
import { describe, expect, it } from 'vitest'
import { loadWorkspace } from '../../../engine/load/load-workspace.ts'

const customer = (product: string) => `
apiVersion: tenantform/v1
kind: Customer
partner: central
customer: { tenantId: 3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001, name: Rossi }
subscriptions:
  - { key: office, ${product}, seats: 5 }
`
const partner = (name: string, cloud: string, last: number) => `
apiVersion: tenantform/v1
kind: Partner
name: ${name}
tenantId: 7d3a0c5e-0000-4000-8000-00000000aa0${last}
cloud: ${cloud}
`
const modern = 'product: "CFQ7TTC0LCHC:0002", term: P1Y, billing: monthly'
const legacy = 'offer: 195416C1-3447-423A-B37B-EE59A99A19C4'

function told(...documents: readonly string[]): readonly (readonly [string, string | undefined])[] {
  const { diagnostics } = loadWorkspace({
    files: [{ path: 'a.yaml', text: documents.join('---') }],
    readAttachment: () => undefined,
  })
  return diagnostics.map(({ code, detail }) => [code, detail])
}

describe('a subscription', () => {
  it.each([
    ['china', modern, 'licences of new commerce'],
    ['china', 'offer: MS-AZR-0145P', 'Azure subscriptions'],
  ])('in the cloud %s cannot be %s', (cloud, product, what) => {
    expect(told(partner('central', cloud, 1), customer(product))).toEqual([
      ['DOCUMENT.NOT_IN_CLOUD', `\`office\` of Rossi: the cloud ${cloud} of central has no ${what}.`],
    ])
  })

  it.each([
    ['china', legacy],
    ['us-government', modern],
    ['us-government', 'offer: MS-AZR-0145P'],
    ['global', modern],
  ])('in the cloud %s can be %s', (cloud, product) => {
    expect(told(partner('central', cloud, 1), customer(product))).toEqual([])
  })
})

describe('the closed German cloud', () => {
  it('is refused with what to use now', () => {
    const { diagnostics } = loadWorkspace({
      files: [{ path: 'a.yaml', text: partner('central', 'germany', 1) }],
      readAttachment: () => undefined,
    })
    expect(diagnostics.map(({ code, remedies }) => [code, remedies])).toEqual([
      [
        'DOCUMENT.CLOSED_CLOUD',
        [
          {
            kind: 'edit',
            what: 'use `cloud: global`: the accounts were moved there before the cloud closed on 2021-10-29',
          },
        ],
      ],
    ])
  })
})

describe('a consolidation', () => {
  const consolidation = `
apiVersion: tenantform/v1
kind: Consolidation
name: all
to: central
from: [italy]
`

  it('stays in one cloud', () => {
    const documents = [partner('central', 'global', 1), partner('italy', 'china', 2), consolidation]
    expect(told(...documents)).toEqual([['DOCUMENT.CLOUDS_DIFFER', 'all spans china and global.']])
  })

  it('cannot be where a customer has a single partner', () => {
    const documents = [
      partner('central', 'us-government', 1),
      partner('italy', 'us-government', 2),
      consolidation,
    ]
    expect(new Set(told(...documents).map(([code]) => code))).toEqual(
      new Set(['DOCUMENT.SINGLE_PARTNER_CLOUD']),
    )
  })
})
