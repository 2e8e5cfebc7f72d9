/** The pages in a real browser: read, filtered, sorted, by mouse and by keyboard, at every size. Without Chromium they are skipped. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { statusHtml } from '../../cmd/report/status-html.ts'
import { aBoard, hostileName } from '../support/boards.ts'
import { chromiumPath } from '../support/browser.ts'
import { phone, type Reading, startReading } from '../support/opened-page.ts'

const rows = (page: Page) => page.evaluate("document.querySelectorAll('#customers tbody tr').length")
const names = (page: Page) =>
  page
    .locator('#customers tbody tr > th')
    .evaluateAll(cells => cells.map(cell => cell.firstChild?.textContent))
const column = (page: Page, label: string) =>
  page.locator(`#customers tbody [data-label="${label}"]`).allTextContents()
const filter = (page: Page) => page.getByLabel('Filter customers')
const count = (page: Page) => page.locator('#customers .count').textContent()

describe.skipIf(chromiumPath === null)('the readiness page in Chromium (skipped without one)', () => {
  let reading: Reading
  beforeAll(async () => {
    reading = await startReading()
  })
  afterAll(() => reading.close())

  it('shows names with markup as names, before and after it is sorted, and fetches nothing', async () => {
    const page = await reading.open(statusHtml(aBoard(3)))
    expect((await names(page))[0]).toBe(hostileName)
    await page.getByRole('button', { name: 'seats' }).click()
    expect((await names(page))[0]).toBe(hostileName)
    expect(await page.evaluate("globalThis.broken ?? 'whole'")).toBe('whole')
    expect((await reading.picture(page, 'board-3')).length).toBeGreaterThan(20_000)
    expect(reading.problems(page)).toEqual([])
  })

  it('runs no script but its own', async () => {
    const page = await reading.open(
      statusHtml(aBoard(3)).replace(
        '</main>',
        '<script>window.broken = 1</script><p onclick="broken = 2">here</p></main>',
      ),
    )
    await page.getByText('here', { exact: true }).click()
    expect(await page.evaluate("globalThis.broken ?? 'whole'")).toBe('whole')
    expect(reading.problems(page).map(problem => problem.split(' violates')[0])).toEqual([
      'Executing inline script',
      'Executing inline event handler',
    ])
  })

  it('filters by words, without regard to accents and case, and by columns, and takes it back', async () => {
    const board = aBoard(200)
    const page = await reading.open(statusHtml(board))
    expect((await reading.picture(page, 'board-200')).length).toBeGreaterThan(50_000)
    await filter(page).fill('HÉLD kunde')
    const held = board.rows.filter(({ standing }) => standing === 'blocked')
    expect(held.length).toBeGreaterThan(10)
    expect(await count(page)).toBe(`${held.length} of 200`)
    const last = held.at(-1)?.seats
    await filter(page).fill(`held kunde ${last}`)
    await page.getByLabel('standing').selectOption('blocked')
    expect(await names(page)).toEqual([held.at(-1)?.customer])
    await filter(page).fill('held nobody')
    expect(await page.locator('#customers tbody').textContent()).toBe('Nothing here fits the filter.')
    await page.getByRole('button', { name: 'Clear' }).click()
    expect({ count: await count(page), rows: await rows(page) }).toEqual({ count: '200', rows: 100 })
    expect(await page.evaluate('document.activeElement.type')).toBe('search')
    expect(reading.problems(page)).toEqual([])
  })

  it('sorts by keyboard: up, down, and as it was; numbers as numbers', async () => {
    const page = await reading.open(statusHtml(aBoard(200)))
    const written = await names(page)
    const seats = page.getByRole('button', { name: 'seats' })
    const head = page.getByRole('columnheader', { name: 'seats' })
    await seats.focus()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
    await page.keyboard.press('Enter')
    expect(await head.getAttribute('aria-sort')).toBe('ascending')
    expect((await column(page, 'seats')).slice(0, 12)).toEqual(
      Array.from({ length: 12 }, (_, at) => String(at)),
    )
    await page.keyboard.press('Space')
    expect(await head.getAttribute('aria-sort')).toBe('descending')
    expect((await column(page, 'seats')).slice(0, 3)).toEqual(['199', '198', '197'])
    await page.keyboard.press('Enter')
    expect(await head.getAttribute('aria-sort')).toBeNull()
    expect(await names(page)).toEqual(written)
    expect(reading.problems(page)).toEqual([])
  })

  it('keeps the header and the customer in sight while the table scrolls', async () => {
    const page = await reading.open(statusHtml(aBoard(200)), { width: 900 })
    const offsets = (await page.evaluate(`(async () => {
      const box = document.querySelector('#customers .box')
      box.scrollTo(200, 900)
      await new Promise(requestAnimationFrame)
      const inner = box.getBoundingClientRect()
      const head = box.querySelector('thead th:last-child').getBoundingClientRect()
      const name = box.querySelector('tbody th').getBoundingClientRect()
      return { scrolled: [box.scrollTop > 500, box.scrollLeft > 0], head: Math.round(head.top - inner.top), name: Math.round(name.left - inner.left) }
    })()`)) as unknown
    expect(offsets).toEqual({ scrolled: [true, true], head: 1, name: 1 })
  })

  it('opens 5,000 customers with a hundred of them drawn, filters all, and draws the rest when asked', async () => {
    const board = aBoard(5000)
    const html = statusHtml(board)
    expect(html.length).toBeLessThan(1_000_000)
    const page = await reading.open(html)
    expect({ count: await count(page), rows: await rows(page) }).toEqual({ count: '5,000', rows: 100 })
    expect((await reading.picture(page, 'board-5000')).length).toBeGreaterThan(50_000)
    const one = board.rows[2500]
    await filter(page).fill(`kunde 2500 ${one?.standing}`)
    expect(await names(page)).toEqual([one?.customer])
    await filter(page).fill('')
    await page.evaluate("document.querySelector('#customers .box').scrollTo(0, 99999)")
    await expect.poll(() => rows(page)).toBe(200)
    await page.getByRole('button', { name: 'Show 100 more' }).click()
    expect(await rows(page)).toBe(300)
    await page.getByRole('button', { name: 'Show all 5,000' }).click()
    expect(await rows(page)).toBe(5000)
    expect(reading.problems(page)).toEqual([])
  })

  it('says something without script too', async () => {
    const html = statusHtml(aBoard(200)).replace(/<script>[\s\S]*?<\/script>/, '')
    const page = await reading.open(html)
    expect({
      rows: await rows(page),
      first: (await names(page))[0],
      filter: await filter(page).isVisible(),
    }).toEqual({
      rows: 100,
      first: hostileName,
      filter: false,
    })
  })

  it('has rows as cards on a phone, and nothing to scroll sideways', async () => {
    const page = await reading.open(statusHtml(aBoard(200)), phone)
    expect((await reading.picture(page, 'board-200-phone', false)).length).toBeGreaterThan(20_000)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    expect(
      await page.evaluate("getComputedStyle(document.querySelector('#customers tbody tr')).display"),
    ).toBe('grid')
    await filter(page).fill('ONERROR')
    expect(await count(page)).toBe('1 of 200')
    expect(reading.problems(page)).toEqual([])
  })
})
