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

const banned = bannedIn(readFileSync(join(root, 'docs/glossary.md'), 'utf8'))
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

function bannedIn(page: string): readonly Banned[] {
  const [, table = ''] = page.split('## Words that are not used')
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
