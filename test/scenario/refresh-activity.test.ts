/** `plan --refresh activity` as a user runs it: what it asks the accounts, what it says, and what makes it read everybody. */
import { readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../providers/sandbox/index.ts'
import type { World } from '../../schemas/generated/world.ts'
import { type Ran, runInProcess } from '../support/run-in-process.ts'
import {
  aSteadyWorkspace,
  type SteadyWorkspace,
  steadyApp,
  steadySubscription,
  steadyTenant,
  steadyWorld,
} from '../support/workspaces/a-steady-workspace.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

interface Site extends SteadyWorkspace {
  readonly sandbox: RunningSandbox
  /** Runs `plan --refresh activity`. */
  plan(...args: readonly string[]): Promise<Ran>
  /** What it was made of, and the customers with something to do. */
  refresh(...args: readonly string[]): Promise<unknown>
  /** Requests of the accounts since it was asked last, as `GET /v1/…`. */
  requests(): Promise<readonly string[]>
  control(route: string, body: unknown): Promise<void>
  /** Somebody changes the seats of a customer's subscription. */
  seats(customer: number, seats: number): Promise<void>
}

interface Logged {
  readonly method: string
  readonly path: string
}

async function aSite(customers: number, over: Partial<World> = {}): Promise<Site> {
  const workspace = aSteadyWorkspace(customers)
  const sandbox = await startSandbox({ world: { ...steadyWorld(customers), ...over }, wallClock: () => 0 })
  closing.push(workspace.remove, () => sandbox.close())
  let seen = 0
  const requests = async () => {
    const answer = await fetch(`${sandbox.url}/sandbox/requests`)
    const { requests: all } = (await answer.json()) as { requests: readonly Logged[] } // the log's own shape
    const since = all.slice(seen).map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`)
    seen = all.length
    return since
  }
  const plan = (...args: readonly string[]) =>
    runInProcess(['plan', '-C', workspace.folder, '--sandbox', sandbox.url, '--refresh', 'activity', ...args])
  return {
    ...workspace,
    sandbox,
    plan,
    requests,
    async refresh(...args) {
      const done = await plan('--format', 'json', ...args)
      expect(done.code, done.err).toBe(0)
      const { refresh, summary } = JSON.parse(done.out)
      return { ...refresh, change: summary.change }
    },
    async control(route, body) {
      const answer = await fetch(`${sandbox.url}/sandbox/${route}`, {
        method: 'POST',
        body: JSON.stringify(body),
      })
      expect(answer.status).toBeLessThan(300)
    },
    async seats(customer, quantity) {
      await changeSeats(sandbox.url, customer, quantity)
      await requests()
    },
  }
}

async function changeSeats(url: string, customer: number, quantity: number): Promise<void> {
  const form = {
    grant_type: 'client_credentials',
    client_id: steadyApp.clientId,
    client_secret: steadyApp.secret,
  }
  const scope = 'https://api.partnercenter.microsoft.com/.default'
  const answer = await fetch(`${url}/${steadyApp.tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, scope }),
  })
  const { access_token: token } = (await answer.json()) as { access_token: string } // of the token endpoint
  const headers = {
    Authorization: `Bearer ${token}`,
    Accept: 'application/json',
    'Content-Type': 'application/json',
  }
  const path = `${url}/v1/customers/${steadyTenant(customer)}/subscriptions/${steadySubscription(customer)}`
  const now = JSON.parse((await (await fetch(path, { headers })).text()).replace(/^\uFEFF/, ''))
  const changed = await fetch(path, {
    method: 'PATCH',
    headers: { ...headers, 'If-Match': now.attributes.etag },
    body: JSON.stringify({ ...now, quantity }),
  })
  expect(changed.status, await changed.text()).toBe(200)
}

