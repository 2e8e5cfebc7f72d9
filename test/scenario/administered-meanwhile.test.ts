/** What happens to delegated administration between two commands, through the built command on a sandbox: each is told, and leads on. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { stageOn } from '../support/next-steps/stage.ts'
import { central } from '../support/workspaces/a-workspace.ts'
import {
  admin,
  anAdminWorkspace,
  complete,
  ownName,
  relationship,
  roles,
} from '../support/workspaces/an-admin-workspace.ts'

const [lost, alsoLost] = ['3c3c0000-0000-4000-8000-0000000000e1', '3c3c0000-0000-4000-8000-0000000000e2']
const own = {
  ...relationship,
  partner: central.name,
  name: ownName,
  roles,
  autoExtend: true,
  assignments: complete,
}
const declaringLost = { ...admin, groups: { ...admin.groups, [lost]: roles, [alsoLost]: roles } }

async function stageWith(declared: object, ...relationships: readonly object[]) {
  return stageOn(anAdminWorkspace({ admin: declared, relationships }))
}
type Stage = Awaited<ReturnType<typeof stageWith>>

async function relationshipsOf({ sandbox }: Stage) {
  const { delegatedAdmin } = (await (await fetch(`${sandbox.url}/sandbox/state`)).json()) as {
    delegatedAdmin: { relationships: readonly { id: string; name: string; status: string }[] }
  }
  return delegatedAdmin.relationships
}
/** Somebody plans now and then: a sign-in that is not used for 90 days is over. */
async function after(stage: Stage, days: number): Promise<void> {
  for (let left = days; left > 0; left -= 80) {
    await stage.sandbox.advance(`P${Math.min(left, 80)}D`)
    await stage.run('plan')
  }
}

const linkIn = (text: string) => /granularAdminRelationships\/(\S+)/.exec(text)?.[1]

test('groups that somebody deleted in Entra are refused one by one, and what to do is said once', async () => {
  const stage = await stageWith(declaringLost, own)
  const applied = await stage.run('apply', '--auto-approve')
  const lines = applied.out.split('\n').map(line => line.trim())
  expect({
    code: applied.code,
    refused: lines.filter(line => line.startsWith('error: ')).length,
    advice: lines
      .filter(line => /^(→|Go on with:) /.test(line))
      .map(line => line.split(' ').slice(0, 4).join(' ')),
  }).toEqual({
    code: 1,
    refused: 2,
    advice: ['→ ask an administrator', '→ correct `groups:` of', 'Go on with: tenantform'],
  })
  const file = join(stage.workspace.folder, 'partners.yaml')
  const documents = parseAllDocuments(readFileSync(file, 'utf8'))
  for (const group of [lost, alsoLost]) documents[0]?.deleteIn(['admin', 'groups', group])
  writeFileSync(file, documents.map(String).join(''))
  const planned = await stage.run('plan', '--detailed-exitcode')
  expect([planned.code, planned.out.includes('groups complete'), planned.err]).toEqual([0, true, ''])
  await stage.close()
})

test('a request that nobody answered for 90 days is gone: it is asked for again, under the name that is free by now', async () => {
  const stage = await stageWith(admin)
  const first = linkIn((await stage.run('invite', '--no-mark')).out)
  await after(stage, 91)
  expect(await relationshipsOf(stage)).toEqual([])
  const planned = await stage.run('plan')
  expect([planned.code, planned.out.includes('admin not asked for')]).toEqual([0, true])
  const second = linkIn((await stage.run('invite', '--no-mark')).out)
  expect(second).not.toBe(first)
  expect((await relationshipsOf(stage)).map(({ id, name, status }) => [id, name, status])).toEqual([
    [second, ownName, 'approvalPending'],
  ])
  await stage.close()
})

test('the name of an ended relationship is left aside as long as it can be seen, and taken again a year later', async () => {
  const stage = await stageWith(admin, {
    ...own,
    status: 'terminated',
    since: '2026-11-30T00:00:00Z',
    assignments: [],
  })
  await stage.run('invite', '--no-mark')
  const names = async () => (await relationshipsOf(stage)).map(({ name, status }) => `${name} ${status}`)
  const next = ownName.replace(/1$/, '2')
  expect(await names()).toEqual([`${ownName} terminated`, `${next} approvalPending`])
  await after(stage, 366)
  expect(await names()).toEqual([])
  await stage.run('invite', '--no-mark')
  expect(await names()).toEqual([`${ownName} approvalPending`])
  await stage.close()
})

test('a customer that approves while its request is being opened is asked once, and administered by the next plan', async () => {
  const stage = await stageWith(admin)
  // The answer is somebody else's, and by the next look the customer has said yes.
  await stage.fault({
    match: { method: 'POST', path: '/requests' },
    do: 'replace-after-commit',
    status: 502,
    body: 'bad gateway',
    times: 1,
  })
  const inviting = stage.run('invite', '--no-mark')
  await stage.sandbox.seen(({ method, path }) => method === 'GET' && path.includes('/requests'))
  await stage.run('sandbox', 'advance', 'PT1M')
  await stage.run('sandbox', 'approve', central.name, stage.workspace.tenantOf(''))
  expect((await inviting).code).toBe(0)
  await stage.sandbox.advance('PT5M')
  expect((await stage.run('apply', '--auto-approve')).out).toContain('Done: 2')
  expect((await relationshipsOf(stage)).map(({ name, status }) => `${name} ${status}`)).toEqual([
    `${ownName} active`,
  ])
  expect((await stage.run('plan', '--detailed-exitcode')).code).toBe(0)
  await stage.close()
})
