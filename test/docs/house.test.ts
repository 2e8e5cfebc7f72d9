/** Sizes of the house: what a reader can take in at a glance. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { globSync } from 'tinyglobby'
import { describe, expect, it } from 'vitest'
import { root } from '../support/example.ts'

const production = globSync('{cmd,engine,providers,schemas}/**', {
  cwd: root,
  ignore: '**/validators.{js,packages.json}',
})

describe('production code', () => {
  it('has no folder of more than 25 files', () => {
    const files = new Map<string, number>()
    for (const path of production) files.set(dirname(path), (files.get(dirname(path)) ?? 0) + 1)
    expect(files.size).toBeGreaterThan(50)
    expect([...files].filter(([, count]) => count > 25)).toEqual([])
  })

  it('has no file of more than 300 lines', () => {
    const written = production.filter(path => path.endsWith('.ts') && !path.startsWith('schemas/generated/'))
    const long = written
      .map(path => [path, readFileSync(join(root, path), 'utf8').split('\n').length - 1] as const)
      .filter(([, lines]) => lines > 300)
    expect(long).toEqual([])
  })
})