const token = 'POST /7d3a0c5e-0000-4000-8000-0000000000c1/oauth2/v2.0/token'
const subscriptionsOf = (customer: number) => `GET /v1/customers/${steadyTenant(customer)}/subscriptions`
const keptFile = ({ folder }: Site) => join(folder, '.tenantform', 'reads', 'sandbox.jsonl')
const nothing = { how: 'activity', again: {}, kept: 0, oldest: null, lists: [], change: 0 }

describe('where nothing has changed', () => {
  it.each([50, 400])('a plan over %i customers asks five times', async customers => {
    const site = await aSite(customers)
    expect(await site.refresh()).toEqual({ ...nothing, everybody: { why: 'nothing kept' } })
    expect((await site.requests()).length).toBe(customers + 2)
    expect(await site.refresh()).toEqual({
      ...nothing,
      again: { turn: 2 },
      kept: customers - 2,
      oldest: '2026-12-07T06:00:00Z',
    })
    expect(await site.requests()).toEqual([
      token,
      'GET /v1/auditrecords',
      'GET /v1/customers',
      subscriptionsOf(1),
      subscriptionsOf(2),
    ])
  })

  it('everybody has a turn', async () => {
    const site = await aSite(5)
    await site.refresh()
    const turns: string[] = []
    for (let count = 0; count < 3; count += 1) {
      await site.control('clock', { advance: 'PT1M' })
      await site.requests()
      await site.refresh()
      turns.push(...(await site.requests()).slice(3).sort())
    }
    expect(turns).toEqual([1, 2, 3, 4, 1, 5].map(subscriptionsOf))
  })
})

describe('what has changed', () => {
  it('costs one list for each customer that the log names, and nothing more where it is as declared again', async () => {
    const site = await aSite(50)
    await site.refresh()
    for (const customer of [11, 12, 13]) {
      await site.seats(customer, 6)
      await site.seats(customer, 5)
    }
    expect(await site.refresh()).toMatchObject({ again: { activity: 3, turn: 2 }, kept: 45, change: 0 })
    expect((await site.requests()).length).toBe(5 + 3)
  })

  it('is planned from what is read then, with what a change needs to know', async () => {
    const site = await aSite(50)
    await site.refresh()
    await site.seats(7, 9)
    expect(await site.refresh()).toMatchObject({ again: { activity: 1, turn: 2 }, kept: 47, change: 1 })
    // An agreement is nothing that a change of legacy seats needs.
    expect((await site.requests()).filter(path => path.includes(steadyTenant(7)))).toEqual([
      subscriptionsOf(7),
      `GET /v1/customers/${steadyTenant(7)}`,
      `GET /v1/customers/${steadyTenant(7)}/agreements`,
    ])
  })

  it('in documents is read again, though it comes to the same', async () => {
    const site = await aSite(10)
    await site.refresh()
    site.declare({ 4: 6 })
    expect(await site.refresh()).toMatchObject({ again: { documents: 1, turn: 2 }, kept: 7, change: 1 })
    site.declare({})
    expect(await site.refresh()).toMatchObject({ again: { documents: 1, turn: 2 }, kept: 7, change: 0 })
  })

  it('is found however late the log tells of it', async () => {
    const site = await aSite(10, { settings: { activityDelay: 'PT5H' } })
    await site.refresh()
    await site.control('clock', { advance: 'PT1M' })
    await site.seats(9, 8)
    expect(await site.refresh()).toMatchObject({ again: { turn: 2 }, change: 0 })
    await site.control('clock', { advance: 'PT5H' })
    expect(await site.refresh()).toMatchObject({ again: { activity: 1, turn: 2 }, change: 1 })
  })

  it('and no record tells of is found after a day', async () => {
    const site = await aSite(10, { settings: { activityDelay: 'P30D' } })
    await site.refresh()
    await site.seats(9, 8)
    await site.control('clock', { advance: 'PT23H59M' })
    expect(await site.refresh()).toMatchObject({ again: { turn: 2 }, kept: 8, change: 0 })
    await site.control('clock', { advance: 'PT1M' })
    expect(await site.refresh()).toMatchObject({ again: { age: 8, turn: 2 }, kept: 0, change: 1 })
  })

  it('is carried out from what is read then', async () => {
    const site = await aSite(10)
    await site.refresh()
    await site.seats(9, 8)
    const args = ['apply', '-C', site.folder, '--sandbox', site.sandbox.url, '--refresh', 'activity']
    const done = await runInProcess([...args, '--auto-approve', '--format', 'json'])
    expect(done.code, done.err).toBe(0)
    expect(await site.refresh()).toMatchObject({ again: { activity: 1, turn: 2 }, kept: 7, change: 0 })
  })
})

