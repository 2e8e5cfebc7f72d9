/** What YAML would read by other rules, or lose: each of these changed a live subscription without a word, or pointed at the wrong line. */
import { describe, expect, it } from 'vitest'
import { loadWorkspace } from '../../../engine/load/load-workspace.ts'

const head = `apiVersion: tenantform/v1
kind: Customer
partner: central
customer: { tenantId: 3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001, name: Rossi }
subscriptions:
  - key: office
    product: "CFQ7TTC0LCHC:0002"
    term: P1Y
    billing: monthly
`
const partner = `apiVersion: tenantform/v1
kind: Partner
name: central
tenantId: 7d3a0c5e-0000-4000-8000-00000000aa01
markets: [IT]
currency: EUR
credentials: { app: { clientId: env:A, clientSecret: env:B } }
`

function told(text: string): readonly string[] {
  const files = [
    { path: 'customer.yaml', text },
    { path: 'partner.yaml', text: partner },
  ]
  return loadWorkspace({ files, readAttachment: () => undefined }).diagnostics.map(
    ({ code, detail, at }) => `${at?.line}:${at?.column} ${code} ${detail}`,
  )
}

describe('a document', () => {
  it('is valid as it is', () => {
    expect(told(`${head}    seats: 12\n`)).toEqual([])
  })

  it.each([
    [
      'with an unknown tag',
      `${head}    seats: 12\n    friendlyName: !env OFFICE\n`,
      ['11:19 DOCUMENT.MALFORMED Unresolved tag: !env.'],
    ],
    [
      'of YAML 1.1',
      `%YAML 1.1\n---\n${head}    seats: 012\n`,
      [
        '1:1 DOCUMENT.MALFORMED Documents are YAML 1.2, and %YAML 1.1 asks for other rules: remove that line.',
      ],
    ],
    [
      'with an alias of nothing',
      `${head}    seats: *nope\n`,
      ['10:12 DOCUMENT.MALFORMED `*nope` refers to no anchor before it.'],
    ],
    [
      'with an alias within what it stands for',
      `${head}    seats: 12\n    prerequisites: &all [*all]\n`,
      ['11:26 DOCUMENT.MALFORMED `*all` stands within what it refers to.'],
    ],
    [
      'with an alias that writes a key a second time',
      `${head}    &what seats: 12\n    *what : 40\n`,
      ['11:5 DOCUMENT.MALFORMED Map keys must be unique.'],
    ],
    [
      'with null in place of a name',
      `${head}    seats: 12\n    friendlyName: ~\n`,
      ['11:19 DOCUMENT.WRONG_TYPE `subscriptions.0.friendlyName` is null; it must be string.'],
    ],
    [
      'with a no-break space, which is made visible',
      `${head}    seats:\u00A012\n`,
      [
        '10:5 DOCUMENT.MALFORMED Implicit map keys need to be followed by map values.',
        '10:11 DOCUMENT.INVISIBLE_CHARACTER U+00A0 (no-break space) stands here.',
      ],
    ],
  ])('%s is refused at its place', (_, text, expected) => {
    expect(told(text)).toEqual(expected)
  })

  // Was red: !!binary and !!timestamp were dropped, and what stands behind them became a name; !!merge was a bug of the command.
  it.each([
    ['!!binary aGk=', 'tag:yaml.org,2002:binary'],
    ['!!timestamp 2026-01-01', 'tag:yaml.org,2002:timestamp'],
    ['!!merge x', 'tag:yaml.org,2002:merge'],
    ['!!set { a }', 'tag:yaml.org,2002:set'],
    ['!!omap [a: 1]', 'tag:yaml.org,2002:omap'],
    ['!!pairs [a: 1]', 'tag:yaml.org,2002:pairs'],
    ['!<tag:yaml.org,2002:binary> aGk=', 'tag:yaml.org,2002:binary'],
  ])('has no tags outside the core schema: %s', (value, tag) => {
    expect(told(`${head}    seats: 12\n    friendlyName: ${value}\n`)).toEqual([
      `11:19 DOCUMENT.MALFORMED Unresolved tag: ${tag}.`,
    ])
  })

  it('has the tags of the core schema', () => {
    expect(told(`${head}    seats: !!int 12\n    friendlyName: !!str 12\n`)).toEqual([])
  })

  // Was red: only in files that break the syntax or the schema, and only for a short list of characters.
  it.each([
    ['\u200B', 'U+200B (zero width space)'],
    ['\u00AD', 'U+00AD (soft hyphen)'],
    ['\u034F', 'U+034F'],
    ['\u061C', 'U+061C'],
    ['\u115F', 'U+115F (Hangul filler of an initial)'],
    ['\u180E', 'U+180E (Mongolian vowel separator)'],
    ['\u2800', 'U+2800'],
    ['\u3164', 'U+3164 (Hangul filler)'],
    ['\uFE0F', 'U+FE0F (variation selector 16)'],
    ['\uFFA0', 'U+FFA0'],
    ['\u{E0041}', 'U+E0041'],
  ])('names the invisible character in a reference to nothing: %#', (character, named) => {
    const text = `${head}    seats: 12\n`.replace('partner: central', `partner: cen${character}tral`)
    expect(told(text).filter(entry => entry.includes('INVISIBLE') || entry.includes('UNKNOWN'))).toEqual([
      `3:10 DOCUMENT.UNKNOWN_PARTNER No Partner document is named \`cen${character}tral\`; did you mean \`central\`?`,
      `3:13 DOCUMENT.INVISIBLE_CHARACTER ${named} stands here.`,
    ])
  })

  // Was red: only the file with the reference was looked at, and what it names has the character in another.
  it('names the invisible character in the definition that a reference misses, and in no other word', () => {
    const catalog =
      'apiVersion: tenantform/v1\nkind: Catalog\nname: ours\naliases:\n  off\u200Bice: "CFQ7TTC0LCHC:0002" # ro\u00ADme\n'
    const files = [
      { path: 'catalog.yaml', text: catalog },
      { path: 'customer.yaml', text: `${head.replace('"CFQ7TTC0LCHC:0002"', 'office')}    seats: 12\n` },
      { path: 'partner.yaml', text: partner },
    ]
    const { diagnostics } = loadWorkspace({ files, readAttachment: () => undefined })
    expect(
      diagnostics.map(({ code, detail, at }) => `${at?.file}:${at?.line}:${at?.column} ${code} ${detail}`),
    ).toEqual([
      'catalog.yaml:5:6 DOCUMENT.INVISIBLE_CHARACTER U+200B (zero width space) stands here.',
      'customer.yaml:7:14 DOCUMENT.UNKNOWN_PRODUCT `office` is neither PRODUCT:SKU nor an offer id nor an alias; did you mean `off\u200Bice`?',
    ])
  })

  it('says nothing of what shapes an emoji', () => {
    const family = '\u2764\uFE0F\u{1F468}\u200D\u{1F469}'
    const text = `${head}    seats: twelve # ${family}\n`
    expect(told(text).map(entry => entry.split(' ')[1])).toEqual(['DOCUMENT.WRONG_TYPE'])
  })

  it('may hold invisible characters where nothing is wrong', () => {
    expect(told(`${head}    seats: 12\n    friendlyName: "Rossi\u00A0Srl"\n`)).toEqual([])
  })

  it('may be called null when it says so in quotes', () => {
    expect(told(`${head}    seats: 12\n    friendlyName: "null"\n`)).toEqual([])
  })
})

describe('two lines of one product', () => {
  const line = (key: string, more: string) =>
    `  - { key: ${key}, product: "CFQ7TTC0LCHC:0002", term: P1Y, billing: monthly, seats: 3${more} }\n`

  it('cannot have one name: nothing would tell one purchase from the other', () => {
    expect(
      told(`${head}    seats: 12\n    friendlyName: Posta\n${line('b', ', friendlyName: Posta')}`),
    ).toEqual(['12:5 DOCUMENT.SAME_NAME `office` and `b` are both called `Posta`.'])
    expect(told(`${head}    seats: 12\n${line('b', ', friendlyName: office')}`)).toEqual([
      '11:5 DOCUMENT.SAME_NAME `office` and `b` are both called `office`.',
    ])
  })

  it('can where one says which subscription it is', () => {
    const id = ', friendlyName: office, subscriptionId: 5f000000-0000-4000-8000-000000000001'
    expect(told(`${head}    seats: 12\n${line('b', id)}`)).toEqual([])
  })
})
