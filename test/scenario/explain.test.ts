/** What a code means, for every code there is, and what a workspace knows of a subscription, link by link. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allCodes } from '../../cmd/explaining/all-codes.ts'
import type { SubscriptionHistory } from '../../engine/explain/subscription-history.ts'
import { declaredCodes } from '../docs/error-page.ts'
import { root } from '../support/example.ts'
import { aMovedPilot, type MovedPilot } from '../support/moved-pilot.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { violationsOf } from '../support/schemas.ts'

/** Names of the codes that the engine hands to `finding` with a reach beyond the line itself, or with one that is decided there. */
function blockingNames(): readonly string[] {
  return readdirSync(join(root, 'engine'), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .flatMap(path => [
      ...readFileSync(join(root, 'engine', path), 'utf8').matchAll(
        /\bfinding\(\s*\w+\.([A-Z_]+),\s*(?!\s|'nothing'|'line')/g,
      ),
    ])
    .map(([, name = '']) => name)
}

const explain = (...args: readonly string[]) => runInProcess(['explain', ...args])

describe('explain CODE', () => {
  it('knows every declared code, by the very entry that the page of errors is made of', async () => {
    expect([...allCodes.values()]).toEqual(await declaredCodes())
  })

  it('knows what Partner Center answers, by its code, with the status where that tells them apart', async () => {
    const sold = [
      '403/2091  error: stops the job',
      '  means    Partner Center answers: the offer was withdrawn',
      '  do       declare a product or offer that is sold to this customer',
      '  read     docs/partner-center.md',
      '  looks like',
      '    The service would answer 403/2091.',
      '',
    ].join('\n')
    const answers = [await explain('403/2091'), await explain('2091')]
    expect(answers.map(({ code, out }) => [code, out])).toEqual([
      [0, sold],
      [0, sold],
    ])
    const data = JSON.parse((await explain('400/800070', '--format', 'json')).out) as unknown
    expect([violationsOf('Explanation', data), (data as { code: string }).code]).toEqual([[], '400/800070'])
    const several = await explain('2006')
    expect([several.code, several.err.includes('several statuses'), (await explain('999999')).code]).toEqual([
      3,
      true,
      3,
    ])
  })

  it('says of each what it means, what to do, where to read on, and how it looks', async () => {
    const page = readFileSync(join(root, 'docs/errors.md'), 'utf8')
    const wrong: unknown[] = []
    for (const { code, summary, remedies } of allCodes.values()) {
      const told = await explain(code)
      const data = await explain(code, '--format', 'json')
      const answer = JSON.parse(data.out) as { pages: readonly string[]; remedies: readonly unknown[] }
      const pages = answer.pages.filter(path => !existsSync(join(root, path.split('#')[0] ?? '')))
      const isWhole =
        told.code === 0 &&
        told.out.includes(`  means    ${summary}\n`) &&
        told.out.split('  do       ').length - 1 === remedies.length &&
        told.out.includes(`: ${summary} [${code}]`) &&
        page.includes(`| \`${code}\` |`)
      if (!isWhole || pages.length > 0 || violationsOf('Explanation', answer).length > 0)
        wrong.push([code, told.out, pages])
    }
    expect(wrong).toEqual([])
  })

  it('has something to do for every error and warning, and for every note that can block', () => {
    const blocking = new Set(blockingNames())
    expect(blocking.size).toBeGreaterThan(40)
    const named = [...allCodes.values()].filter(({ code }) => blocking.has(code.split('.')[1] ?? ''))
    // Without a code by its name nothing was looked at.
    expect([...blocking].filter(name => !named.some(({ code }) => code.endsWith(`.${name}`)))).toEqual([])
    expect(named.some(({ severity }) => severity === 'note')).toBe(true)
    const without = [...allCodes.values()].filter(
      entry => entry.remedies.length === 0 && (entry.severity !== 'note' || named.includes(entry)),
    )
    expect(without.map(({ code }) => code)).toEqual([])
  })

  it('takes a code as it is copied, and prints it as a page would', async () => {
    expect(await explain('[auth.wrong_tenant]')).toEqual({
      code: 0,
      err: '',
      out: [
        'AUTH.WRONG_TENANT  error: stops the job',
        '  means    the token belongs to another tenant',
        '  do       use the credentials of this partner, or correct `tenantId:`',
        '  read     docs/errors.md#auth',
        '  read     docs/credentials.md',
        '  looks like',
        '    error: the token belongs to another tenant [AUTH.WRONG_TENANT]',
        '      (here: which one, and why)',
        '      → use the credentials of this partner, or correct `tenantId:`',
        '',
      ].join('\n'),
    })
  })

  it.each([
    ['AUTH.WRONG_TENNANT', 'did you mean AUTH.WRONG_TENANT?'],
    ['WRONG_TENANT', 'did you mean AUTH.WRONG_TENANT?'],
    ['PLAN.MOVD', 'did you mean ADMIN.MOVED or APPLY.MOVED or PARTNER_CENTER.MOVED?'],
    ['nonsense', '`nonsense` is no code.'],
  ])('declines %s, and names the nearest', async (word, said) => {
    const told = await explain(word)
    expect([told.code, told.out, told.err.includes(said)]).toEqual([3, '', true])
  })

  it('refuses what can have no effect on a code', async () => {
    const told = await explain('APPLY.MOVED', '--records')
    expect([told.code, told.err.includes('COMMAND.OPTION_WITHOUT_EFFECT')]).toEqual([1, true])
  })
})

describe('explain SUBSCRIPTION', () => {
  let pilot: MovedPilot
  let old = ''
  let made = ''
  beforeAll(async () => {
    pilot = await aMovedPilot()
    const { out } = await pilot.run('export', 'evidence', '--no-records', '--format', 'json')
    const table = JSON.parse(out) as { readonly rows: readonly Readonly<Record<string, unknown>>[] }
    const ofKind = (kind: string) => table.rows.find(row => Object.values(row).includes(kind))
    const idIn = (row: Readonly<Record<string, unknown>> | undefined) =>
      String(Object.entries(row ?? {}).find(([name]) => /^subscription ?id$/i.test(name))?.[1])
    old = idIn(ofKind('subscription.suspend'))
    made = idIn(ofKind('subscription.create'))
  }, 120_000)
  afterAll(() => pilot.remove())

  async function history(...args: readonly string[]): Promise<SubscriptionHistory> {
    const { out } = await pilot.run('explain', ...args, '--format', 'json')
    const answer = JSON.parse(out) as SubscriptionHistory
    expect(violationsOf('Explanation', answer)).toEqual([])
    return answer
  }

  it('leads from the document line to the request, and says what nobody was asked', async () => {
    const found = await history(made)
    expect({ ...found, declared: found.declared.length, links: found.links.length }).toEqual({
      format: 1,
      kind: 'subscription',
      subscription: made.toLowerCase(),
      declared: 1,
      links: 1,
      byOthers: 'not asked',
      invoiceLines: 'not given',
    })
    const [link] = found.links
    expect(link).toMatchObject({ action: 'subscription.create', outcome: 'done', record: 'not asked' })
    expect(link?.plan).toMatch(/^sha256:/)
    const sent = await pilot.sandbox.requests()
    expect(sent.some(({ requestId }) => requestId === link?.requestId)).toBe(true)
  })

  it("adds Microsoft's record, by the correlation id, where accounts are asked", async () => {
    const { links, byOthers } = await history(old, '--records')
    const [link] = links
    if (typeof link?.record !== 'object') throw new Error('it is recorded')
    expect([
      link.action,
      link.record.status,
      link.correlationIds.includes(link.record.correlationId ?? ''),
    ]).toEqual(['subscription.suspend', 'succeeded', true])
    expect(byOthers).toEqual([])
  })

  it('adds the lines of invoices that are given', async () => {
    const file = join(pilot.home, 'invoice.csv')
    writeFileSync(
      file,
      [
        'InvoiceNumber,CustomerId,CustomerName,SubscriptionId,ChargeType,ChargeStartDate,ChargeEndDate,Quantity,Amount,TotalForCustomer,Currency',
        `D020001,3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001,Panificio Rossi,${old},Prorate fees when cancel,2026-12-07,2026-12-14,5,-14.52,-14.52,EUR`,
      ].join('\n'),
    )
    const { invoiceLines } = await history(old, '--from', file, '--partner', 'italy')
    expect(invoiceLines).toEqual([
      {
        invoice: 'D020001',
        from: '2026-12-07',
        lastDay: '2026-12-14',
        chargeType: 'Prorate fees when cancel',
        amount: '-14.52',
        currency: 'EUR',
      },
    ])
  })

  it('is read in words, with the id in braces too', async () => {
    const { code, out } = await pilot.run('explain', `{${old.toUpperCase()}}`)
    expect(code).toBe(0)
    expect(out).toContain(`subscription ${old.toLowerCase()}\n`)
    expect(out).toContain('activity     unknown: no account was asked (--records asks)')
    expect(out).toContain('  invoiced   unknown: no invoices were given (--from FILE)\n')
  })

  it('says that nothing is known, and is declined', async () => {
    const { code, out, err } = await pilot.run('explain', '00000000-1111-4222-8333-444444444444')
    expect([code, err.includes('[EXPLAIN.UNKNOWN_SUBSCRIPTION]')]).toEqual([3, true])
    expect(out).toContain('  declared   in no document of this workspace\n')
  })
})
