/** States of a workspace in which apply and resume have something to say. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { planDigest } from '../../../engine/plan/make-plan.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { savedPlan } from '../saved-plan.ts'
import type { CustomerWish, WorkspaceWish } from '../workspaces/a-workspace.ts'
import type { Stage } from './stage.ts'

export const one: WorkspaceWish = { customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }] }
/** Bought anew, in the place of nothing: no gate waits for it. */
export const slow: CustomerWish = {
  name: 'alpha',
  sources: [],
  declared: [{ offer: 'mail', seats: 5 }],
}
/** Nothing that was ordered can be looked for. */
export const unreadable = ['/carts/', '/orders'].map(path => ({
  match: { method: 'GET', path },
  do: 'status',
  code: 500,
  times: 'always',
}))
export const two: WorkspaceWish = {
  customers: [
    { name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] },
    { name: 'beta', sources: [{ offer: 'e1', seats: 10 }] },
  ],
}
export const json = ['--format', 'json'] as const
export const consent = ['--auto-approve', '--allow-irreversible', ...json] as const
export const resume = (stage: Stage, ...names: readonly string[]) =>
  stage.run('resume', ...names, '--allow-irreversible', ...json)

export const plan = (stage: Stage, ...more: readonly string[]) =>
  stage.run('plan', '--out', saved(stage), ...more)
export const saved = (stage: Stage) => join(stage.here, 'plan.json')
export const apply = (stage: Stage, ...more: readonly string[]) =>
  stage.run('apply', saved(stage), ...consent, ...more)

/** Ends with the mailboxes bought and their source on. */
export async function halfway(stage: Stage) {
  await plan(stage)
  await stage.fault({
    match: { method: 'PATCH', path: '/subscriptions/' },
    do: 'status',
    code: 503,
    times: 'always',
  })
  const ran = await apply(stage)
  await stage.noFaults()
  return ran
}

/** Begun, and nothing bought: no cart was made. */
export async function begun(stage: Stage) {
  await plan(stage)
  await stage.fault({ match: { method: 'POST', path: '/carts' }, do: 'status', code: 503, times: 'always' })
  const ran = await apply(stage)
  await stage.noFaults()
  return ran
}

/** Changes the saved plan without making it another plan. */
export function editPlan(stage: Stage, change: (plan: Record<string, unknown>) => void): void {
  const value: Record<string, unknown> = { ...savedPlan(saved(stage)) }
  change(value)
  writeFileSync(saved(stage), JSON.stringify(value))
}

/** The same, with its digest made anew, as somebody who knows how it is made. */
export function forgePlan(stage: Stage, change: (plan: Record<string, unknown>) => void): void {
  editPlan(stage, value => {
    change(value)
    const { id: _, ...content } = value
    value['id'] = planDigest(content as unknown as Omit<Plan, 'id'>) // as it was saved, but for the change
  })
}

/** As a colleague in the portal. */
export async function byHand(
  stage: Stage,
  partner: 'italy' | 'central',
  path: string,
  method: string,
  body?: object,
) {
  const tenant = partner === 'italy' ? 'e1' : 'c1'
  const token = await stage.sandbox.token(
    `7d3a0c5e-0000-4000-8000-0000000000${tenant}`,
    `11111111-0000-4000-8000-0000000000${tenant}`,
    `sandbox-${partner}`,
  )
  const url = `${stage.sandbox.url}/v1/customers/${path}`
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const answer = await fetch(url, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Record<string, unknown>
}

export async function setQuantity(stage: Stage, customer: string, to: number) {
  const list = await stage.sandbox.subscriptions()
  const row = list.find(
    entry => entry.partner === 'italy' && entry.customer === stage.workspace.tenantOf(customer),
  )
  const path = `${row?.customer}/subscriptions/${row?.id}`
  const live = await byHand(stage, 'italy', path, 'GET')
  await byHand(stage, 'italy', path, 'PATCH', { ...live, quantity: to })
}

export async function setStatus(stage: Stage, family: string, status: string) {
  const row = (await stage.sandbox.subscriptions()).find(
    entry => entry.partner === 'italy' && entry.family === family,
  )
  const path = `${row?.customer}/subscriptions/${row?.id}`
  const live = await byHand(stage, 'italy', path, 'GET')
  await byHand(stage, 'italy', path, 'PATCH', { ...live, status })
}

export function nameOfApply({ workspace }: Stage): string {
  const files = readdirSync(join(workspace.folder, '.tenantform', 'journal')).filter(name =>
    name.endsWith('.jsonl'),
  )
  return (files.sort().at(-1) ?? '').replace('.jsonl', '')
}
