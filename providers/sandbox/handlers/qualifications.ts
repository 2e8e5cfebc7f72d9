/** Qualifications of a customer under one partner, the state of its account, addresses, domains (facts 7, 8). */
import type { WireQualification } from '../../partner-center/wire/agreement.ts'
import { asFields, onlyFields, optionalText, wordField } from '../body-reader.ts'
import {
  type Answer,
  type Call,
  created,
  customerOf,
  needQuery,
  ok,
  param,
  type Route,
  record,
} from '../call.ts'
import { conflict, refuse, refuseExtended } from '../refusal.ts'
import type { QualificationRow, RelationshipRow } from '../state/customer-rows.ts'
import { pairOf } from '../state/store.ts'
import { addDuration } from '../time/calendar.ts'

function relationshipOf(call: Call): RelationshipRow {
  const customer = customerOf(call)
  const row = call.service.store.relationships.get(pairOf(call.caller.partner.name, customer.tenantId))
  if (row === undefined) throw refuse(404, 60003, 'The tenant was not found.')
  return row
}

function qualificationBody(call: Call, row: QualificationRow): WireQualification {
  const isOver = row.settledAt !== null && row.settledAt <= call.service.time.now()
  return {
    qualification: row.qualification,
    vettingStatus: isOver ? 'Approved' : row.vettingStatus,
    vettingReason: null,
    vettingCreatedDate: row.createdAt,
  }
}

/** A bare array (Q10). */
function list(call: Call): Answer {
  return ok(relationshipOf(call).qualifications.map(row => qualificationBody(call, row)))
}

const kinds = ['none', 'education', 'nonprofit', 'governmentcommunitycloud', 'stateownedentity']
const names = ['None', 'Education', 'Nonprofit', 'GovernmentCommunityCloud', 'StateOwnedEntity']

/** The vetting takes its time. */
function ask(call: Call): Answer {
  const row = relationshipOf(call)
  const body = asFields(call.body, 'A qualification')
  onlyFields(
    body,
    ['qualification', 'educationSegment', 'website', 'validationCode', 'vettingStatus', 'attributes'],
    'A qualification',
  )
  const kind = wordField(body, 'qualification', kinds) ?? ''
  const qualification = names[kinds.indexOf(kind)]
  if (qualification === undefined || kind === 'none' || kind === 'nonprofit')
    throw refuse(400, 2000, 'The qualification cannot be asked for.')
  const segment = wordField(body, 'educationSegment', ['k12', 'highereducation'])
  if (kind === 'education' && segment === undefined)
    throw refuse(400, 800002, 'An education qualification needs an EducationSegment.')
  if (kind === 'governmentcommunitycloud' && optionalText(body, 'validationCode') === null)
    throw refuse(400, 800002, 'The government community cloud needs a ValidationCode.')
  if (row.qualifications.some(entry => entry.qualification === qualification))
    throw conflict('The qualification was asked for already.')
  const now = call.service.time.now()
  const added: QualificationRow = {
    qualification,
    vettingStatus: 'InReview',
    createdAt: now,
    settledAt: addDuration(now, call.service.settings.vettingDelay),
  }
  call.service.store.relationships.put({ ...row, qualifications: [...row.qualifications, added] })
  record(call, {
    customer: row.customer,
    resource: 'customer',
    operation: 'update_customer_qualification',
    newValue: { Qualification: qualification },
  })
  return created(qualificationBody(call, added))
}

/** 404/600074 where the account was never reviewed. */
function accountStatus(call: Call): Answer {
  const customer = customerOf(call)
  if (needQuery(call, 'type').toLowerCase() !== 'account')
    throw refuse(400, 2000, 'The type of validation is not supported.')
  if (customer.account === null)
    throw refuseExtended(404, 600074, 'ValidationStatusNotFound', 'There is no validation status.')
  return ok({
    type: 'account',
    status: customer.account,
    lastUpdateDateTime: call.service.world.clock,
    attributes: { objectType: 'ValidationStatus' },
  })
}

const addressFields = [
  'addressLine1',
  'addressLine2',
  'city',
  'state',
  'region',
  'postalCode',
  'country',
  'firstName',
  'middleName',
  'lastName',
  'phoneNumber',
  'attributes',
]

/** Good when it is complete; nobody looks whether the street exists. */
function address(call: Call): Answer {
  const body = asFields(call.body, 'An address')
  onlyFields(body, addressFields, 'An address')
  const missing = ['addressLine1', 'city', 'postalCode', 'country'].filter(
    name => optionalText(body, name) === null,
  )
  const isGood = missing.length === 0 && /^[A-Z]{2}$/i.test(optionalText(body, 'country') ?? '')
  return ok({
    originalAddress: body,
    suggestedAddresses: [],
    status: isGood ? 'VerifiedShippable' : 'None',
    validationMessage: isGood ? 'Address is verified and shippable.' : `Incomplete: ${missing.join(', ')}.`,
    attributes: { objectType: 'AddressValidation' },
  })
}

/** 200: taken; 404: free (Q31). Nothing has a body. */
function domain(call: Call): Answer {
  const wanted = param(call, 'domain').toLowerCase()
  const { store } = call.service
  const taken =
    [...store.customers.all()].some(row => row.domain.toLowerCase() === wanted) ||
    [...store.partners.all()].some(row => row.domain === wanted)
  return { status: taken ? 200 : 404 }
}

export const qualificationRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/customers/:customer/qualifications', family: 'customer', handle: list },
  {
    method: 'POST',
    path: '/v1/customers/:customer/qualifications',
    family: 'customer',
    userOnly: true,
    write: true,
    roles: ['adminAgent', 'salesAgent'],
    refusedAs: { resource: 'customer', operation: 'update_customer_qualification' },
    handle: ask,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customer/validationStatus',
    family: 'customer',
    query: ['type'],
    handle: accountStatus,
  },
  { method: 'POST', path: '/v1/validations/address', family: 'other', handle: address },
  { method: 'HEAD', path: '/v1/domains/:domain', family: 'other', handle: domain },
]
