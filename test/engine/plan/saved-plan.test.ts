import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodePlan } from '../../../engine/plan/codec.ts'
import { planDigest } from '../../../engine/plan/make-plan.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { inPlace, runsOf } from '../../../engine/plan/saved/blocks.ts'
import { withinLimits } from '../../../engine/plan/saved/limits.ts'
import { packerFor } from '../../../engine/plan/saved/pack.ts'
import { isKeptShort, savedPlanLines } from '../../../engine/plan/saved/saved-plan.ts'
import { Unpacker } from '../../../engine/plan/saved/unpack.ts'
import { Trouble } from '../../../engine/trouble.ts'
import { addOn, premium, suite } from '../../support/builders/index.ts'
import { aWidePlan } from '../../support/pages.ts'
import { planned } from '../../support/story.ts'

const plan = planned({
  declared: [
    {},
    { key: 'suite', product: suite, friendlyName: 'Büro / Süd \u202E##[x]' },
    { key: 'audio', product: addOn, addOnTo: 'suite' },
  ],
  italy: [{}, { id: 's-2', product: suite }, { id: 's-3', product: premium, status: 'suspended' }],
})
const lines = [...savedPlanLines(plan)]
const text = `${lines.join('\n')}\n`

function refused(changed: string) {
  const answer = decodePlan(changed)
  return answer.ok ? 'accepted' : answer.diagnostics.map(found => [found.code, found.detail])
}

const withLine = (change: (line: string) => string, which: (line: string) => boolean) =>
  `${lines.map(line => (which(line) ? change(line) : line)).join('\n')}\n`
const isBlock = (line: string) => line.startsWith('[[[')
const packed = (block: string) => withLine(() => block, isBlock)

