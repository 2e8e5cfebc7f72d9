import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { calls } from '../../providers/partner-center/client/calls.ts'
import { root } from '../support/example.ts'
import { whyKept } from './kept-ready.ts'
import { keptReady, partnerCenterPage } from './partner-center-page.ts'

describe('docs/partner-center.md', () => {
  it('lists every call of the table, and says of it what the table says', async () => {
    expect(Object.keys(calls).length).toBeGreaterThan(50)
    await expect(partnerCenterPage()).toMatchFileSnapshot(join(root, 'docs/partner-center.md'))
  })

  it('gives a reason for every call no command uses, and for no other', () => {
    expect(Object.keys(whyKept).sort()).toEqual([...keptReady()].sort())
  })
})
