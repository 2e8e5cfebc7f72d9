/** How long a page takes to open and to filter in Chromium, by size; printed, never asserted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import { planHtml } from '../../cmd/report/plan/plan-html.ts'
import { statusHtml } from '../../cmd/report/status-html.ts'
import { aBoard } from '../support/boards.ts'
import { chromiumPath, openBrowser } from '../support/browser.ts'
import { aWidePlan } from '../support/pages.ts'

/** What a reader types, until the rows that fit are laid out. */
const filtering = `(() => {
  const input = document.querySelector('input'), at = performance.now()
  input.value = '42'
  input.dispatchEvent(new Event('input'))
  document.body.getBoundingClientRect()
  return performance.now() - at
})()`

const pages = {
  readiness: (customers: number) => statusHtml(aBoard(customers)),
  plan: (customers: number) => planHtml(aWidePlan(customers)),
}

export async function benchPage(kind: keyof typeof pages, customers: number): Promise<readonly string[]> {
  const what = `${kind} page of ${customers.toLocaleString('en')} customers`
  if (chromiumPath === null) return [what, '', 'skipped: there is no Chromium']
  const home = mkdtempSync(join(tmpdir(), 'tenantform-bench-page-'))
  const path = join(home, 'page.html')
  const html = pages[kind](customers)
  writeFileSync(path, html)
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    await page.goto('about:blank') // a browser's own start is not the page's
    const begin = performance.now()
    await page.goto(pathToFileURL(path).href)
    await page.evaluate('document.body.getBoundingClientRect().height')
    const open = performance.now() - begin
    const filter = Number(await page.evaluate(filtering))
    const size = `${Math.ceil(Buffer.byteLength(html) / 1024).toLocaleString('en')} KiB`
    return [what, `${open.toFixed(0)} ms`, `filters in ${filter.toFixed(0)} ms, ${size}`]
  } finally {
    await browser.close()
    rmSync(home, { recursive: true, force: true })
  }
}
