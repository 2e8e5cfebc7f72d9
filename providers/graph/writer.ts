/**
 * The engine's writes of delegated administration, each one request. What a success must hold is in `client/errors/expected-answers.ts`;
 * whether it shows is the engine's to read back.
 */
import type {
  Accepted,
  AdminAnswer,
  AdminWriteIds,
  AdminWriter,
  RelationshipRequest,
} from '../../engine/admin/port.ts'
import type { PartnerName } from '../../engine/model/ids.ts'
import type { WriteCall } from './client/calls.ts'
import type { Answer, CallInput, WriteClient } from './client/client.ts'
import { operationOf } from './client/errors/expected-answers.ts'
import { GraphFailure } from './client/errors/failure.ts'
import { failure } from './client/paging.ts'
import { codes } from './codes.ts'
import { assignmentOf, relationshipOf, requestOf } from './convert.ts'
import type { ClientOf } from './reader.ts'
import type { WireWish } from './wire/relationship.ts'

interface Sending<T> {
  readonly call: WriteCall
  readonly ids: AdminWriteIds
  readonly input: CallInput
  /** null: it does not say who it is. */
  readonly convert: (answer: Answer) => T | null
}

export function writerOver(clientOf: ClientOf<WriteClient>): AdminWriter {
  async function sending<T>(
    partner: PartnerName,
    { call, ids, input, convert }: Sending<T>,
  ): Promise<AdminAnswer<T>> {
    const found = clientOf(partner)
    if (!found.ok) return { kind: 'refused', reason: 'other', because: found.because }
    try {
      const answer = await found.client.write(call, ids, input)
      const value = convert(answer)
      if (value !== null) return { kind: 'done', value }
      throw failure(found.client, call, {
        answer,
        entry: codes.UNREADABLE,
        said: 'the answer does not say what it is of',
      })
    } catch (error) {
      if (!(error instanceof GraphFailure)) throw error
      const { diagnostic: because } = error.error
      return error.error.settles
        ? { kind: 'refused', reason: error.error.reason, because }
        : { kind: 'unknown', because }
    }
  }
  const asked = (
    at: Parameters<AdminWriter['terminate']>[0],
    action: 'lockForApproval' | 'terminate',
    ids: AdminWriteIds,
  ) =>
    sending(at.partner, {
      call: 'requests.create',
      ids,
      input: { path: { relationship: at.relationship }, body: { action } },
      convert: ({ body }) => requestOf(body),
    })
  return {
    request: (partner, request, ids) =>
      sending(partner, {
        call: 'relationships.create',
        ids,
        input: { body: { displayName: request.name, ...wishOf(request) } satisfies WireWish },
        convert: ({ body }) => relationshipOf(partner, body),
      }),
    amend: ({ partner, relationship, etag }, request, ids) =>
      sending(partner, {
        call: 'relationships.update',
        ids,
        input: { path: { relationship }, ifMatch: etag, body: wishOf(request) },
        convert: acceptedAt(relationship),
      }),
    lockForApproval: (at, ids) => asked(at, 'lockForApproval', ids),
    terminate: (at, ids) => asked(at, 'terminate', ids),
    setAutoExtend: ({ partner, relationship, etag }, autoExtend, ids) =>
      sending(partner, {
        call: 'relationships.update',
        ids,
        input: {
          path: { relationship },
          ifMatch: etag,
          body: { autoExtendDuration: extensionText(autoExtend) } satisfies WireWish,
        },
        convert: acceptedAt(relationship),
      }),
    assign: ({ partner, relationship }, { group, roles }, ids) =>
      sending(partner, {
        call: 'assignments.create',
        ids,
        input: {
          path: { relationship },
          body: {
            accessContainer: { accessContainerId: group, accessContainerType: 'securityGroup' },
            ...accessOf(roles),
          },
        },
        convert: ({ body }) => assignmentOf(body),
      }),
    changeAssignment: ({ partner, relationship, assignment, etag }, roles, ids) =>
      sending(partner, {
        call: 'assignments.update',
        ids,
        input: { path: { relationship, assignment }, ifMatch: etag, body: accessOf(roles) },
        convert: acceptedAt(relationship),
      }),
  }
}

function wishOf({ customer, duration, autoExtend, roles }: RelationshipRequest): WireWish {
  return {
    duration,
    customer: { tenantId: customer.tenant, displayName: customer.name },
    ...accessOf(roles),
    autoExtendDuration: extensionText(autoExtend),
  }
}

function accessOf(roles: readonly string[]) {
  return { accessDetails: { unifiedRoles: roles.map(id => ({ roleDefinitionId: id })) } }
}

function extensionText(autoExtend: string | null): string {
  return autoExtend ?? 'PT0S'
}

/** A 202 names its operation, or it was no success. */
function acceptedAt(relationship: string): (answer: Answer) => Accepted {
  return ({ status, headers }) => ({
    operation: status === 202 ? operationOf(headers['location'], relationship) : null,
  })
}
