import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type CallName, calls } from '../../../../providers/graph/client/calls.ts'
import { fillPath } from '../../../../providers/http/address.ts'
import { root } from '../../../support/example.ts'

const page = readFileSync(join(root, 'docs/partner-center-facts.md'), 'utf8')

describe('the calls', () => {
  it.each(Object.keys(calls) as readonly CallName[])('of the page hold %s', call => {
    const { method, path } = calls[call]
    expect(page).toContain(`| \`${call}\` | \`${method} ${path}\` |`)
  })

  it('that change something are never sent again unasked', () => {
    const rows = Object.values(calls).map(({ effect, repeat }) => `${effect} ${repeat}`)
    expect([...new Set(rows)].sort()).toEqual(['read freely', 'write look first'])
  })

  it('take an id for an id', () => {
    expect(fillPath('/a/{relationship}/b', { relationship: '../x?y#z' })).toBe('/a/..%2Fx%3Fy%23z/b')
  })
})