describe('a saved plan', () => {
  it('says how it was read when it is shown, and is carried out after its facts were read again', async () => {
    const site = await aSite(10)
    await site.refresh()
    await site.seats(9, 8)
    const file = join(site.folder, 'plan.json')
    const made = await site.plan('--out', file)
    const shown = await runInProcess(['show', file])
    expect(shown.out).toContain('7 customers were not read for this plan')
    expect(shown.out).toBe(made.out)
    await site.requests()
    const apply = ['apply', file, '-C', site.folder, '--sandbox', site.sandbox.url, '--auto-approve']
    await site.seats(9, 7)
    const stale = await runInProcess(apply)
    expect([stale.code, await asPlanned(site)]).toEqual([4, false])
    await site.seats(9, 8)
    const done = await runInProcess(apply)
    expect(done.code, done.err).toBe(0)
    expect(await asPlanned(site)).toBe(true)
  })

  const asPlanned = async (site: Site) => {
    const { change } = (await site.refresh()) as { readonly change: number } // as `refresh` makes it
    return change === 0
  }
})

describe('who is there', () => {
  it('is read where somebody has accepted since, recorded or not', async () => {
    const world = steadyWorld(6)
    const customers = (world.customers ?? []).map((row, position) =>
      position === 5 ? { ...row, relationships: [] } : row,
    )
    const living = (world.subscriptions ?? []).slice(0, 5)
    const site = await aSite(6, {
      customers,
      subscriptions: living,
      settings: { activityDelay: 'P30D', acceptDelay: 'PT0S' },
    })
    await site.refresh()
    await site.control('accept', { partner: 'central', customer: steadyTenant(6), agreement: true })
    const done = await site.plan('--format', 'json')
    expect(JSON.parse(done.out)).toMatchObject({
      refresh: { again: { new: 1, turn: 2 }, kept: 3 },
      summary: { create: 1 },
    })
  })
})

describe('the plan says', () => {
  it('who was not read for it, and when they were', async () => {
    const site = await aSite(4)
    await site.refresh()
    await site.control('clock', { advance: 'PT1H12M' })
    const texts = [
      await site.plan('--all'),
      await site.plan('--format', 'markdown'),
      await site.plan('--format', 'html'),
    ]
    const sentence =
      '2 customers were not read for this plan: what is said of them was read 1 h 12 min before it or later (2026-12-07T06:00Z), and neither the activity log nor a date speaks against it. Read for this plan: 2 in turn.'
    const [text = '', markdown = '', html = ''] = texts.map(({ out }) => out.replace(/\s+/g, ' '))
    expect(text).toContain(sentence)
    expect(text.match(/· read 2026-12-07T06:00Z/g)).toHaveLength(2)
    // By then the other two have had their turn.
    const later = sentence.replace('2026-12-07T06:00Z', '2026-12-07T07:12Z').replace('1 h 12 min', '0 min')
    expect([markdown.includes(later), html.includes(later)]).toEqual([true, true])
  })

  it('what of its customers is kept, as data', async () => {
    const site = await aSite(4)
    await site.refresh()
    await site.control('clock', { advance: 'PT1H' })
    const { customers } = JSON.parse((await site.plan('--format', 'json')).out)
    expect(customers.map(({ readAt = null }) => readAt)).toEqual([
      null,
      null,
      '2026-12-07T06:00:00Z',
      '2026-12-07T06:00:00Z',
    ])
  })
})

