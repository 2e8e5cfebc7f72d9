/** Pages opened from a `file:` address with the network cut off, and whatever went wrong in them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'

export interface Look {
  readonly width?: number
  readonly height?: number
  readonly theme?: 'light' | 'dark'
}

/** A desk, a phone. */
export const phone: Look = { width: 390, height: 844 }

export interface Reading {
  open(html: string, look?: Look): Promise<Page>
  /** Console errors, exceptions, and requests for anything but the page itself. */
  problems(page: Page): readonly string[]
  /** A picture of the page, as a PNG; TENANTFORM_SHOTS names a folder to keep it in. */
  picture(page: Page, name: string, whole?: boolean): Promise<Buffer>
  close(): Promise<void>
}

export async function startReading(): Promise<Reading> {
  const home = mkdtempSync(join(tmpdir(), 'tenantform-page-'))
  const browser: Browser = await openBrowser()
  const problemsBy = new Map<Page, string[]>()
  let pages = 0
  return {
    problems: page => problemsBy.get(page) ?? ['this page was never opened'],
    async open(html, { width = 1280, height = 900, theme = 'light' } = {}) {
      pages += 1
      const path = join(home, `${pages}.html`)
      writeFileSync(path, html)
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        offline: true,
      })
      const page = await context.newPage()
      const problems: string[] = []
      problemsBy.set(page, problems)
      page.on('console', message => {
        if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
      })
      page.on('pageerror', error => problems.push(error.message))
      page.on('request', request => {
        if (!request.url().startsWith('file:') && !request.url().startsWith('data:'))
          problems.push(request.url())
      })
      await page.goto(pathToFileURL(path).href)
      return page
    },
    picture: (page, name, whole = true) =>
      page.screenshot({
        path: join(process.env['TENANTFORM_SHOTS'] ?? home, `${name}.png`),
        fullPage: whole,
      }),
    async close() {
      await browser.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds against WCAG 2.2 AA and its own best practices, or against some rules: `rule: element`. Contrasts are those of the page's current theme. */
export async function accessibilityFaults(
  page: Page,
  rules: readonly string[] = [],
): Promise<readonly string[]> {
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe)
  const options = rules.length === 0 ? {} : { runOnly: { type: 'rule', values: rules } }
  return (await page.evaluate(`axe.run(${JSON.stringify(options)}).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(node => [id, node.target.join(' '), node.any[0]?.message ?? ''].join(': '))))`)) as readonly string[] // made in the line before
}
