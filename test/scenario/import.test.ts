/** Import through the command, on the sandbox: what is read is what is declared, and planning it is empty or exactly the moves (S1). */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Plan } from '../../engine/plan/plan.ts'
import type { Consolidation } from '../../schemas/generated/consolidation.ts'
import type { World } from '../../schemas/generated/world.ts'
import { type ExampleName, exampleFolder } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { violationsOf } from '../support/schemas.ts'
import { aWorkspace } from '../support/workspaces/a-workspace.ts'

/** Of another customer than Gasthof Post. */
const otherDocument = 'almhotel-rofan.yaml'
let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-import-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

function copyOf(example: ExampleName, name: string): string {
  const folder = join(home, name)
  const filter = (path: string) => !path.includes('.tenantform')
  cpSync(exampleFolder(example), folder, { recursive: true, filter })
  return folder
}

function textsIn(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    path => path.endsWith('.yaml') && !path.startsWith('.'),
  )
  return Object.fromEntries(paths.sort().map(path => [path, readFileSync(join(folder, path), 'utf8')]))
}

const run = (folder: string, ...args: readonly string[]) =>
  runInProcess([...args, '-C', folder, '--sandbox', '-q'], folder)

async function pending(
  folder: string,
): Promise<{ readonly code: number; readonly actions: Plan['actions'] }> {
  const { code, out } = await run(folder, 'plan', '--detailed-exitcode', '--format', 'json')
  return { code, actions: (JSON.parse(out) as Plan).actions }
}

describe('import of whole accounts, where a consolidation moves customers between them', () => {
  it('says that nothing is declared to move, and which command does that', async () => {
    const workspace = aWorkspace({ customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] })
    rmSync(join(workspace.folder, 'customers'), { recursive: true, force: true })
    rmSync(join(workspace.folder, 'customers.yaml'), { force: true })
    const whole = await run(workspace.folder, 'import', '--out', join(home, 'whole'))
    const one = await run(workspace.folder, 'import', '--out', join(home, 'one'), '--partner', 'italy')
    workspace.remove()
    expect([whole.code, whole.err.split('\n'), one.code, one.err]).toEqual([
      0,
      [
        'warning: the documents are of accounts as they are, and a consolidation moves customers between them [IMPORT.OF_A_MOVE]',
        '  1 document of italy and germany declares what stays there. What `move` is to move is declared for central.',
        expect.stringMatching(
          /^ {2}→ run `tenantform import --consolidation move --update.*`: writes into the documents of central what italy and germany have$/,
        ),
        '  → delete the documents of the source accounts, unless you manage those accounts too',
        '',
      ],
      0,
      '',
    ])
  })
})

