/** The workflow of every night, run as it is written: one issue that is kept up to date and closes itself. */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { customer } from '../../support/ci/checked-out.ts'
import { useSite } from '../../support/ci/github-jobs.ts'

const site = useSite()

describe('a night', () => {
  it('opens one issue about what drifted, keeps it up to date, and closes it when nothing is left', async () => {
    const { tenants, host, run } = site()
    await tenants.applyPilot()
    const declared = tenants.declared()
    const night = (seats: number) => {
      tenants.repository.write(customer, declared.replace(/seats: \d+/, `seats: ${seats}`))
      const result = run('schedule.yml', 'drift', { commit: tenants.repository.commit(`Declares ${seats}`) })
      const open = host.read().issues.filter(issue => issue.state === 'open')
      const said = (seen: number) => `seats: 5 live, ${seen} declared`
      return {
        failed: result.failed,
        open: open.map(({ number, title, body }) => ({
          number,
          title,
          tells: [7, 8].filter(seen => body.includes(said(seen))),
        })),
        kept: readdirSync(result.artifacts['tenantform-night-.'] ?? '').sort(),
      }
    }
    const kept = ['activity.csv', 'drift.md', 'issue.md', 'renewals.ics', 'renewals.json']
    const issue = { number: 1, title: 'Tenantform: drift and renewals in .' }
    expect(night(7)).toEqual({ failed: false, open: [{ ...issue, tells: [7] }], kept })
    expect(night(8)).toEqual({ failed: false, open: [{ ...issue, tells: [8] }], kept })
    expect(night(5)).toEqual({ failed: false, open: [], kept })
    expect(host.read().issues.map(({ number, state }) => [number, state])).toEqual([[1, 'closed']])
  })
})
