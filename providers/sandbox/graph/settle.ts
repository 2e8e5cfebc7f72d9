/**
 * What delegated administration does by itself (G3 to G6): the steps of the service, ends and extensions, and what is cleaned up.
 *
 * created →(locked) approvalPending →(the customer) approved → activating → active → expiring → expired
 *                                                                     active → terminationRequested → terminating → terminated
 */
import { wakeAt } from '../lifecycle/save.ts'
import type { Service } from '../service.ts'
import type { AssignmentRow, DelegatedRow, OperationRow } from '../state/delegated-rows.ts'
import { addDuration, type Instant } from '../time/calendar.ts'
import { noteAssignment, noteRelationship } from './notes.ts'

/** Nobody answered a request. */
const unansweredDuration = 'P90D'
/** Ended relationships can be seen so long, and their names are taken. */
const endedDuration = 'P365D'
const extension = 'P180D'
/** An assignment of so many roles stays pending; seen in the field. */
const tooManyRoles = 16

export function saveRelationship(service: Service, row: DelegatedRow): DelegatedRow {
  const now = service.time.now()
  const before = service.store.delegated.get(row.id)
  const saved = {
    ...row,
    version: (before?.version ?? 0) + 1,
    modifiedAt: now,
    statusSince: before === undefined || before.status === row.status ? row.statusSince : now,
  }
  service.store.delegated.put(saved)
  wakeAt(service, dueOf(saved))
  return saved
}

export function saveAssignment(service: Service, row: AssignmentRow): AssignmentRow {
  const before = service.store.assignments.get(row.id)
  const saved = { ...row, version: (before?.version ?? 0) + 1, modifiedAt: service.time.now() }
  service.store.assignments.put(saved)
  wakeAt(service, saved.stepAt)
  return saved
}

export function saveOperation(service: Service, row: OperationRow): void {
  service.store.operations.put(row)
  wakeAt(service, row.isDone ? null : row.settledAt)
}

/** When the service takes its next step of a relationship or of an assignment. */
export const relationshipStep = (service: Service) =>
  addDuration(service.time.now(), service.settings.delegatedDelay)
export const assignmentStep = (service: Service) =>
  addDuration(service.time.now(), service.settings.assignmentDelay)

/** Null: it stays as it is. */
function dueOf(row: DelegatedRow): Instant | null {
  switch (row.status) {
    case 'approvalPending':
      return addDuration(row.statusSince, unansweredDuration)
    case 'active':
      return row.endsAt
    case 'expired':
    case 'terminated':
      return addDuration(row.statusSince, endedDuration)
    default:
      return row.stepAt
  }
}

export function delegatedDue(service: Service): Instant | null {
  let first: Instant | null = null
  for (const { at } of steps(service)) if (first === null || at < first) first = at
  return first
}

interface Step {
  readonly at: Instant
  readonly take: () => void
}

function* steps(service: Service): Generator<Step> {
  for (const row of service.store.delegated.all()) {
    const at = dueOf(row)
    if (at !== null) yield { at, take: () => stepRelationship(service, row) }
  }
  for (const row of service.store.assignments.all())
    if (row.stepAt !== null) yield { at: row.stepAt, take: () => stepAssignment(service, row) }
  for (const row of service.store.operations.all())
    if (!row.isDone) yield { at: row.settledAt, take: () => finish(service, row) }
}

/** Each at its own time; what a step brings about can be due by then too. */
export function settleDelegated(service: Service, until: Instant): void {
  for (;;) {
    const due = [...steps(service)].filter(({ at }) => at <= until)
    if (due.length === 0) return
    due.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    for (const { at, take } of due) service.time.during(at, take)
  }
}

function stepRelationship(service: Service, row: DelegatedRow): void {
  const next = nextOf(service, row)
  if (next === 'clean up') cleanUp(service, row)
  else {
    const saved = saveRelationship(service, { ...row, stepAt: null, ...next.change })
    if (next.event !== undefined) noteRelationship(service, saved, next.event)
  }
}

interface Next {
  readonly change: Partial<DelegatedRow>
  readonly event?: Parameters<typeof noteRelationship>[2]
}

function nextOf(service: Service, row: DelegatedRow): Next | 'clean up' {
  const now = service.time.now()
  const stepAt = relationshipStep(service)
  switch (row.status) {
    case 'created':
      return { change: { status: 'approvalPending' } }
    case 'approved':
      return { change: { status: 'activating', stepAt } }
    case 'activating': {
      const endsAt = addDuration(now, row.duration)
      return { change: { status: 'active', activatedAt: now, endsAt }, event: 'activated' }
    }
    case 'active':
      return row.autoExtend === extension && row.endsAt !== null
        ? { change: { endsAt: addDuration(row.endsAt, extension) }, event: 'extended' }
        : { change: { status: 'expiring', stepAt } }
    case 'expiring':
      return { change: { status: 'expired' }, event: 'expired' }
    case 'terminationRequested':
      return { change: { status: 'terminating', stepAt } }
    case 'terminating':
      return { change: { status: 'terminated' }, event: 'terminated' }
    case 'approvalPending':
    case 'expired':
    case 'terminated':
      return 'clean up'
    default:
      return { change: {} }
  }
}

/** Neither side sees it any more, and its name is free. */
export function cleanUp(service: Service, row: DelegatedRow): void {
  removeRelationship(service, row)
  noteRelationship(service, row, 'cleaned_up')
}

export function removeRelationship({ store }: Service, { id }: DelegatedRow): void {
  for (const table of [store.delegatedRequests, store.assignments, store.operations])
    for (const row of table.in(id)) table.remove(row.id)
  store.delegated.remove(id)
}

function stepAssignment(service: Service, row: AssignmentRow): void {
  const relationship = service.store.delegated.get(row.relationship)
  if (row.status === 'pending' && row.roles.length >= tooManyRoles) {
    saveAssignment(service, { ...row, stepAt: null })
    return
  }
  const status = row.status === 'deleting' ? 'deleted' : 'active'
  const saved = saveAssignment(service, { ...row, status, stepAt: null })
  if (relationship !== undefined)
    noteAssignment(service, relationship, saved, status === 'deleted' ? 'deleted' : 'activated')
}

function finish(service: Service, operation: OperationRow): void {
  saveOperation(service, { ...operation, isDone: true })
  const { roles } = operation
  const relationship = service.store.delegated.get(operation.relationship)
  if (relationship === undefined) return
  const assignment =
    operation.assignment === null ? undefined : service.store.assignments.get(operation.assignment)
  if (operation.assignment === null) saveRelationship(service, { ...relationship, roles })
  else if (assignment !== undefined && assignment.status !== 'deleted' && assignment.status !== 'deleting') {
    // One that was stuck for its many roles goes on with fewer.
    const isStuck = assignment.status === 'pending' && assignment.stepAt === null
    const stepAt = isStuck ? assignmentStep(service) : assignment.stepAt
    noteAssignment(
      service,
      relationship,
      saveAssignment(service, { ...assignment, roles, stepAt }),
      'updated',
    )
  }
}
