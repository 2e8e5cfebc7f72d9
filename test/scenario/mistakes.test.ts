/** Ten different mistakes, one run, ten diagnostics, each at its place. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Diagnostics } from '../../schemas/generated/answers/diagnostics.ts'
import { tenantform } from '../support/built-command.ts'
import { violationsOf } from '../support/schemas.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-mistakes-'))
  writeFileSync(
    join(folder, 'a.yaml'),
    `apiVersion: tenantform/v1
kind: Partner
name: central
tenantId: 7d3a0c5e-0000-4000-8000-00000000aa01
timezone: Europe/Rome
credentials: { app: { clientId: env:ID, clientSecret: hunter2-very-secret } }
---
apiVersion: tenantform/v1
kind: Partner
name: italy
tenantId: not-a-guid
---
apiVersion: tenantform/v1
kind: Partner
name: north
tenantId: 7d3a0c5e-0000-4000-8000-00000000aa03
cloud: germany
---
apiVersion: tenantform/v1
kind: Konsolidation
name: x
`,
  )
  writeFileSync(
    join(folder, 'b.yaml'),
    `apiVersion: tenantform/v1
kind: Customer
partner: centrl
customer: { tenantId: 3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001, name: Rossi }
subscriptions:
  - key: mail
    offer: 195416C1-3447-423A-B37B-EE59A99A19C4
    seats: 5
    term: P1Y
  - key: mail
    product: officee
    seats: 5
`,
  )
  writeFileSync(join(folder, 'c.yaml'), 'apiVersion: tenantform/v1\nkind: Policy\n  name: broken\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('are all reported, with file, line, column, the line and a caret', async () => {
  const { code, out, err } = await tenantform(['validate'], { cwd: folder })
  expect({ code, out }).toEqual({ code: 1, out: '' })
  const heads = err
    .split('\n')
    .filter(line => /^\S+\.yaml:\d+:\d+: /.test(line))
    .map(line => line.replace(/: error: .*\[/, ' [').replace(/\]$/, ']'))
  expect(heads).toEqual([
    'a.yaml:5:1 [DOCUMENT.UNKNOWN_KEY]',
    'a.yaml:6:55 [DOCUMENT.LITERAL_SECRET]',
    'a.yaml:11:11 [DOCUMENT.WRONG_FORM]',
    'a.yaml:17:8 [DOCUMENT.CLOSED_CLOUD]',
    'a.yaml:20:7 [DOCUMENT.UNKNOWN_KIND]',
    'b.yaml:3:10 [DOCUMENT.UNKNOWN_PARTNER]',
    'b.yaml:9:11 [DOCUMENT.TERM_NOT_LEGACY]',
    'b.yaml:10:10 [DOCUMENT.DUPLICATE]',
    'b.yaml:11:14 [DOCUMENT.UNKNOWN_PRODUCT]',
    'c.yaml:2:7 [DOCUMENT.MALFORMED]',
  ])
  expect(err).toContain('5 | timezone: Europe/Rome\n      ^^^^^^^^')
  expect(err).toContain('did you mean `timeZone`?')
  // Red once: the value was drawn under its own diagnostic, and so went into CI logs.
  expect(err).toContain('clientSecret: ******************* }')
  expect(err).not.toContain('hunter2')
})

it('are one valid JSON document when asked for', async () => {
  const { code, out } = await tenantform(['validate', '--format', 'json'], { cwd: folder })
  const answer = JSON.parse(out) as Diagnostics
  expect(code).toBe(1)
  expect(violationsOf('Diagnostics', answer)).toEqual([])
  expect(answer.diagnostics).toHaveLength(10)
})
