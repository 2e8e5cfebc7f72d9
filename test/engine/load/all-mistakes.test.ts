/** One mistake must not hide another, nor make up a third. */
import { expect, it } from 'vitest'
import { loadWorkspace } from '../../../engine/load/load-workspace.ts'

function codesOf(...documents: readonly string[]): readonly string[] {
  const text = documents.map(document => `apiVersion: tenantform/v1\n${document}`).join('---\n')
  const { diagnostics } = loadWorkspace({
    files: [{ path: 'a.yaml', text }],
    readAttachment: () => undefined,
  })
  return diagnostics.map(entry => `${entry.at?.line}:${entry.at?.column} ${entry.code}`)
}

const partner = 'kind: Partner\nname: central\ntenantId: 7d3a0c5e-0000-4000-8000-00000000aa01\n'
const customer = (name: string, more = '') =>
  `kind: Customer\npartner: ${name}\ncustomer: { tenantId: 3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001, name: Rossi }\n${more}`

it('an unknown key does not hide a reference to nowhere in the same document', () => {
  expect(codesOf(partner, customer('centrl', 'lables: [pilot]\n'))).toEqual([
    '8:10 DOCUMENT.UNKNOWN_PARTNER',
    '10:1 DOCUMENT.UNKNOWN_KEY',
  ])
})

it('a partner that is too wrong to be used is still a partner one may name', () => {
  expect(codesOf('kind: Partner\nname: central\ntenantId: nonsense\n', customer('central'))).toEqual([
    '4:11 DOCUMENT.WRONG_FORM',
  ])
})

it('a value of the wrong form in an optional place leaves the rest to be checked', () => {
  expect(codesOf(partner, customer('centrl', 'invited: yesterday\n'))).toEqual([
    '8:10 DOCUMENT.UNKNOWN_PARTNER',
    '10:10 DOCUMENT.WRONG_FORM',
  ])
})

it('ids that look like numbers and countries that look like words stay text', () => {
  const outcome = loadWorkspace({
    files: [
      {
        path: 'a.yaml',
        text: `apiVersion: tenantform/v1\n${partner}markets: [NO, IT]\n---\napiVersion: tenantform/v1\n${customer('central', 'labels: [0003, 1e3, true]\n')}`,
      },
    ],
    readAttachment: () => undefined,
  })
  expect(outcome.diagnostics).toEqual([])
  expect(outcome.workspace?.desired.partners[0]?.markets).toEqual(['NO', 'IT'])
  expect(outcome.workspace?.desired.customers[0]?.labels).toEqual(['0003', '1e3', 'true'])
})
