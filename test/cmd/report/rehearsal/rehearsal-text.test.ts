import { expect, it } from 'vitest'
import { rehearsalText } from '../../../../cmd/report/rehearsal/rehearsal-text.ts'
import { aRehearsal } from '../../../support/rehearsals.ts'

it('says what the cutover comes to, then wave by wave, account by account, and who fails', () => {
  expect(
    rehearsalText(aRehearsal(1), { columns: Number.POSITIVE_INFINITY, colour: false }),
  ).toMatchInlineSnapshot(`
    "REHEARSAL in a sandbox (world f4b7322e): nothing here is about your accounts
    2 rehearsals on copies of 123 customers, as of 2026-12-06T17:30Z

    how long  2 h 12 min (2 h 12 min to 2 h 21 min) of work · 2 days 1 h by the calendar
    window    emea closes 2026-12-09T06:30Z: does not fit
    requests  8,401 (8,401 to 8,402) · 3 refused for want of budget
    money     committed nothing · credit 2 unknown · each month the same
    twice     nothing is charged in two accounts on one day
    done      412 actions · afterwards something is left to do in 2 of 2
    fail      1 customer, below
    assumed   500 requests a minute by account and kind of resource · answers after 150 to 600 ms · trouble with one request of 200 · 1 scripted fault · caps/emea is approved
    left out  account reviews, qualifications, open transfers, delegated administration, what others do meanwhile

    wave                     from               to                 work        customers  actions  requests  end
    emea, wave pilot         2026-12-07T05:00Z  2026-12-07T05:22Z  22 min      12         40       800       finished · resumed once
    emea, wave all <others>  2026-12-07T05:22Z  2026-12-09T06:12Z  1 h 50 min  110        372      7,601     the window was over · planned 2 times

    account  hour               requests  busiest minute
    central  2026-12-07T05:00Z  3,000     400 of one kind
             2026-12-09T05:00Z  2,000
    italy    2026-12-07T05:00Z  3,401     212 of one kind

    customer             wave          standing  next     in      why
    Customer 1 & <Sons>  all <others>  blocked   partner  1 of 2  The window closes at 2026-12-09T06:30:00Z. · unknown: no answer came
    "
  `)
})

it.each([80, 160])('keeps to %i columns', columns => {
  const lines = rehearsalText(aRehearsal(3), { columns, colour: false }).split('\n')
  expect(lines.filter(line => line.length > columns)).toEqual([])
})

it('says that there are fewer rehearsals than usual, and how to get more', () => {
  const lines = rehearsalText(
    { ...aRehearsal(1), fewerSeedsThan: 3 },
    { columns: Number.POSITIVE_INFINITY, colour: false },
  ).split('\n')
  expect(lines.filter(line => line.startsWith('seeds'))).toEqual([
    'seeds     2 instead of 3, because one of this size takes about a minute: `--seeds 3` shows more of the spread',
  ])
})
