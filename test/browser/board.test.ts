/** The served board in a real browser: each view, at every size, up to date without the reader's doing. Without Chromium they are skipped. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Board } from '../../cmd/report/board/board.ts'
import { boardHtml, boardPlaces, isBoardPlace } from '../../cmd/report/board/board-html.ts'
import { servedPolicy } from '../../cmd/report/html/page.ts'
import { decimal, instant, subscriptionId, utcDate } from '../../engine/model/ids.ts'
import { type PageServer, servePages } from '../../providers/page-server/index.ts'
import { aFullBoard, hostileName } from '../support/boards.ts'
import { chromiumPath, openBrowser } from '../support/browser.ts'
import { accessibilityFaults, phone } from '../support/opened-page.ts'
import { boughtBy } from '../support/own-writes.ts'

const write = boughtBy({
  subscription: subscriptionId('00000000-0000-4000-8000-000000000001'),
  commerce: 'nce',
  on: utcDate('2026-12-07'),
  perMonth: decimal('18.00'),
  seats: 5,
})
const first: Board = {
  status: aFullBoard(12),
  applies: [
    {
      apply: '20261207T060000Z-00000000',
      startedAt: instant('2026-12-07T06:00:00Z'),
      finished: false,
      steps: [
        write,
        { ...write, outcome: null, ended: null, customerName: hostileName },
        { ...write, outcome: 'refused' },
      ],
    },
  ],
  trouble: ['The accounts could not be read again: no answer.'],
  version: 'first',
}

describe.skipIf(chromiumPath === null)('the served board in Chromium (skipped without one)', () => {
  let browser: Browser
  let server: PageServer
  let board: Board
  const problems: string[] = []
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    board = first
    problems.length = 0
    server = await servePages({
      port: 0,
      policy: servedPolicy,
      pageAt: async place => {
        if (place === 'version') return { type: 'text/plain', text: board.version }
        return isBoardPlace(place) ? { type: 'text/html', text: boardHtml(board, place) } : null
      },
    })
  })
  afterEach(async () => {
    await Promise.all(browser.contexts().map(context => context.close()))
    await server.close()
  })

  async function open(place: string, { width = 1280, height = 900 } = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height } })
    const page = await context.newPage()
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
    })
    page.on('pageerror', error => problems.push(error.message))
    page.on('request', request => {
      if (!request.url().startsWith(server.url) && !request.url().startsWith('data:'))
        problems.push(request.url())
    })
    await page.goto(server.url + place)
    return page
  }

  it.each(boardPlaces)(
    'the view %s is accessible in both themes, and no row is wider than its page',
    async place => {
      const page = await open(place)
      expect(await accessibilityFaults(page)).toEqual([])
      expect(
        await page.evaluate(`({
          page: document.documentElement.scrollWidth,
          wider: [...document.querySelectorAll('.box')].filter(one => one.scrollWidth > one.clientWidth).length,
          rows: document.querySelectorAll('tbody tr').length > 0,
          here: document.querySelector('.views [aria-current]').getAttribute('href'),
        })`),
      ).toEqual({ page: 1280, wider: 0, rows: true, here: place === '' ? './' : place })
      await page.emulateMedia({ colorScheme: 'dark' })
      expect(await accessibilityFaults(page, ['color-contrast'])).toEqual([])
      await page.setViewportSize({ width: phone.width ?? 0, height: phone.height ?? 0 })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
      expect(problems).toEqual([])
    },
  )

  it('leads from view to view, and shows what is new by itself', async () => {
    const page = await open('')
    await page.getByRole('link', { name: 'Auditor' }).click()
    expect(await page.title()).toContain('Auditor Who changed what')
    board = { ...first, version: 'second', applies: [] }
    await page.getByText('0 writes in 0 applies').waitFor()
    expect(problems).toEqual([])
  })

  it('asks before it shows what is new to a reader who has filtered, and says when it is served no more', async () => {
    const page = await open('')
    const filter = page.getByLabel('Filter customers')
    await filter.fill('kunde 3')
    board = { ...first, version: 'second' }
    await page.getByText('There is something new.').waitFor()
    expect(await filter.inputValue()).toBe('kunde 3')
    await page.getByRole('button', { name: 'Show it' }).click()
    await page.waitForFunction("document.querySelector('[data-version]').dataset.version === 'second'")
    expect(problems).toEqual([])
    await server.close()
    await page.getByText('The board is not served any more').waitFor()
  })
})
