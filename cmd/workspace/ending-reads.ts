/**
 * Accounts for a command that was told to stop: what is read from then on is no answer, not even `unknown`. The command ends there, before
 * it prints or writes anything that was made of it.
 */
import { diagnose } from '../../engine/diagnostic.ts'
import type { Reader } from '../../engine/ports.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from '../codes.ts'
import type { Tenants } from './tenants-of-command.ts'

export function endingReads(tenants: Tenants, signal: AbortSignal): Tenants {
  const ending = <Args extends readonly unknown[], Answer>(read: (...args: Args) => Promise<Answer>) => {
    return async (...args: Args): Promise<Answer> => {
      const answer = await read(...args)
      if (signal.aborted) throw new Trouble(diagnose(codes.STOPPED))
      return answer
    }
  }
  const { reader } = tenants
  const ended: Reader = {
    customers: ending(reader.customers),
    customer: ending(reader.customer),
    subscriptions: ending(reader.subscriptions),
    azureSubscriptions: ending(reader.azureSubscriptions),
    agreement: ending(reader.agreement),
    licences: ending(reader.licences),
    transfers: ending(reader.transfers),
    entitlements: ending(reader.entitlements),
    account: ending(reader.account),
    qualifications: ending(reader.qualifications),
    auditRecords: ending(reader.auditRecords),
    invoiceLines: ending(reader.invoiceLines),
    relationshipLink: ending(reader.relationshipLink),
    catalogueItem: ending(reader.catalogueItem),
  }
  return { ...tenants, reader: ended, examine: ending(tenants.examine) }
}
