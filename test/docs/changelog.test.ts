import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../support/example.ts'

const lines = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').split('\n')
const releases = lines.filter(line => line.startsWith('## '))
const headings = lines.filter(line => line.startsWith('### '))
const entries = lines.filter(line => line.startsWith('- '))

describe('CHANGELOG.md', () => {
  it('is grouped by release, the next one first, and by kind of change, each once and in one order', () => {
    expect(releases[0]).toBe('## Unreleased')
    const perRelease = headings.slice(0, headings.length / releases.length)
    expect(perRelease).toEqual(['### Added', '### Changed', '### Fixed', '### Security'])
  })

  // Entries of branches are merged by union, which can repeat one.
  it('has each entry once, below a kind of change', () => {
    expect(entries.length).toBeGreaterThan(50)
    expect(entries.filter((entry, position) => entries.indexOf(entry) !== position)).toEqual([])
    expect(lines.findIndex(line => line.startsWith('- '))).toBeGreaterThan(lines.indexOf('### Added'))
  })
})
