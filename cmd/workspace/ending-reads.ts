/**
 * Accounts for a command that was told to stop: what is read from then on is no answer, not even `unknown`. The command ends there, before
 * it prints or writes anything that was made of it.
 */

import type { AdminReader } from '../../engine/admin/port.ts'
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
  const { reader, graph } = tenants
  const ended: Reader = {
    customers: ending(reader.customers),
    customer: ending(reader.customer),
    subscriptions: ending(reader.subscriptions),
    subscription: ending(reader.subscription),
    azureSubscriptions: ending(reader.azureSubscriptions),
    agreement: ending(reader.agreement),
    licences: ending(reader.licences),
    transfers: ending(reader.transfers),
    entitlements: ending(reader.entitlements),
    orders: ending(reader.orders),
    account: ending(reader.account),
    qualifications: ending(reader.qualifications),
    auditRecords: ending(reader.auditRecords),
    invoiceLines: ending(reader.invoiceLines),
    relationshipLink: ending(reader.relationshipLink),
    companyName: ending(reader.companyName),
    catalogueItem: ending(reader.catalogueItem),
  }
  const { examine, signIn } = tenants
  return {
    ...tenants,
    reader: ended,
    ...(graph !== undefined && {
      graph: {
        ...graph,
        reader: endedInGraph(graph.reader, ending),
        exports: { billed: ending(graph.exports.billed) },
      },
    }),
    examine: ending(examine),
    ...(signIn !== undefined && { signIn: ending(signIn) }),
  }
}

type Ending = <Args extends readonly unknown[], Answer>(
  read: (...args: Args) => Promise<Answer>,
) => (...args: Args) => Promise<Answer>

function endedInGraph(reader: AdminReader, ending: Ending): AdminReader {
  return {
    relationships: ending(reader.relationships),
    relationship: ending(reader.relationship),
    assignments: ending(reader.assignments),
    requests: ending(reader.requests),
    operation: ending(reader.operation),
  }
}
