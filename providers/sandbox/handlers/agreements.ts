/** Customer agreements (facts 8): metadata, confirmations, and whether the customer signed by itself. */
import type { WireAgreement } from '../../partner-center/wire/agreement.ts'
import { asFields, field, onlyFields, optionalText, textField } from '../body-reader.ts'
import { type Answer, type Call, created, customerOf, ok, type Route, record } from '../call.ts'
import { uuidOf } from '../ids.ts'
import { refuse, refuseExtended } from '../refusal.ts'
import type { AgreementRow, RelationshipRow } from '../state/customer-rows.ts'
import { pairOf } from '../state/store.ts'
import { normal } from '../time/calendar.ts'
import { collection } from '../wire/links.ts'

const customerAgreement = 'MicrosoftCustomerAgreement'
/** The known template of the customer agreement (facts 8). */
export const customerTemplate = '117a77b0-9360-443b-8795-c6dedc750cf9'
const templates = [
  {
    templateId: customerTemplate,
    agreementType: customerAgreement,
    agreementLink: 'https://aka.ms/customeragreement',
    versionRank: 1,
  },
  {
    templateId: '998b88de-aa99-4388-a42c-1b3517d49490',
    agreementType: 'MicrosoftCloudAgreement',
    agreementLink: 'https://aka.ms/cloudagreement',
    versionRank: 0,
  },
]

/** `*` means all. */
function typeOf(call: Call, otherwise: string): string {
  const type = (call.query.get('agreementType') ?? otherwise).toLowerCase()
  const known = ['*', ...templates.map(template => template.agreementType.toLowerCase())]
  if (!known.includes(type)) throw refuse(400, 2000, 'The agreement type is not supported.')
  return type
}

function globalOnly(call: Call): void {
  if (call.caller.partner.cloud !== 'global')
    throw refuse(400, 900127, 'Agreements are not supported in this environment.')
}

function metadata(call: Call): Answer {
  globalOnly(call)
  const type = typeOf(call, 'MicrosoftCloudAgreement')
  const items = templates.filter(entry => type === '*' || entry.agreementType.toLowerCase() === type)
  return ok(collection(call.service, items, `/agreements?agreementType=${type}`))
}

function relationshipOf(call: Call): RelationshipRow {
  globalOnly(call)
  const customer = customerOf(call)
  const row = call.service.store.relationships.get(pairOf(call.caller.partner.name, customer.tenantId))
  if (row === undefined) throw refuse(404, 60003, 'The tenant was not found.')
  return row
}

function list(call: Call): Answer {
  const row = relationshipOf(call)
  const type = typeOf(call, '*')
  const isAsked = type === '*' || type === customerAgreement.toLowerCase()
  const items = isAsked ? row.agreements.map(agreementBody) : []
  return ok(collection(call.service, items, `/customers/${row.customer}/agreements`))
}

function agreementBody(row: AgreementRow): WireAgreement {
  return {
    primaryContact: row.primaryContact,
    templateId: row.templateId,
    dateAgreed: row.dateAgreed,
    type: customerAgreement,
    agreementLink: 'https://aka.ms/customeragreement',
    userId: row.userId,
  }
}

function confirm(call: Call): Answer {
  const row = relationshipOf(call)
  const agreement = confirmedIn(call)
  const isKnown = row.agreements.some(
    entry => JSON.stringify(agreementKey(entry)) === JSON.stringify(agreementKey(agreement)),
  )
  if (isKnown)
    throw refuseExtended(
      400,
      600061,
      'AgreementAlreadyConfirmed',
      'The same agreement was confirmed already.',
    )
  call.service.store.relationships.put({ ...row, agreements: [...row.agreements, agreement] })
  record(call, {
    customer: row.customer,
    resource: 'agreement',
    operation: 'create_agreement',
    newValue: { TemplateId: agreement.templateId, DateAgreed: agreement.dateAgreed },
  })
  return created(agreementBody(agreement))
}

const agreementKey = ({ templateId, dateAgreed, primaryContact }: AgreementRow) => ({
  templateId,
  dateAgreed,
  primaryContact,
})

function confirmedIn(call: Call): AgreementRow {
  const body = asFields(call.body, 'An agreement')
  onlyFields(
    body,
    ['primaryContact', 'templateId', 'dateAgreed', 'type', 'agreementLink', 'userId', 'attributes'],
    'An agreement',
  )
  if (textField(body, 'type', 'An agreement').toLowerCase() !== customerAgreement.toLowerCase())
    throw refuse(400, 2000, 'The agreement type is not supported.')
  const templateId = textField(body, 'templateId', 'An agreement').toLowerCase()
  if (templateId !== customerTemplate) throw refuse(400, 2000, 'The template id is not known.')
  const contact = asFields(field(body, 'primaryContact'), 'primaryContact')
  onlyFields(contact, ['firstName', 'lastName', 'email', 'phoneNumber', 'middleName'], 'primaryContact')
  const phoneNumber = optionalText(contact, 'phoneNumber')
  return {
    templateId,
    dateAgreed: dateIn(textField(body, 'dateAgreed', 'An agreement')),
    primaryContact: {
      firstName: textField(contact, 'firstName', 'primaryContact'),
      lastName: textField(contact, 'lastName', 'primaryContact'),
      email: textField(contact, 'email', 'primaryContact'),
      ...(phoneNumber !== null && { phoneNumber }),
    },
    userId: uuidOf('user', call.caller.partner.tenantId, call.caller.upn),
  }
}

/** UTC where no zone is written. */
function dateIn(text: string): string {
  const at = /T/.test(text) ? text : `${text}T00:00:00`
  try {
    return normal(/(Z|[+-]\d{2}:?\d{2})$/i.test(at) ? at : `${at}Z`)
  } catch {
    throw refuse(400, 2000, 'dateAgreed is not a date.')
  }
}

function directSigned(call: Call): Answer {
  const row = relationshipOf(call)
  return ok({
    isSigned: row.directSigned,
    attributes: { objectType: 'DirectSignedMicrosoftCustomerAgreementStatus' },
  })
}

export const agreementRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/agreements',
    family: 'other',
    userOnly: true,
    query: ['agreementType'],
    handle: metadata,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customer/agreements',
    family: 'customer',
    userOnly: true,
    query: ['agreementType'],
    handle: list,
  },
  {
    method: 'POST',
    path: '/v1/customers/:customer/agreements',
    family: 'customer',
    userOnly: true,
    write: true,
    roles: ['adminAgent', 'salesAgent'],
    refusedAs: { resource: 'agreement', operation: 'create_agreement' },
    handle: confirm,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customer/directSignedMicrosoftCustomerAgreementStatus',
    family: 'customer',
    userOnly: true,
    handle: directSigned,
  },
]