describe('a saved plan', () => {
  test('comes back as it was', () => {
    expect(decodePlan(text)).toEqual({ ok: true, value: plan, warnings: [] })
    expect(decodePlan(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).toEqual({
      ok: true,
      value: plan,
      warnings: [],
    })
  })

  test('of many customers comes back, and says of each no more than what is its own', () => {
    const { id: _, ...content } = aWidePlan(300)
    const wide = { ...content, id: planDigest(content) } as Plan
    const saved = [...savedPlanLines(wide)].join('\n')
    const read = decodePlan(saved)
    expect(read).toEqual({ ok: true, value: wide, warnings: [] })
    expect(saved.length).toBeLessThan(JSON.stringify(wide).length / 4)
  })

  test('is JSON as a whole, in which findings and approvals can be looked for, and nothing unseen', () => {
    const { facts: _, customers: _own, actions: _too, format: _loose, ...header } = plan
    expect(JSON.parse(text)).toMatchObject({ ...JSON.parse(JSON.stringify(header)), format: 2 })
    expect(text).not.toMatch(/\u202E|##\[/u)
  })

  test('with an entry anywhere else is another plan', () => {
    const swapped = withLine(
      line =>
        line.replace(
          /^\[\[\[(\d+),(\d+)/,
          (_, first: string, count: string) => `[[[${Number(first) + 1},${count}`,
        ),
      isBlock,
    )
    expect(refused(swapped)).toEqual([['PLAN.NOT_A_PLAN', 'It does not say where each of the facts stands.']])
  })

  test.each([
    ['a number that was changed', /\[1,5\]/, '[1,6]'],
    ['a text that was changed', /"s-2"/, '"s-9"'],
  ])('with %s is no longer what its digest says', (_, from, to) => {
    expect(text).toMatch(from)
    expect(refused(text.replace(from, to))).toEqual([
      ['PLAN.EDITED', expect.stringMatching(/^The plan says it is sha256:/)],
    ])
  })

  test.each([
    ['a member twice', text.replace('"id":', '"format": 2,\n"id":'), 'says `format` again'],
    ['what is no JSON', packed('[[[0,1'), 'is no JSON'],
    ['something behind its end', `${text}{}`, 'stands behind the end'],
    ['brackets without end', packed('['.repeat(100_000)), 'is nested deeper than any plan'],
    ['no block', packed('7'), 'does not begin with its table'],
    ['no table', packed('[[[],[],[]],[7]]'), 'does not begin with its table'],
    ['another number of lists', packed('[[[],[],[]],[[],[0]]]'), 'is no block of a plan'],
    ['what is not in its table', packed('[[[],[],[]],[[],7,[0],[0]]]'), 'refers to 7, which is not there'],
    ['what nobody shares', packed('[[[],[],[]],[[],-9999,[0],[0]]]'), 'refers to -9999, which is not there'],
    [
      'what comes later in its table',
      packed('[[[],[],[]],[[1,"x"],[0],[0],[0]]]'),
      'refers to 1, which is not there',
    ],
    [
      'a reference to no whole number',
      packed('[[[],[],[]],[["a"],0.5,[0],[0]]]'),
      'refers to 0.5, which is not there',
    ],
    [
      'a shape that is not there',
      packed('[[[],[],[]],[[],[9999,1],[0],[0]]]'),
      'holds an object of the shape 9996 that has none',
    ],
    ['an empty list', packed('[[[],[],[]],[[],[],[0],[0]]]'), 'holds a list that does not say what it is'],
    ['a number that is a text', packed('[[[],[],[]],[[],[1,"5"],[0],[0]]]'), 'holds a number that is none'],
    ['a path of a list', packed('[[[],[],[]],[[],[2,[0]],[0],[0]]]'), 'joins what is no text'],
  ])('that holds %s is refused', (_, changed, why) => {
    expect(refused(changed)).toEqual([['PLAN.NOT_A_PLAN', expect.stringContaining(why)]])
  })

  test('that was cut is refused, wherever', () => {
    const cut = [['PLAN.NOT_JSON', 'The file ends in the middle: it was not written to its end.']]
    for (const end of [30, Math.floor(text.length / 2), text.length - 2])
      expect(refused(text.slice(0, end)), String(end)).toEqual(cut)
    expect(refused(`${lines.slice(0, -1).join('\n')}\n`)).toEqual(cut)
  })

  test('that was laid out anew is refused, and the answer says how to keep it', () => {
    expect(refused(JSON.stringify(JSON.parse(text), null, 2))).toEqual([
      [
        'PLAN.NOT_A_PLAN',
        'It is laid out in another way than it was written, one line for each customer: keep the file as `plan --out` wrote it.',
      ],
    ])
  })

  test('that stands for more than there is memory is refused before there is any of it', () => {
    const doubled = Array.from({ length: 60 }, (_, at) => (at === 0 ? '"boom"' : `[0,${at - 1},${at - 1}]`))
    expect(refused(packed(`[[[],[],[]],[[${doubled.join()}],59,[0],[0]]]`))).toEqual([
      ['PLAN.NOT_A_PLAN', expect.stringContaining('stands for more than a plan of its length would')],
    ])
    const deep = Array.from({ length: 300 }, (_, at) => (at === 0 ? '"x"' : `[0,${at - 1}]`))
    expect(refused(packed(`[[[],[],[]],[[${deep.join()}],299,[0],[0]]]`))).toEqual([
      ['PLAN.NOT_A_PLAN', expect.stringContaining('is nested deeper than any plan')],
    ])
  })

  test('cannot give an object another prototype, by a shape or by its own keys', () => {
    const forged = packed('[[[],[],[]],[[],[0,{"__proto__":{"polluted":true}}],[0],[0]]]')
    expect(decodePlan(forged).ok).toBe(false)
    const unpacker = new Unpacker([['__proto__']], [], 0)
    const [own, shaped] = unpacker.line([[], { ['__proto__']: [0] }, [3, [0]]], 1000)
    for (const object of [own, shaped]) {
      expect(Object.getPrototypeOf(object)).toBe(Object.prototype)
      expect(Object.keys(object as object)).toEqual(['__proto__'])
    }
  })
})

describe('packing', () => {
  const json = fc.jsonValue({ maxDepth: 6 })

  test('gives back every value, whatever the lines have in common', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.array(fc.oneof(json, fc.constantFrom('a/b/cccccccccccccccccccccccc', [null], [])), {
            minLength: 1,
          }),
          { maxLength: 8 },
        ),
        values => {
          const packer = packerFor(values.length, at => values[at] ?? [])
          const shared = packer.shared.values
          const unpacker = new Unpacker(
            packer.shared.shapes,
            shared.map(value => JSON.parse(value) as unknown),
            shared.join('').length,
          )
          for (const value of values) {
            const line = packer.line(value)
            expect(unpacker.line(JSON.parse(line), line.length)).toEqual(JSON.parse(JSON.stringify(value)))
          }
        },
      ),
    )
  })

  test('says in full what would unfold too far', () => {
    const long = 'x'.repeat(10_000)
    const values = [Array.from({ length: 100 }, () => [long, long])]
    const packer = packerFor(1, () => values)
    const line = packer.line(values)
    expect(line.length).toBeGreaterThan(2_000_000)
    expect(new Unpacker([], [], 0).line(JSON.parse(line), line.length)).toEqual(values)
  })

  test('keeps the places of entries', () => {
    expect(runsOf([3, 4, 5, 9])).toEqual([3, 3, 9, 1])
    expect(
      inPlace([
        { runs: [0, 1, 2, 1], entries: ['a', 'c'] },
        { runs: [1, 1], entries: ['b'] },
      ]),
    ).toEqual(['a', 'b', 'c'])
    for (const runs of [
      [0, 2],
      [0, 1, 0, 1],
      [0, 1, 9, 1],
      [0, 1, -1, 1],
      [0, 1.5],
      [0],
      null,
      [4_000_000_000, 2],
    ])
      expect(
        inPlace([
          { runs, entries: ['a', 'b'] },
          { runs: [1, 1], entries: ['c'] },
        ]),
      ).toBe(null)
  })
})

test('what would be larger than what is read is not written', () => {
  const kept = (lineBytes: number, fileBytes: number) => [
    ...withinLimits(['ä', 'bc'], { lineBytes, fileBytes }),
  ]
  expect(kept(2, 6)).toEqual(['ä', 'bc'])
  for (const [line, file] of [
    [1, 6],
    [2, 5],
  ] as const)
    expect(() => kept(line, file)).toThrow(Trouble)
})

// Was red: people and scripts that read `.actions` of a file or of a journal found nothing there.
test('is kept in full up to five thousand actions and facts', () => {
  const [fact] = plan.facts
  const facts = (count: number) => ({
    ...plan,
    actions: [],
    facts: Array.from({ length: count }, () => fact as never),
  })
  expect([plan, facts(5_000), facts(5_001)].map(isKeptShort)).toEqual([false, false, true])
})
