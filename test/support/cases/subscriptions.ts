/** Subscriptions that many cases begin with. */
import { productKeyOf } from '../workspaces/a-workspace.ts'

export const premium = productKeyOf('premium')
export const basic = productKeyOf('basic')

export function id(number: number): string {
  return `5f000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

/** A year of Business Premium under italy, and the line that declares it. */
export const office = {
  id: id(1),
  partner: 'italy',
  product: 'premium',
  name: 'office',
  seats: 10,
  started: '2026-03-15',
} as const
export const line = { key: 'office', product: premium, term: 'P1Y', billing: 'monthly', seats: 10 } as const

/** Ten mailboxes under italy, before and after they were moved. */
export const mail = [{ offer: 'mail', seats: 10 }] as const
export const untouched = ['italy exchange-p1 10 active']
export const moved = ['central exchange-p1 10 active', 'italy exchange-p1 10 suspended']
