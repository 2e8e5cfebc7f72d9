/** Files made to take long: each of them took minutes, or all memory, before it was looked over first. */
import { describe, expect, it, vi } from 'vitest'
import { Alias } from 'yaml'
import { loadWorkspace } from '../../../engine/load/load-workspace.ts'
import { lexemesOf, TooMuch } from '../../../engine/load/yaml/token-limits.ts'

const head = 'apiVersion: tenantform/v1\nkind: Catalog\nname: x\n'
const said = (text: string) =>
  // The comment says whose file it is: somebody else's is not looked into.
  loadWorkspace({
    files: [{ path: 'a.yaml', text: `${text}\n# tenantform/v1` }],
    readAttachment: () => undefined,
  }).diagnostics.map(({ code, at, detail }) => `${at?.line}:${at?.column} ${code} ${detail}`)
const lines = (count: number, line: (number: number) => string) =>
  Array.from({ length: count }, (_, number) => line(number)).join('')

describe('a file that nobody would write', () => {
  it.each([
    ['a million brackets', '['.repeat(1_000_000), '1:65 DOCUMENT.TOO_DEEP It has more than 64 levels here.'],
    [
      'a hundred brackets',
      `${'['.repeat(100)}${']'.repeat(100)}`,
      '1:65 DOCUMENT.TOO_DEEP It has more than 64 levels here.',
    ],
    [
      'lists in lists on one line',
      '- '.repeat(200_000),
      '1:129 DOCUMENT.TOO_DEEP It has more than 64 levels here.',
    ],
    [
      'levels by indentation',
      lines(70, depth => `${' '.repeat(depth)}a:\n`),
      '65:65 DOCUMENT.TOO_DEEP It has more than 64 levels here.',
    ],
    [
      'more marks than a parser should keep',
      `${head}a: [${'1,'.repeat(1_100_000)}]`,
      '1:1 DOCUMENT.TOO_LARGE A document of a.yaml has more than 2000000 words and marks.',
    ],
    [
      'more documents than a file should have',
      '---\n'.repeat(200_002),
      '1:1 DOCUMENT.TOO_LARGE a.yaml has more than 200000 documents.',
    ],
    [
      'more characters',
      'x'.repeat(96 * 1024 * 1024 + 1),
      '1:1 DOCUMENT.TOO_LARGE a.yaml has 100663313 characters.',
    ],
  ])('is refused: %s', (_, text, expected) => {
    expect(said(text)).toEqual([expected])
  })

  it('may have more marks in all its documents than one may have, and a scalar is no new one', () => {
    const many = `[${'1,'.repeat(400_000)}]`
    const looked = (between: string) => {
      let count = 0
      for (const _ of lexemesOf(`a: ${many}\n${between}b: ${many}\n`)) count += 1
      return count
    }
    expect(looked('---\n')).toBeGreaterThan(2_000_000)
    expect(() => looked('c:\n - ---\n')).toThrow(TooMuch)
  })

  it('may have very many keys, and is told of the first that are wrong', () => {
    const mistakes = said(`${head}${lines(20_000, number => `k${number}: 1\n`)}`)
    expect(mistakes).toHaveLength(101)
    expect(mistakes.slice(0, 3)).toEqual([
      '1:1 DOCUMENT.AND_MORE 19900 more of 20000 in this document.',
      '4:1 DOCUMENT.UNKNOWN_KEY Catalog has no key `k0`; did you mean `k1`?',
      '5:1 DOCUMENT.UNKNOWN_KEY Catalog has no key `k1`; did you mean `k0`?',
    ])
  })

  it('may have very many syntax errors, and is told of the first', () => {
    const mistakes = said('- ]\n'.repeat(20_000))
    expect(mistakes).toHaveLength(201)
    expect(mistakes.filter(text => text.includes('AND_MORE'))).toEqual([
      'undefined:undefined DOCUMENT.AND_MORE 39799 more of 39999 in a.yaml.',
    ])
  })

  it('may have very many right keys', () => {
    expect(
      said(`${head}aliases:\n${lines(20_000, number => `  k${number}: "CFQ7TTC0LCHC:0002"\n`)}`),
    ).toEqual([])
  })

  it('is shown by its beginning where it holds much', () => {
    expect(
      said(
        `apiVersion: tenantform/v1\nkind: Catalog\nname: &a [${'aaaaaaa,'.repeat(1_000)}]\nretired: [${'*a,'.repeat(90)}]\n`,
      ).map(entry => entry.slice(entry.indexOf('`'))),
    ).toContain('`name` is ["aaaaaaa","aaaaaaa","aaaaaaa","aaaaa…; it must be string.')
  })
})

describe('aliases', () => {
  const resolved = (text: string) => {
    const spy = vi.spyOn(Alias.prototype, 'resolve')
    const mistakes = said(text)
    const count = spy.mock.calls.length
    const whole = spy.mock.calls.filter(([, context]) => context === undefined).length
    spy.mockRestore()
    return { mistakes, count, whole }
  }

  // Was red: each went through the whole document, 8,000 of them for fifteen seconds.
  it('of no anchor are each told without a walk through the document', () => {
    const { mistakes, count } = resolved(`${head}retired:\n${lines(5_000, () => '  - *nope\n')}`)
    expect(count).toBe(0)
    expect(mistakes).toHaveLength(201)
    expect(mistakes[1]).toBe('5:5 DOCUMENT.MALFORMED `*nope` refers to no anchor before it.')
  })

  // Was red: a hundred uses of one anchor were an attack.
  it('of one anchor may be many, each looked up once, in one list', () => {
    const keys = lines(5_000, number => `  k${number}: ${number === 0 ? '&a "CFQ7TTC0LCHC:0002"' : '*a'}\n`)
    expect(resolved(`${head}aliases:\n${keys}`)).toEqual({ mistakes: [], count: 4_999, whole: 0 })
  })

  it.each([
    [
      'that double and double',
      `a0: &a0 [x, x]\n${lines(30, n => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]\n`)}`,
      '18:18 DOCUMENT.MALFORMED With `*a13` the aliases of this file stand for more than 100000 values.',
    ],
    [
      'that lead deeper and deeper',
      `a0: &a0 [x]\n${lines(30_000, n => `a${n + 1}: &a${n + 1} [*a${n}]\n`)}`,
      '67:12 DOCUMENT.TOO_DEEP It has more than 64 levels here.',
    ],
    [
      'that are more than anybody writes',
      `a0: &a0 x\n${lines(10_100, n => `b${n}: *a0\n`)}`,
      '10004:8 DOCUMENT.MALFORMED With `*a0` the document has more than 10000 anchors and aliases.',
    ],
  ])('%s are refused where they go too far', (_, text, expected) => {
    expect(said(`${head}${text}`)).toEqual([expected])
  })
})

describe('a key that stands twice', () => {
  // `1` and `"1"` were two keys to the parser, and one in the value: the first was lost without a word.
  it.each([
    ['plain and plain', 'name: a\nname: b\n'],
    ['a number and its text', '1: a\n"1": b\n'],
    ['empty and empty', '? \n: a\n? \n: b\n'],
    ['in a map in a list', '- { a: 1, a: 2 }\n'],
  ])('is refused: %s', (_, text) => {
    const { diagnostics } = loadWorkspace({
      files: [{ path: 'a.yaml', text: `${text}# tenantform/v1` }],
      readAttachment: () => undefined,
    })
    expect(diagnostics.map(({ code, detail }) => [code, detail])).toEqual([
      ['DOCUMENT.MALFORMED', 'Map keys must be unique.'],
    ])
    expect(diagnostics[0]?.related).toHaveLength(1)
  })
})
