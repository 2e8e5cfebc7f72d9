import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { root } from '../support/example.ts'
import { declaredCodes } from './error-page.ts'

interface Banned {
  readonly pattern: RegExp
  readonly everywhere: boolean
}

const glossary = readFileSync(join(root, 'docs/glossary.md'), 'utf8')
const banned = bannedIn(glossary)
const inMessages = banned.map(entry => entry.pattern)
const inDocs = banned.filter(entry => entry.everywhere).map(entry => entry.pattern)

describe('the words that the glossary does not allow', () => {
  test('are read from its table', () => {
    expect(banned.length).toBeGreaterThan(10)
    expect(foundIn('It waits for somebody.', inMessages)).toEqual(['somebody'])
    expect(foundIn('It shall wait.', inDocs)).toEqual(['shall'])
    expect(foundIn('It is `nobody`, one of these.', inMessages)).toEqual([])
  })

  test('stand in no sentence of the code, help included', () => {
    const found = filesIn(['engine', 'cmd', 'providers'], '.ts')
      .filter(path => !path.startsWith('providers/sandbox/') && !path.includes('/wire/'))
      .flatMap(path => sentencesOf(path).flatMap(text => report(path, text, inMessages)))
    expect(found).toEqual([])
  })

  test('stand in no code and no remedy', async () => {
    const declared = await declaredCodes()
    expect(declared.flatMap(({ code, ...entry }) => report(code, JSON.stringify(entry), inMessages))).toEqual(
      [],
    )
  })

  test('stand in no golden report', () => {
    const reports = filesIn(['test/golden'], '.txt', '.md', '.html')
    expect(reports.length).toBeGreaterThan(3)
    expect(reports.flatMap(path => linesOf(path).flatMap(line => report(path, line, inMessages)))).toEqual([])
  })

  test('that are not for any page stand on no page', () => {
    const pages = filesIn(['docs'], '.md').filter(path => path !== 'docs/glossary.md')
    expect(
      [...pages, 'README.md'].flatMap(path => linesOf(path).flatMap(line => report(path, line, inDocs))),
    ).toEqual([])
  })
})

describe('the words that a thing is not called by', () => {
  const words = notCalled(glossary)
  const meanings = meaningsIn(glossary)
  const texts = [
    ...filesIn(['engine', 'cmd', 'providers'], '.ts')
      .filter(path => !foreign.some(place => path.startsWith(place)) && !path.includes('/wire/'))
      .flatMap(path => sentencesOf(path).map(text => ({ path, text: proseOf(text) }))),
    ...filesIn(['schemas'], '.schema.json').flatMap(path =>
      descriptionsIn(path).map(text => ({ path, text: proseOf(text) })),
    ),
    ...[...filesIn(['docs'], '.md'), 'README.md']
      .filter(path => path !== 'docs/glossary.md' && path !== 'docs/partner-center-facts.md')
      .flatMap(path =>
        proseOf(readFileSync(join(root, path), 'utf8'))
          .split('\n')
          .map(text => ({ path, text })),
      ),
  ]

  test('are all of the glossary', () => {
    expect(words.length).toBeGreaterThan(60)
    expect(texts.length).toBeGreaterThan(3000)
    expect([...meanings.keys()].filter(word => !words.includes(word))).toEqual([])
  })

  test.each(words)('%s', word => {
    const pattern = new RegExp(`(?<![\\w-])${word}s?(?![\\w-])`, 'i')
    const phrases = meanings.get(word)
    const found = texts.filter(({ text }) => pattern.test(text))
    if (phrases === undefined || phrases.length > 0) {
      const without = (text: string) =>
        (phrases ?? []).reduce((rest, phrase) => rest.replaceAll(new RegExp(phrase, 'gi'), ''), text)
      expect(
        found
          .filter(({ text }) => pattern.test(without(text)))
          .map(({ path, text }) => `${path}: ${text.trim().slice(0, 160)}`),
      ).toEqual([])
    }
    // A meaning that nothing has is one more word to read.
    if (phrases !== undefined) expect(found).not.toEqual([])
  })
})

