/** How long a readiness page of a size takes to open and to filter in Chromium; printed, never asserted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import { statusHtml } from '../../cmd/report/status-html.ts'
import { aBoard } from '../support/boards.ts'
import { chromiumPath, openBrowser } from '../support/browser.ts'

const filtering = `(() => {
  const input = document.querySelector('input'), at = performance.now()
  input.value = 'kunde 42'
  input.dispatchEvent(new Event('input'))
  document.body.getBoundingClientRect()
  return performance.now() - at
})()`

export async function benchPage(customers: number): Promise<readonly string[]> {
  const what = `readiness page of ${customers.toLocaleString('en')} customers`
  if (chromiumPath === null) return [what, '', 'skipped: there is no Chromium']
  const home = mkdtempSync(join(tmpdir(), 'tenantform-bench-page-'))
  const path = join(home, 'board.html')
  writeFileSync(path, statusHtml(aBoard(customers)))
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    const begin = performance.now()
    await page.goto(pathToFileURL(path).href)
    const open = performance.now() - begin
    const filter = Number(await page.evaluate(filtering))
    return [what, `${open.toFixed(0)} ms`, `filters in ${filter.toFixed(0)} ms`]
  } finally {
    await browser.close()
    rmSync(home, { recursive: true, force: true })
  }
}
