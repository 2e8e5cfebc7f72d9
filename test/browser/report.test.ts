/** The pages in a real browser, from a `file:` address, with the network cut off. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planHtml } from '../../cmd/report/plan-html.ts'
import { statusHtml } from '../../cmd/report/status-html.ts'
import { aBoard, hostileName } from '../support/boards.ts'
import { chromiumPath, openBrowser } from '../support/browser.ts'
import { planned } from '../support/story.ts'

let home = ''
let browser: Browser
const problems: string[] = []

async function opened(html: string, name: string, size = { width: 1280, height: 800 }): Promise<Page> {
  const path = join(home, `${name}.html`)
  writeFileSync(path, html)
  const context = await browser.newContext({ viewport: size, offline: true })
  const page = await context.newPage()
  page.on('console', message => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', error => problems.push(error.message))
  page.on('request', request => {
    if (!request.url().startsWith('file:') && !request.url().startsWith('data:')) problems.push(request.url())
  })
  await page.goto(pathToFileURL(path).href)
  return page
}

/** Bytes of a screenshot; TENANTFORM_SHOTS names a folder to keep them in. */
async function pictured(page: Page, name: string): Promise<number> {
  const path = join(process.env['TENANTFORM_SHOTS'] ?? home, `${name}.png`)
  await page.screenshot({ path, fullPage: name !== 'board-5000' })
  return statSync(path).size
}

const visible = (page: Page) => page.locator('#customers tbody tr:visible').count()

describe.skipIf(chromiumPath === null)('the readiness page in Chromium (skipped without one)', () => {
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'tenantform-page-'))
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    rmSync(home, { recursive: true, force: true })
  })

  it('shows names with markup as names, and fetches nothing', async () => {
    const page = await opened(statusHtml(aBoard(3)), 'three')
    expect(await page.locator('#customers tbody tr').first().locator('td').first().textContent()).toBe(
      hostileName,
    )
    expect(await page.evaluate("globalThis.broken ?? 'whole'")).toBe('whole')
    expect({ problems, isPicture: (await pictured(page, 'board-3')) > 5_000 }).toEqual({
      problems: [],
      isPicture: true,
    })
  })

  it('filters by words and by a column, and sorts numbers as numbers, by keyboard', async () => {
    const page = await opened(statusHtml(aBoard(200)), 'two-hundred')
    expect(await pictured(page, 'board-200')).toBeGreaterThan(50_000)
    await page.getByLabel('Filter').fill('held kunde')
    expect(await visible(page)).toBe(20)
    await page.getByLabel('standing').selectOption('blocked')
    await page.getByLabel('Filter').fill('held kunde 104')
    expect(await visible(page)).toBe(1)
    expect(await page.locator('[data-count]').textContent()).toBe('1 of 200')
    await page.getByLabel('Filter').fill('')
    await page.getByLabel('standing').selectOption('')
    const seats = page.getByRole('button', { name: 'seats' })
    await seats.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    expect(await page.locator('th[aria-sort=descending]').textContent()).toBe('seats')
    const first = await page.locator('#customers tbody tr:visible td.number').nth(1).textContent()
    expect(first).toBe('199')
    expect(problems).toEqual([])
  })

  it('is readable on a phone, in the dark and on paper', async () => {
    const page = await opened(statusHtml(aBoard(200)), 'phone', { width: 375, height: 700 })
    const wide = await page.evaluate('document.documentElement.scrollWidth')
    expect(wide).toBeLessThanOrEqual(375)
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
    const light = await background()
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await background()).not.toBe(light)
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByLabel('Filter').isVisible()).toBe(false)
    expect(problems).toEqual([])
  })

  it('has landmarks, a heading, and a name for every picture and control', async () => {
    const page = await opened(planHtml(planned()), 'plan')
    await pictured(page, 'plan')
    expect(await page.getByRole('main').count()).toBe(1)
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    expect(await page.getByRole('img').count()).toBe(2)
    expect(await page.getByRole('img', { name: /^Seats: 5 seats from italy to central/ }).count()).toBe(1)
    const nameless = await page.evaluate(
      "[...document.querySelectorAll('input,select')].filter(one => one.closest('label') === null).length",
    )
    expect({ nameless, problems }).toEqual({ nameless: 0, problems: [] })
  })

  it('keeps thousands of rows back until they are asked for, and filters all of them', async () => {
    const page = await opened(statusHtml(aBoard(5000)), 'thousands')
    expect(await visible(page)).toBe(500)
    expect(await pictured(page, 'board-5000')).toBeGreaterThan(50_000)
    await page.getByLabel('Filter').fill('kunde 2500 not invited')
    expect(await visible(page)).toBe(1)
    await page.getByLabel('Filter').fill('')
    await page.getByRole('button', { name: 'Show all 5000' }).click()
    expect(await visible(page)).toBe(5000)
    expect(problems).toEqual([])
  })
})
