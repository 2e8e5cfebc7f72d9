/** Customer agreements (facts 8, read 2026-11-23): App+User, global cloud. */
import type {
  WireAgreement,
  WireAgreementTemplate,
  WireDirectSigned,
  WireQualification,
} from '../../wire/agreement.ts'
import type { ReadClient, WriteClient, WriteIds } from '../client.ts'
import { isFailure } from '../errors/failure.ts'
import { listed, resource, resources } from '../resource.ts'

const kind = 'MicrosoftCustomerAgreement'

/** Confirmations by this partner; empty: none. */
export async function listAgreements(
  client: ReadClient,
  customer: string,
): Promise<readonly WireAgreement[]> {
  const answer = await client.read('agreements.list', { path: { customer }, query: { agreementType: kind } })
  return resources<WireAgreement>(listed(client, 'agreements.list', answer))
}

/** Whether the customer accepted by itself. */
export async function getDirectSigned(client: ReadClient, customer: string): Promise<WireDirectSigned> {
  const answer = await client.read('agreements.directsigned', { path: { customer } })
  return resource(client, 'agreements.directsigned', answer, 'isSigned')
}

/** Templates; the id to confirm with is read live. */
export async function listAgreementTemplates(client: ReadClient): Promise<readonly WireAgreementTemplate[]> {
  const answer = await client.read('agreements.metadata', { query: { agreementType: kind } })
  return resources<WireAgreementTemplate>(listed(client, 'agreements.metadata', answer))
}

/** Confirms that the customer accepted. The same confirmation twice (600061) is a success. */
export async function createAgreement(
  client: WriteClient,
  ids: WriteIds,
  { customer, agreement }: { readonly customer: string; readonly agreement: WireAgreement },
): Promise<'confirmed' | 'was confirmed'> {
  try {
    await client.write('agreements.create', ids, {
      path: { customer },
      body: { kind: 'json', value: agreement },
    })
    return 'confirmed'
  } catch (error) {
    if (isFailure(error) && error.error.row?.means === 'done') return 'was confirmed'
    throw error
  }
}

export async function getQualifications(
  client: ReadClient,
  customer: string,
): Promise<readonly WireQualification[]> {
  const answer = await client.read('qualifications.get', { path: { customer } })
  return resources(listed(client, 'qualifications.get', answer))
}
