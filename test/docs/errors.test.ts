import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../support/example.ts'
import { codeFiles, declaredCodes, pageOf } from './error-page.ts'

describe('docs/errors.md', () => {
  it('lists every declared code with its words and remedies, and no other', async () => {
    const declared = await declaredCodes()
    expect(declared.length).toBeGreaterThan(50)
    await expect(pageOf(declared)).toMatchFileSnapshot(join(root, 'docs/errors.md'))
  })

  it('can see every code, because codes are declared in files called codes.ts', () => {
    const elsewhere = ['schemas', 'engine', 'providers', 'cmd'].flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .map(path => `${folder}/${path.replaceAll('\\', '/')}`)
        .filter(path => path.endsWith('.ts') && !codeFiles().includes(path))
        .filter(path => / = defineCodes\(/.test(readFileSync(join(root, path), 'utf8'))),
    )
    expect(elsewhere).toEqual([])
  })

  it('has no code declared twice', async () => {
    const codes = (await declaredCodes()).map(entry => entry.code)
    expect(codes.filter((code, position) => codes.indexOf(code) !== position)).toEqual([])
  })
})
