/**
 * What the sandbox answers for customers and activity, held against Microsoft's own descriptions of 2020. Where the two
 * differ, the difference is named here and explained in BEHAVIOUR.md; any other fails.
 */
import { describe, expect, test } from 'vitest'
import { aRig, type Body, type Caller, change, ids, rossi, verdi } from '../providers/sandbox/rig.ts'
import { specNamed } from './openapi.ts'

const customers = specNamed('CustomerService.json')
const audit = specNamed('AuditService.json')
if (customers === null || audit === null)
  console.warn(
    'The descriptions of Microsoft are not beside this repository: conformance to them is not tested.',
  )

const listOf = (item: string) =>
  `ResourceCollection[Microsoft.Partner.Service.Customers.Contracts.V1.${item}]`
const extra = (name: string) => `: must NOT have additional properties (${name})`
const of = (rest: string) => `/v1/customers/${rossi}/${rest}`

describe.skipIf(customers === null)('customers', () => {
  const cases: readonly (readonly [string, (caller: Caller) => Promise<Body>, string, readonly string[]])[] =
    [
      // The paging of facts 4.3 came later.
      [
        'a page',
        async user => user.get('/v1/customers?size=2'),
        listOf('Customer'),
        [extra('continuationToken')],
      ],
      ['one', async user => user.get(`/v1/customers/${rossi}`), 'Contracts.V1.Customer', []],
      ['the company', async user => user.get(of('profiles/company')), 'CustomerCompanyProfile', []],
      ['the billing profile', async user => user.get(of('profiles/billing')), 'CustomerBillingProfile', []],
      ['the written billing profile', writtenProfile, 'CustomerBillingProfile', []],
      [
        'the link',
        async user => user.get('/v1/customers/relationshiprequests'),
        'V1.RelationshipRequest',
        [],
      ],
      [
        'the end',
        async user => user.patch(`/v1/customers/${verdi}`, { relationshipToPartner: 'none' }),
        'Contracts.V1.Customer',
        [],
      ],
      ['agreements', async user => user.get(of('agreements?agreementType=*')), listOf('Agreement'), []],
      ['a new agreement', newAgreement, 'V1.Agreement', []],
      [
        'kinds of agreements',
        async user => user.get('/v1/agreements?agreementType=*'),
        listOf('AgreementMetadata'),
        [],
      ],
      // facts 8 shows the attributes.
      [
        'what the customer signed',
        async user => user.get(of('directSignedMicrosoftCustomerAgreementStatus')),
        'DirectSignedCustomerAgreementStatus',
        [extra('attributes')],
      ],
      // The published list is a bare array of items with a date (facts 8).
      ['a qualification', newQualification, 'V2.CustomerQualification', [extra('vettingCreatedDate')]],
    ]

  test.each(cases)('%s', async (_, ask, definition, known) => {
    const user = await (await aRig()).user('italy')
    const { status, body } = await ask(user)
    expect([200, 201]).toContain(status)
    expect(customers?.differences(definition, body)).toEqual(known)
  })
})

async function writtenProfile(user: Caller): Promise<Body> {
  const { body } = await user.get(of('profiles/billing'))
  return user.put(of('profiles/billing'), body, { headers: { 'If-Match': `"${body.attributes.etag}"` } })
}

async function newAgreement(user: Caller): Promise<Body> {
  return user.post(of('agreements'), {
    primaryContact: { firstName: 'Ada', lastName: 'Rossi', email: 'ada@rossi.example' },
    templateId: '117a77b0-9360-443b-8795-c6dedc750cf9',
    dateAgreed: '2026-12-07T05:00:00Z',
    type: 'MicrosoftCustomerAgreement',
  })
}

async function newQualification(user: Caller): Promise<Body> {
  return user.post(of('qualifications'), { qualification: 'education', educationSegment: 'K12' })
}

describe.skipIf(audit === null)('activity', () => {
  test('a page, and one record', async () => {
    const rig = await aRig()
    const user = await rig.user('italy')
    await change(user, ids.mail, { quantity: 6 })
    await change(user, ids.suite, { quantity: 200_000 })
    const { body } = await user.get('/v1/auditrecords')
    expect(body.items).toHaveLength(2)
    // facts 14 has seen participants in live records.
    expect(audit?.differences('PagedResourceCollection[AuditRecord]', body)).toEqual([
      `/items/*${extra('participants')}`,
      `/items/*${extra('participants')}`,
    ])
    const one = await user.get(`/v1/auditrecords/${body.items[0].id}`)
    expect(audit?.differences('AuditRecord', one.body)).toEqual([extra('participants')])
  })

  test('kinds of resources and operations that came later than the description', async () => {
    const user = await (await aRig()).user('italy')
    await newAgreement(user)
    const { body } = await user.get('/v1/auditrecords')
    const told = audit?.differences('PagedResourceCollection[AuditRecord]', body)
    expect(told).toEqual([
      '/items/*/operationType: must be equal to one of the allowed values (create_agreement)',
      '/items/*/resourceType: must be equal to one of the allowed values (agreement)',
      `/items/*${extra('participants')}`,
    ])
  })

  test('refusals of dates are those of the framework', async () => {
    const app = await (await aRig()).app('italy')
    const statuses = [
      'startDate=2026-01-01',
      'startDate=2026-10-01&endDate=2026-11-30',
      'startDate=soon',
    ].map(async query => {
      const answer = await app.get(`/v1/auditrecords?${query}`)
      return [answer.status, answer.body]
    })
    const refused = [400, { message: 'The request is invalid.' }]
    expect(await Promise.all(statuses)).toEqual([refused, refused, refused])
  })
})
