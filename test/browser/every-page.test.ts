/** Every kind of page, in both themes, on a phone and on paper. Without Chromium they are skipped. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evidenceHtml } from '../../cmd/report/evidence-html.ts'
import { doctorHtml } from '../../cmd/report/pages/doctor-html.ts'
import { driftHtml } from '../../cmd/report/pages/drift-html.ts'
import { reconcileHtml } from '../../cmd/report/pages/reconcile-html.ts'
import { refusalHtml } from '../../cmd/report/pages/refusal-html.ts'
import { renewalsHtml } from '../../cmd/report/pages/renewals-html.ts'
import { planHtml } from '../../cmd/report/plan/plan-html.ts'
import { rehearsalHtml } from '../../cmd/report/rehearsal/rehearsal-html.ts'
import { resultHtml } from '../../cmd/report/result-html.ts'
import { statusHtml } from '../../cmd/report/status-html.ts'
import { tableHtml } from '../../cmd/report/table-html.ts'
import { aFullBoard } from '../support/boards.ts'
import { chromiumPath } from '../support/browser.ts'
import { aDoctorReport, aDrift, aReconciliation, someRenewals } from '../support/comparisons.ts'
import { accessibilityFaults, phone, type Reading, startReading } from '../support/opened-page.ts'
import { anEvidenceTable, aPartialResult, aStaleApply, aWidePlan } from '../support/pages.ts'
import { aRehearsal } from '../support/rehearsals.ts'
import { planned } from '../support/story.ts'

const pages = {
  plan: (customers: number) => planHtml(aWidePlan(customers)),
  result: () => resultHtml(aPartialResult()),
  refusal: (customers: number) => {
    const { refusal, plan } = aStaleApply(customers)
    return refusalHtml(refusal, plan)
  },
  rehearsal: (customers: number) => rehearsalHtml(aRehearsal(customers)),
  status: (customers: number) => statusHtml(aFullBoard(customers)),
  evidence: (customers: number) => evidenceHtml(anEvidenceTable(customers)),
  table: (rows: number) => tableHtml(anEvidenceTable(rows)),
  drift: (customers: number) =>
    driftHtml(aDrift(customers), { at: aDrift(1).readAt, madeIn: planned().madeIn }),
  doctor: () => doctorHtml(aDoctorReport(), planned().madeIn),
  reconciliation: (rows: number) => reconcileHtml(aReconciliation(rows), { madeIn: planned().madeIn }),
  renewals: (rows: number) => renewalsHtml(someRenewals(rows)),
} as const
/** The bench opens 5,000; here it is about counts. */
const many = process.env['TENANTFORM_FULL'] === undefined ? 500 : 5000
const kinds = Object.keys(pages) as (keyof typeof pages)[]

describe.skipIf(chromiumPath === null)('every page in Chromium (skipped without one)', () => {
  let reading: Reading
  beforeAll(async () => {
    reading = await startReading()
  })
  afterAll(() => reading.close())

  it.each(kinds)(
    'the page of a %s is accessible: names, landmarks, structure, contrast in both themes',
    async kind => {
      const page = await reading.open(pages[kind](12))
      await reading.picture(page, `${kind}-light`)
      expect(await accessibilityFaults(page)).toEqual([])
      await page.emulateMedia({ colorScheme: 'dark' })
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(18, 22, 28)')
      await reading.picture(page, `${kind}-dark`)
      expect(await accessibilityFaults(page, ['color-contrast'])).toEqual([])
      expect(reading.problems(page)).toEqual([])
    },
  )

  it.each(kinds)('the page of a %s has no row that is wider than its page at 1280 pixels', async kind => {
    const page = await reading.open(pages[kind](12))
    expect(
      await page.evaluate(`({
        page: document.documentElement.scrollWidth,
        wider: [...document.querySelectorAll('.box,figure,.panel')].filter(one => one.scrollWidth > one.clientWidth).map(one => [one.getAttribute('aria-label') ?? one.textContent, one.scrollWidth, one.clientWidth]),
        rows: document.querySelectorAll('tbody tr').length > 0,
      })`),
    ).toEqual({ page: 1280, wider: [], rows: true })
  })

  it.each(kinds)('the page of a %s fits a phone', async kind => {
    const page = await reading.open(pages[kind](12), phone)
    await reading.picture(page, `${kind}-phone`)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    expect(
      await accessibilityFaults(page, ['color-contrast', 'aria-required-children', 'aria-required-parent']),
    ).toEqual([])
    expect(reading.problems(page)).toEqual([])
  })

  it.each(kinds)('the page of a %s is whole on paper: every row, nothing cut off at its side', async kind => {
    const page = await reading.open(pages[kind](120), { width: 718 })
    await page.emulateMedia({ media: 'print' })
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    const printed = (await page.evaluate(`({
      tools: [...document.querySelectorAll('.tools,nav,.more')].filter(one => one.getClientRects().length > 0).length,
      missing: [...document.querySelectorAll('section[data-rows]')].filter(one =>
        JSON.parse(one.querySelector('script').textContent).rows.length !== one.querySelectorAll('tbody tr').length).length,
      cut: [...document.querySelectorAll('.box')].filter(box => box.clientHeight < box.scrollHeight - 1 && getComputedStyle(box).overflowY !== 'visible').length,
      beside: [...document.querySelectorAll('tbody td,tbody th,p,dd,li')].filter(one => one.getBoundingClientRect().right > innerWidth + 1).map(one => one.textContent),
    })`)) as unknown
    expect(printed).toEqual({ tools: 0, missing: 0, cut: 0, beside: [] })
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000)
    expect(reading.problems(page)).toEqual([])
  })

  it('draws seats and days of a plan, and tells them in words', async () => {
    const page = await reading.open(pages.plan(12))
    expect({
      seats: await page
        .getByRole('img')
        .evaluateAll(pictures => pictures.map(picture => picture.getAttribute('aria-label'))),
      days: await page.locator('.days time').allTextContents(),
      steps: await page.locator('.lane').allTextContents(),
    }).toEqual({
      seats: ['Seats: germany → central: 60 seats; italy → central: 60 seats'],
      days: ['2026-12-07'],
      steps: [
        'steady state24 bought → 12 customers checked → 24 switched off24 bought12 customers checked24 switched off',
      ],
    })
  })

  it(`opens a plan of ${many} customers with a hundred rows drawn in each table, and filters all of them`, async () => {
    const html = planHtml(aWidePlan(many))
    expect(html.length).toBeLessThan(200_000 + many * 400)
    const page = await reading.open(html)
    const drawn = await page
      .locator('section[data-rows] tbody')
      .evaluateAll(bodies => bodies.map(body => body.childElementCount))
    expect(drawn).toEqual([100, 100, 100])
    await reading.picture(page, `plan-${many}`)
    await page.getByLabel('Filter changes').fill(`customer ${many}`)
    expect(await page.locator('#changes .count').textContent()).toBe(
      `4 of ${(many * 4).toLocaleString('en')}`,
    )
    expect(reading.problems(page)).toEqual([])
  })
})