/** Made of other words than ours: Microsoft's, those of spreadsheets, of style sheets, of scripts in a page, and mails in several languages. */
const foreign = [
  'providers/sandbox/',
  'engine/portal/words.ts',
  'engine/invite/templates/',
  'cmd/report/html/style.ts',
  'cmd/report/html/script.ts',
  'cmd/report/html/live-script.ts',
  'cmd/program/bash-script.ts',
]

/** The column \"not called\" of every table of things. */
function notCalled(page: string): readonly string[] {
  const [things = ''] = page.split('## Two clashes')
  return [
    ...new Set(
      things
        .split('\n')
        .map(line => line.split('|').map(cell => cell.trim()))
        .filter(cells => cells.length === 5 && cells[1]?.startsWith('**'))
        .flatMap(([, , , words = '']) => words.split(', ')),
    ),
  ]
}

/** By word, the phrases it may stand in, as patterns; none: anywhere. */
function meaningsIn(page: string): ReadonlyMap<string, readonly string[]> {
  const [, table = ''] = page.split('## Words with another meaning')
  return new Map(
    table
      .split('\n')
      .map(line => line.split('|').map(cell => cell.trim()))
      .filter(cells => cells.length === 5 && cells[1] !== 'word' && !cells[1]?.startsWith('---'))
      .map(([, word = '', , phrases = '']) => [
        word,
        phrases
          .split(/, (?!contract|scenario)/)
          .filter(phrase => phrase !== '')
          .map(phrase => phrase.replaceAll(/[()|]/g, '.')),
      ]),
  )
}

/** Without code, commands, addresses and the marks of a page. */
function proseOf(text: string): string {
  return text
    .replaceAll(/```[\s\S]*?```/g, '')
    .replaceAll(/`[^`\n]*`/g, '')
    .replaceAll(/^ *tenantform .*$/gm, '')
    .replaceAll(/\]\([^)]*\)/g, ']')
    .replaceAll(/\[[\w./-]+\.md\]/g, '')
    .replaceAll(/<[^>]*>/g, '')
}

function descriptionsIn(path: string): readonly string[] {
  return [...readFileSync(join(root, path), 'utf8').matchAll(/"description": "(.*?)"/g)].map(([, text]) =>
    String(text),
  )
}

function bannedIn(page: string): readonly Banned[] {
  const [, table = ''] = page.split(/^## (?:Words that are not used|Words with another meaning)$/m)
  return table
    .split('\n')
    .map(line => line.split('|').map(cell => cell.trim()))
    .filter(cells => cells.length === 5 && cells[1] !== 'not' && !cells[1]?.startsWith('---'))
    .flatMap(([, words = '', , where = '']) =>
      words.split(', ').map(word => ({
        pattern: new RegExp(`\\b${word}\\b`, 'i'),
        everywhere: where === 'everywhere',
      })),
    )
}

function foundIn(text: string, patterns: readonly RegExp[]): readonly string[] {
  // Between backticks, and alone in a column of a report, it is a value.
  const read = text.replaceAll(/`[^`]*`/g, '').replaceAll(/ {2,}nobody(?= {2,}|$)/g, '')
  return patterns.flatMap(pattern => pattern.exec(read)?.[0].toLowerCase() ?? [])
}

function report(where: string, text: string, patterns: readonly RegExp[]): readonly string[] {
  return foundIn(text, patterns).map(word => `${where}: ${word}: ${text.trim().slice(0, 120)}`)
}

/** Texts of more than one word: what has no blank is a name or a value. */
function sentencesOf(path: string): readonly string[] {
  const source = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isLiteralTypeNode(node)) return
    if (ts.isStringLiteralLike(node) && node.text.includes(' ')) found.push(node.text)
    if (ts.isTemplateExpression(node))
      found.push([node.head.text, ...node.templateSpans.map(span => span.literal.text)].join('…'))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function filesIn(folders: readonly string[], ...endings: readonly string[]): readonly string[] {
  return folders.flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map(path => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter(path => endings.some(ending => path.endsWith(ending)))
      .sort(),
  )
}

function linesOf(path: string): readonly string[] {
  return readFileSync(join(root, path), 'utf8').split('\n')
}