describe('import, on the steady-state example', () => {
  it('declares what is there: planning right after is empty, and importing again changes nothing', async () => {
    const folder = copyOf('steady-state', 'steady')
    rmSync(join(folder, 'customers'), { recursive: true })
    const imported = await run(folder, 'import')
    expect({ code: imported.code, last: imported.out.trim().split('\n').at(-1) }).toEqual({
      code: 0,
      last: 'Import: 9 new, 0 changed, 0 as they were',
    })
    expect(await pending(folder)).toEqual({ code: 0, actions: [] })
    const before = textsIn(folder)
    const again = await run(folder, 'import', '--update')
    expect({ out: again.out, texts: textsIn(folder) }).toEqual({
      out: expect.stringMatching(/^REHEARSAL .*\nImport: 0 new, 0 changed, 9 as they were\n$/),
      texts: before,
    })
  })

  it('declares add-ons, schedules and ends of terms, in names that look like something else: planning is empty', async () => {
    const folder = copyOf('steady-state', 'odd')
    rmSync(join(folder, 'customers'), { recursive: true })
    const path = join(folder, 'world.yaml')
    const world = parse(readFileSync(path, 'utf8')) as World
    const [base, addOn] = ['3DD9350B-27D6-4501-93A4-C8D107F1DE47', '38EEBB1F-D330-4120-B44D-AAE6CCF8D6AE']
    const offers = [
      { id: base, name: 'Flow', family: 'flow' },
      { id: addOn, name: 'Runs', family: 'runs', isAddOn: true, prerequisites: [base] },
    ]
    const common = { partner: 'tirol', customer: '41740b9d-d2de-46a7-a9a1-2dd5f0a31030', billing: 'monthly' }
    const id = (number: number) => `00000000-0000-4000-8000-00000000000${number}`
    const legacy = { ...common, started: '2025-03-01' }
    const nce = { ...common, started: '2026-06-10', term: 'P1Y', seats: 9 }
    const subscriptions = [
      { ...legacy, id: id(1), offer: base, name: '0003', seats: 6 },
      { ...legacy, id: id(2), offer: addOn, name: 'NO', seats: 2, parent: id(1) },
      { ...nce, id: id(3), product: 'CFQ7TTC0LCHC:0002', name: '1e3', cancelAtTermEnd: true },
      { ...nce, id: id(4), product: 'CFQ7TTC0LDPB:0001', name: 'yes: no # x', nextTerm: { seats: 5 } },
      { ...nce, id: id(5), product: 'CFQ7TTC0LDPB:0001', name: 'null', autoRenew: false },
      {
        ...nce,
        id: id(6),
        product: 'CFQ7TTC0LDPB:0001',
        name: 'null',
        nextTerm: { product: 'CFQ7TTC0LCHC:0002', term: 'P1M', billing: 'monthly' },
      },
    ]
    writeFileSync(
      path,
      JSON.stringify({
        ...world,
        catalogue: { ...world.catalogue, offers: [...(world.catalogue?.offers ?? []), ...offers] },
        subscriptions: [...(world.subscriptions ?? []), ...subscriptions],
      }),
    )
    expect((await run(folder, 'import')).code).toBe(0)
    expect(await pending(folder)).toEqual({ code: 0, actions: [] })
    const { subscriptions: declared } = parse(
      readFileSync(join(folder, 'customers', 'tirol', 'gasthof-post.yaml'), 'utf8'),
    ) as { subscriptions: { key: string; addOnTo?: string; endOfTerm?: string; nextTerm?: object }[] }
    expect(
      declared.map(({ key, addOnTo, endOfTerm, nextTerm }) => [key, addOnTo ?? endOfTerm, nextTerm]),
    ).toEqual([
      ['0003', undefined, undefined],
      ['1e3', 'cancel', undefined],
      ['no', '0003', undefined],
      ['null-microsoft-365-business-standard', 'extend', undefined],
      ['null-microsoft-365-business-standard-2', 'renew', { product: 'CFQ7TTC0LCHC:0002', term: 'P1M' }],
      ['office', undefined, undefined],
      ['yes-no-x', 'renew', { seats: 5 }],
    ])
  })

  it('refuses to overwrite, and writes nothing then; with --update every comment stays', async () => {
    const folder = copyOf('steady-state', 'edited')
    rmSync(join(folder, 'customers', 'gasthof-post.yaml'))
    const before = textsIn(folder)
    const refused = await run(folder, 'import', '--format', 'json')
    const codes = (JSON.parse(refused.out) as { diagnostics: { code: string }[] }).diagnostics.map(
      one => one.code,
    )
    expect({
      code: refused.code,
      codes: new Set(codes),
      count: codes.length,
      texts: textsIn(folder),
    }).toEqual({
      code: 1,
      codes: new Set(['IMPORT.EXISTS']),
      count: 8,
      texts: before,
    })
    expect((await run(folder, 'import', '--update')).code).toBe(0)
    expect(await pending(folder)).toEqual({ code: 0, actions: [] })
    const after = textsIn(folder)
    for (const [path, text] of Object.entries(before)) {
      const comments = text.split('\n').flatMap(line => /#.*/.exec(line) ?? [])
      expect({ path, lost: comments.filter(comment => !after[path]?.includes(comment)) }).toEqual({
        path,
        lost: [],
      })
    }
  })

  it('never decides whose a document is that has the tenant id of one customer and the domain of another (T30)', async () => {
    const folder = copyOf('steady-state', 'split')
    const path = join(folder, 'customers', 'gasthof-post.yaml')
    const domainIn = (name: string) =>
      /domain: ?"?([\w.-]+)/.exec(readFileSync(join(folder, 'customers', name), 'utf8'))?.[1] ?? ''
    const [own, other] = [domainIn('gasthof-post.yaml'), domainIn(otherDocument)]
    const text = readFileSync(path, 'utf8')
      .replaceAll(own, other)
      .replace(/seats: \d+/, 'seats: 1')
    writeFileSync(path, text)
    // Was red: the domain was rewritten, the lines brought up to date, exit 0 and not a word; `renewals` was silent.
    const updated = await run(folder, 'import', '--update')
    const calendar = await run(folder, 'renewals', '--propose')
    const said = { import: updated.err, renewals: calendar.err }
    expect({ codes: [updated.code, calendar.code], text: readFileSync(path, 'utf8') }).toEqual({
      codes: [5, 5],
      text,
    })
    for (const words of Object.values(said)) {
      expect(words).toContain('tenant id and domain of a document belong to different customers')
      expect(words).toContain(`(${own}) and with the domain of`)
      expect(words).toContain(`(${other})`)
    }
  })

  it('leaves a customer alone that could not be read, writes the others, and says which (exit 5)', async () => {
    const folder = copyOf('steady-state', 'unread')
    rmSync(join(folder, 'customers'), { recursive: true })
    const fault = {
      match: { method: 'GET', path: '/customers/41740b9d-d2de-46a7-a9a1-2dd5f0a31030/subscriptions' },
      do: 'status',
      code: 404,
      body: { code: 1000, description: 'gone' },
      times: 'always',
    }
    await run(folder, 'sandbox', 'fault', JSON.stringify([fault]))
    const asData = await run(folder, 'import', '--out', join(home, 'as-data'), '--format', 'json')
    expect([asData.code, violationsOf('Import', JSON.parse(asData.out))]).toEqual([5, []])
    const { code, out, err } = await run(folder, 'import')
    expect({
      code,
      last: out.trim().split('\n').at(-1),
      says: err.includes('Gasthof Post under tirol: '),
    }).toEqual({
      code: 5,
      last: 'Import: 8 new, 0 changed, 0 as they were',
      says: true,
    })
    expect(Object.keys(textsIn(folder)).filter(path => path.includes('gasthof'))).toEqual([])
  })

  it('fills another folder, which is then a workspace of its own', async () => {
    const folder = copyOf('steady-state', 'from')
    const out = join(home, 'copied')
    const imported = await run(folder, 'import', '--out', out)
    expect(imported.code).toBe(0)
    expect(existsSync(join(out, 'partners', 'tirol.yaml'))).toBe(true)
    expect((await runInProcess(['validate', '-C', out])).code).toBe(0)
    writeFileSync(join(out, 'world.yaml'), readFileSync(join(folder, 'world.yaml')))
    expect(await pending(out)).toEqual({ code: 0, actions: [] })
  })
})

describe('import --consolidation, on the consolidation example', () => {
  let folder = ''
  beforeAll(async () => {
    folder = copyOf('consolidation', 'moves')
    rmSync(join(folder, 'customers'), { recursive: true })
    expect((await run(folder, 'import', '--consolidation', 'emea-2026')).code).toBe(0)
  })

  it('declares every running licence of the sources once, so that planning shows exactly the moves', async () => {
    const { out } = await run(folder, 'plan', '--format', 'json')
    const plan = JSON.parse(out) as Plan
    const world = parse(readFileSync(join(folder, 'world.yaml'), 'utf8')) as World
    const blocked = new Set(
      plan.customers
        .filter(entry => entry.blockedBy.length > 0 || entry.readiness.kind !== 'accepted')
        .map(entry => entry.tenant),
    )
    const { leave } = parse(readFileSync(join(folder, 'consolidation.yaml'), 'utf8')) as Consolidation
    const stays = new Set((leave ?? []).map(entry => entry.subscription))
    const trials = new Set(
      (world.catalogue?.offers ?? []).flatMap(offer => (offer.isTrial ? [offer.id] : [])),
    )
    const mapped = new Map([['031C9E47-4802-4248-838E-778FB1D2CC05', 'CFQ7TTC0LDPB:0001']])
    const running = (world.subscriptions ?? []).filter(
      entry =>
        entry.partner !== 'central-emea' &&
        (entry.status ?? 'active') === 'active' &&
        entry.offer?.startsWith('MS-AZR') !== true &&
        !trials.has(entry.offer ?? '') &&
        !stays.has(entry.id ?? '') &&
        !blocked.has(entry.customer as never),
    )
    const wanted = running.map(entry => {
      const product = entry.product ?? entry.offer ?? ''
      return `${entry.customer} ${mapped.get(product) ?? product} ${entry.seats}`
    })
    const created = plan.actions.flatMap(action =>
      action.kind === 'subscription.create' ? [`${action.customer} ${action.product} ${action.seats}`] : [],
    )
    const transferred = plan.actions.flatMap(action =>
      action.kind === 'subscription.transfer'
        ? action.items.map(item => `${action.customer} ${item.product} ${item.seats}`)
        : [],
    )
    expect(created.length).toBeGreaterThan(15)
    expect([...created, ...transferred].sort()).toEqual(wanted.sort())
    const suspended = plan.actions.filter(action => action.kind === 'subscription.suspend').length
    expect(suspended).toBeGreaterThanOrEqual(created.length)
  })

  it('asks what people have to decide, in comments, and adds only what is missing later', async () => {
    const texts = textsIn(folder)
    expect(texts['customers/central-emea/hotelbelvedere.yaml']).toContain(
      '# question: this commits to P1Y, billed monthly; is that the term wanted?',
    )
    expect(texts['customers/central-emea/alpenblick-reisen.yaml']).toContain(
      '# question: central-emea does not sell it in AT; map it in the consolidation (`map:`), or leave it where it is',
    )
    const again = await run(folder, 'import', '--consolidation', 'emea-2026', '--update')
    expect({ out: again.out, texts: textsIn(folder) }).toEqual({
      out: expect.stringMatching(/^REHEARSAL .*\nImport: 0 new, 0 changed, 20 as they were\n$/),
      texts,
    })
  })

  it('names the consolidations there are when asked for another', async () => {
    const refused = await run(folder, 'import', '--consolidation', 'emea')
    expect({ code: refused.code, said: refused.err.includes('`emea` is none of `emea-2026`.') }).toEqual({
      code: 3,
      said: true,
    })
  })
})

describe('import --consolidation, where accounts of two countries use one name', () => {
  it('writes lines that can be told apart, and their plan buys them all', async () => {
    const workspace = aWorkspace({
      customers: [
        {
          name: 'alpha',
          sources: [
            { offer: 'mail', seats: 5, partner: 'italy' },
            { offer: 'mail', seats: 3, partner: 'germany' },
          ],
        },
      ],
    })
    try {
      rmSync(join(workspace.folder, 'customers'), { recursive: true })
      const sandboxed = (...args: readonly string[]) =>
        runInProcess([...args, '--sandbox', '-q'], workspace.folder)
      expect((await sandboxed('import', '--consolidation', 'move')).code).toBe(0)
      const [text = ''] = Object.entries(textsIn(workspace.folder)).flatMap(([path, own]) =>
        path.startsWith('customers') ? [own] : [],
      )
      expect(text.match(/friendlyName: .*/g)).toEqual([
        'friendlyName: mail',
        'friendlyName: mail (mail-exchange-online-plan-1-2)',
      ])
      const { out } = await sandboxed('plan', '--format', 'json')
      const bought = (JSON.parse(out) as Plan).actions.filter(action => action.kind === 'subscription.create')
      expect(bought.map(action => [action.name, action.seats])).toEqual([
        ['mail', 3],
        ['mail (mail-exchange-online-plan-1-2)', 5],
      ])
    } finally {
      workspace.remove()
    }
  })
})
