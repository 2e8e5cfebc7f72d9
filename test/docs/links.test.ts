import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../support/example.ts'

const pages = [
  ...readdirSync(root).filter(name => name.endsWith('.md')),
  ...['docs', 'examples', 'providers'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(path => path.endsWith('.md'))
      .map(path => join(folder, path)),
  ),
].sort()

function headingsOf(file: string): ReadonlySet<string> {
  const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(match =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
  return new Set(headings)
}

describe('links between pages', () => {
  it.each(pages)('in %s lead somewhere', page => {
    const text = readFileSync(join(root, page), 'utf8').replace(/```.*?```/gs, '')
    const broken = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(match => match[1] ?? '')
      .filter(link => !/^[a-z]+:/.test(link))
      .filter(link => {
        const [path = '', anchor] = link.split('#')
        const file = path === '' ? join(root, page) : join(root, dirname(page), path)
        return !existsSync(file) || (anchor !== undefined && !headingsOf(file).has(anchor))
      })
    expect(broken).toEqual([])
  })

  it.each(pages)('and the paths named in %s exist', page => {
    const named = [
      ...readFileSync(join(root, page), 'utf8').matchAll(
        /`((?:schemas|engine|providers|cmd|examples|test|docs|\.tools)\/[\w./-]*)`/g,
      ),
    ].map(match => match[1] ?? '')
    expect(named.filter(path => !existsSync(join(root, path)))).toEqual([])
  })

  it('name no path of one machine', () => {
    const absolute = pages.filter(page =>
      /(^|[\s(`"'])\/(work|tmp|home|Users)\//m.test(readFileSync(join(root, page), 'utf8')),
    )
    expect(absolute).toEqual([])
  })
})
