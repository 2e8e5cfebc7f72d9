/** Consolidations that contradict each other are refused where they stand, with both places (T26); neighbours that do not are left alone. */
import { describe, expect, it } from 'vitest'
import { loadWorkspace } from '../../../../engine/load/load-workspace.ts'

const rossi = '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'

const partner = (name: string, position: number) =>
  `kind: Partner\nname: ${name}\ntenantId: 7d3a0c5e-0000-4000-8000-00000000aa0${position}\n`
const partners = ['central', 'france', 'italy', 'germany'].map((name, position) =>
  partner(name, position + 1),
)
const customer = (under: string) =>
  `kind: Customer\npartner: ${under}\ncustomer: { tenantId: ${rossi}, name: Rossi }\n`
const move = (name: string, from: string, to: string, more = '') =>
  `kind: Consolidation\nname: ${name}\nto: ${to}\nfrom: [${from}]\n${more}`

/** Each as `line:column CODE (places of the others)`; the first four documents are partners, of four lines each. */
function told(...documents: readonly string[]) {
  const text = [...partners, ...documents]
    .map(document => `apiVersion: tenantform/v1\n${document}`)
    .join('---\n')
  const { diagnostics } = loadWorkspace({
    files: [{ path: 'a.yaml', text }],
    readAttachment: () => undefined,
  })
  return diagnostics.map(
    ({ code, at, related = [] }) =>
      `${at?.line}:${at?.column} ${code} (${related.map(other => `${other.at.line}:${other.at.column}`).join(', ')})`,
  )
}

describe('is refused:', () => {
  it('a chain, in which one account is a target and a source', () => {
    expect(told(move('a', 'italy', 'central'), move('b', 'central', 'france'))).toEqual([
      '23:7 DOCUMENT.TARGET_IS_SOURCE (29:7)',
    ])
  })

  it('a circle, from either side', () => {
    expect(told(move('a', 'italy', 'central'), move('b', 'central', 'italy'))).toEqual([
      '23:7 DOCUMENT.TARGET_IS_SOURCE (29:7)',
      '29:7 DOCUMENT.TARGET_IS_SOURCE (23:7)',
    ])
  })

  it('one source that two consolidations move into one account', () => {
    expect(told(move('a', 'italy', 'central'), move('b', 'germany, italy', 'central'))).toEqual([
      '29:7 DOCUMENT.SOURCE_TWICE (23:7)',
    ])
  })

  it('a customer of one source that is declared under two targets', () => {
    expect(
      told(
        move('a', 'italy', 'central'),
        move('b', 'italy', 'france'),
        customer('central'),
        customer('france'),
      ),
    ).toEqual([expect.stringMatching(/^41:\d+ DOCUMENT\.CUSTOMER_TWICE \(36:\d+, 23:7, 29:7\)$/)])
  })
})

describe('is left alone:', () => {
  it.each([
    ['two that share nothing', [move('a', 'italy', 'central'), move('b', 'germany', 'france')]],
    ['two into one account', [move('a', 'italy', 'central'), move('b', 'germany', 'central')]],
    ['one source shared out between two', [move('a', 'italy', 'central'), move('b', 'italy', 'france')]],
    [
      'a customer under two targets, of two sources',
      [
        move('a', 'italy', 'central'),
        move('b', 'germany', 'france'),
        customer('central'),
        customer('france'),
      ],
    ],
  ])('%s', (_, documents) => {
    expect(told(...documents)).toEqual([])
  })
})

describe('a map of new commerce', () => {
  it('has no effect, and says so at its line', () => {
    const map = 'map:\n  - { product: "CFQ7TTC0LDPB:0001", to: "CFQ7TTC0LCHC:0002" }\n'
    expect(told(move('a', 'italy', 'central', map))).toEqual(['27:5 DOCUMENT.MAP_IDLE ()'])
  })

  describe('or of a legacy offer', () => {
    const offer = '195416C1-3447-423A-B37B-EE59A99A19C4'
    const line = (to: string, from = offer) => `  - { offer: ${from}, to: "${to}" }\n`
    const map = (...lines: readonly string[]) => move('a', 'italy', 'central', `map:\n${lines.join('')}`)
    const [premium, standard] = ['CFQ7TTC0LCHC:0002', 'CFQ7TTC0LDPB:0001']
    const declares = `${customer('central')}subscriptions:\n  - { key: a, product: "${premium}", term: P1Y, billing: monthly, seats: 1 }\n`

    it('counts where somebody declares what it becomes', () => {
      expect(told(declares, map(line(premium)))).toEqual([])
    })

    it('has no effect where the offer itself is declared instead, under this target', () => {
      // Was red: silence, and the offer was bought as itself.
      const itself = `${customer('central')}subscriptions:\n  - { key: a, offer: ${offer}, seats: 1 }\n`
      expect(told(itself, map(line(premium), line(standard)))).toEqual([
        '34:5 DOCUMENT.MAP_UNUSED ()',
        '35:5 DOCUMENT.MAP_UNUSED ()',
      ])
      expect(told(itself.replace('central', 'france'), map(line(premium)))).toEqual([])
    })

    it('has no effect where another line for the offer counts', () => {
      expect(told(declares, map(line(premium), line(standard)))).toEqual(['35:5 DOCUMENT.MAP_UNUSED ()'])
    })

    it('may wait until somebody declares what it becomes', () => {
      expect(told(map(line(premium)))).toEqual([])
    })

    it('has none either where it is written before, in whatever letter case', () => {
      expect(told(declares, map(line(premium), line(premium, offer.toLowerCase())))).toEqual([
        '35:5 DOCUMENT.MAP_UNUSED ()',
      ])
    })
  })
})
