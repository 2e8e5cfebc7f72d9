/** E33: only pairs of HTTP status and code that the service has. Any other one does not compile; the rig looks at every answer. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { codesByStatus, statusOfCode } from '../../../providers/sandbox/error-codes.ts'
import { pairs, strangePair } from './error-pairs.ts'
import { aRig } from './rig.ts'

const known = new Set(
  Object.entries(codesByStatus).flatMap(([status, codes]) => codes.map(code => `${status}/${code}`)),
)

it('E33: what a refusal can be is what the page lists', () => {
  // 200/400072 is no refusal.
  expect([...known].sort()).toEqual([...pairs].filter(pair => pair !== '200/400072').sort())
})

const page = process.env['TENANTFORM_CONTRACT']

it.skipIf(page === undefined)(
  'the list is that of the page (skipped where TENANTFORM_CONTRACT names none)',
  () => {
    const text = readFileSync(page ?? '', 'utf8')
    const found = new Set<string>()
    for (const line of text.slice(text.indexOf('### 18.2'), text.indexOf('## 19.')).split('\n')) {
      const [, http = '', codes = ''] = line.split('|').map(cell => cell.trim())
      const statuses = http.split(/\/| or /).filter(status => /^\d{3}$/.test(status))
      for (const run of codes.split(',')) {
        const [from = Number.NaN, to = from] = run.trim().split('-').map(Number)
        for (let code = from; code <= to; code += 1)
          for (const status of statuses) found.add(`${status}/${code}`)
      }
    }
    expect([...pairs].sort()).toEqual([...found].sort())
  },
)

it('a code that is told alone comes with the status of the page', () => {
  const wrong = [...pairs].filter(pair => {
    const [status, code] = pair.split('/').map(Number)
    const told = statusOfCode(code ?? 0)
    return told !== status && !pairs.has(`${told}/${code}`)
  })
  expect([wrong, statusOfCode(800082), statusOfCode(3000), statusOfCode(123_456)]).toEqual([
    ['200/400072'],
    409,
    404,
    400,
  ])
})

it('refusals are made in one file, so that none goes past the list', () => {
  const folder = join(import.meta.dirname, '../../../providers/sandbox')
  const makers = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && readFileSync(join(folder, name), 'utf8').includes('new Refusal('))
    .sort()
  // A missing token, the token endpoint and Graph have shapes of their own; the pipeline answers scripted faults.
  expect(makers).toEqual([
    'access/caller.ts',
    'access/token-errors.ts',
    'graph/answer-graph.ts',
    'graph/graph-refusal.ts',
    'pipeline.ts',
    'refusal.ts',
  ])
})

it('the rig sees a pair the service does not have', async () => {
  expect(strangePair(400, { code: '800084' })).toBe('400/800084')
  expect([
    strangePair(500, { code: 800084 }),
    strangePair(409, { message: 'busy' }),
    strangePair(200, { code: 1 }),
  ]).toEqual([null, null, null])
  const rig = await aRig()
  const body = { code: '800042', description: 'No.' }
  await rig.control('POST', 'faults', [{ do: 'replace-after-commit', status: 405, body }])
  await expect(rig.raw('GET', '/v1/customers')).rejects.toThrow('GET /v1/customers answered 405/800042')
})
