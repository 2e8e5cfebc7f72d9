import { expect, it } from 'vitest'
import { rehearsalHtml } from '../../../../cmd/report/rehearsal/rehearsal-html.ts'
import { aRehearsal } from '../../../support/rehearsals.ts'

const page = rehearsalHtml(aRehearsal(2))
const textsOf = (pattern: RegExp) =>
  [...page.matchAll(pattern)].map(match =>
    (match[1] ?? '')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/ +/g, ' ')
      .trim(),
  )

it('draws the days of the middle rehearsal, what was done in each, and the day on which the window closes', () => {
  const [timeline = ''] = /<figure class="timeline">.*?<\/figure>/s.exec(page) ?? []
  const days = [...timeline.matchAll(/<time datetime="([^"]*)".*?<\/li>/gs)].map(([day, date]) => ({
    date,
    lines: [...day.matchAll(/<p>([^<]*)<\/p>/g)].map(match => match[1]),
  }))
  expect(days).toEqual([
    {
      date: '2026-12-07',
      lines: [
        '05:00 to 05:20: emea, wave pilot, 11 customers, 760 requests, partial',
        '05:20 to 05:22: emea, wave pilot, resumed, 1 customer, 40 requests',
        '05:22 to 06:00: emea, wave all &lt;others&gt;, 60 customers, 4000 requests, partial',
      ],
    },
    {
      date: '2026-12-09',
      lines: [
        '05:00 to 06:12: emea, wave all &lt;others&gt;, 50 customers, 3601 requests, partial',
        '06:30: the window of emea closes',
      ],
    },
  ])
})

it('is marked as a rehearsal, says where it was copied from, and warns of what does not fit', () => {
  expect(textsOf(/<p class="rehearsal" role="note">(.*?)<\/p>/g)).toEqual([
    'REHEARSAL in a sandbox (world f4b7322e): nothing here is about your accounts',
  ])
  expect(textsOf(/<p class="notice bad">(.*?)<\/p>/g)).toEqual([
    'emea closes 2026-12-09T06:30Z: does not fit',
    '412 actions · afterwards something is left to do in 2 of 2',
  ])
  expect(textsOf(/<dl class="facts">(.*?)<\/dl>/g)[0]).toContain(
    'copied from global, api.partnercenter.microsoft.com as of 2026-12-06T17:30Z',
  )
})