describe('everybody is read, and it is said', () => {
  const sentenceOf = (text: string) => /Every customer was read[^.]*/.exec(text.replace(/\s+/g, ' '))?.[0]

  it('where the activity log is refused', async () => {
    const site = await aSite(6)
    await site.refresh()
    await site.control('faults', [
      { match: { path: '/auditrecords' }, do: 'status', status: 403, code: 2032 },
    ])
    const done = await site.plan()
    expect(sentenceOf(done.out)).toMatch(
      /^Every customer was read: the activity log could not be read to its end \(central/,
    )
    expect((await site.requests()).filter(path => path.endsWith('/subscriptions'))).toHaveLength(12)
  })

  it.each<readonly [string, (text: string) => string, string]>([
    ['cut short', text => text.slice(0, -40), 'what is kept is damaged'],
    ['a seat says something else', text => text.replace('"seats":5', '"seats":6'), 'what is kept is damaged'],
    ['a line is missing', text => text.replace(/\n.*\n/, '\n'), 'what is kept is damaged'],
    ['it is something else', () => '[null]\n', 'what is kept is damaged'],
    ['it is empty', () => '', 'what is kept is damaged'],
    [
      'another version wrote it',
      text => text.replace('0.0.0-test', '0.0.0-other'),
      'another version of Tenantform kept what was read',
    ],
    ['another cloud', text => text.replace('"global"', '"china"'), 'what is kept was read of other accounts'],
    [
      'another world',
      text => text.replace('"world":"', '"world":"0'),
      'what is kept was read in another world',
    ],
  ])('where the file is not as it was written: %s', async (_, change, why) => {
    const site = await aSite(3)
    await site.refresh()
    const text = readFileSync(keptFile(site), 'utf8')
    expect(change(text)).not.toBe(text)
    writeFileSync(keptFile(site), change(text))
    expect(sentenceOf((await site.plan()).out)).toBe(`Every customer was read: ${why}`)
    expect(await site.refresh()).toMatchObject({ again: { turn: 2 }, kept: 1 })
  })
})

describe('the file', () => {
  it('is for its owner alone, holds no secret, and is no link', async () => {
    const site = await aSite(3)
    await site.refresh()
    const text = readFileSync(keptFile(site), 'utf8')
    expect(statSync(keptFile(site)).mode & 0o777).toBe(0o600)
    expect(text).not.toMatch(/sandbox-central|sandbox-user|Bearer|eyJ/)
    rmSync(keptFile(site))
    symlinkSync(join(site.folder, 'accounts.yaml'), keptFile(site))
    const done = await site.plan()
    expect([done.code, done.err.includes('[STATE.LINK]')]).toEqual([1, true])
  })

  it('of two plans at once is whole', async () => {
    const site = await aSite(20)
    await site.refresh()
    await Promise.all([site.refresh(), site.refresh(), site.refresh()])
    expect(await site.refresh()).toMatchObject({ again: { turn: 2 }, kept: 18 })
  })

  it('keeps what a narrower plan did not look at', async () => {
    const site = await aSite(8)
    await site.refresh()
    expect(await site.refresh('--target', steadyTenant(3))).toMatchObject({ again: { turn: 1 }, kept: 0 })
    expect(await site.refresh()).toMatchObject({ again: { turn: 2 }, kept: 6 })
  })
})

it('beside a snapshot it can have no effect, and is refused', async () => {
  const site = await aSite(2)
  const file = join(site.folder, 'snapshot.json')
  const taken = await runInProcess([
    'import',
    '-C',
    site.folder,
    '--sandbox',
    site.sandbox.url,
    '--snapshot',
    file,
  ])
  expect(taken.code, taken.err).toBe(0)
  const done = await runInProcess(['plan', '-C', site.folder, '--snapshot', file, '--refresh', 'activity'])
  expect([done.code, done.err.includes('[COMMAND.OPTION_WITHOUT_EFFECT]')]).toEqual([1, true])
})
