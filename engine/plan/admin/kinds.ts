/** Actions of delegated administration: what each must follow, what must hold just before, and what just after. */
import type { SourceRange } from '../../diagnostic.ts'
import type { AdminAssignment, AdminRelationship, RelationshipStatus } from '../../model/admin.ts'
import type { DeclaredAdmin, DeclaredCustomer } from '../../model/desired.ts'
import { type ActionId, actionId, dayOf, type PartnerName, type TenantId } from '../../model/ids.ts'
import type {
  AdminCheck,
  AskForAdmin,
  AssignGroup,
  ChangeGroup,
  EndRelationship,
  OpenForApproval,
  SwitchAutoExtend,
} from './admin-action.ts'
import { ended } from './relationships.ts'

/** How long the service extends at a time. */
const extension = 'P180D'

const asked: readonly RelationshipStatus[] = ['approvalPending', 'approved', 'activating', 'active']

interface Place {
  readonly partner: PartnerName
  readonly customer: TenantId
}

const common = (kind: string, target: string, facts: Place & { readonly source: SourceRange }) => ({
  id: actionId(`${kind}:${facts.partner}/${facts.customer}/${target}`),
  partner: facts.partner,
  customer: facts.customer,
  source: facts.source,
  after: [] as readonly ActionId[],
  replay: 'look-first' as const,
  irreversible: false,
})

export interface AskFacts {
  readonly customer: DeclaredCustomer
  readonly admin: DeclaredAdmin
  readonly name: string
  /** Relationships that are there and would not do. */
  readonly known: readonly string[]
}

export function askForAdmin({ customer, admin, name, known }: AskFacts): AskForAdmin {
  const autoExtend = admin.autoExtend === true ? extension : null
  const place = { partner: customer.partner, customer: customer.tenant }
  return {
    ...common('admin.request', name, { ...place, source: admin.at }),
    kind: 'admin.request',
    customerName: customer.name,
    name,
    roles: admin.roles,
    duration: admin.duration,
    autoExtend,
    because: { kind: 'declared and not there' },
    expects: [{ kind: 'nothing else grants', ...place, name, roles: admin.roles, known }],
    proves: [
      {
        kind: 'relationship is',
        ...place,
        by: { name },
        status: ['created', ...asked],
        roles: admin.roles,
        duration: admin.duration,
        autoExtend,
      },
    ],
  }
}

/** `ask`: the step of this plan that makes it; null: it is there. */
export function openForApproval(
  { customer, admin, name }: Pick<AskFacts, 'customer' | 'admin' | 'name'>,
  ask: ActionId | null,
): OpenForApproval {
  const place = { partner: customer.partner, customer: customer.tenant }
  return {
    ...common('admin.lock', name, { ...place, source: admin.at }),
    kind: 'admin.lock',
    name,
    after: ask === null ? [] : [ask],
    because: { kind: 'declared and not there' },
    expects: [
      { kind: 'relationship is', ...place, by: { name }, status: ['created', ...asked], roles: admin.roles },
    ],
    proves: [{ kind: 'relationship is', ...place, by: { name }, status: asked, roles: admin.roles }],
  }
}

export interface ChangeFacts {
  readonly customer: TenantId
  readonly relationship: AdminRelationship
  readonly source: SourceRange
}

const placeOf = ({ relationship, customer }: ChangeFacts) => ({
  partner: relationship.partner,
  customer,
  relationship: relationship.id,
})

function isActive({ relationship, customer }: ChangeFacts): Extract<AdminCheck, { kind: 'relationship is' }> {
  const { partner, id } = relationship
  return { kind: 'relationship is', partner, customer, by: { id }, status: ['active'] }
}

function changeOf(kind: string, target: string, facts: ChangeFacts) {
  const place = placeOf(facts)
  return {
    ...common(kind, target, { ...place, source: facts.source }),
    relationship: place.relationship,
    name: facts.relationship.name,
  }
}

export function assignGroup(facts: ChangeFacts, group: string, roles: readonly string[]): AssignGroup {
  const place = placeOf(facts)
  return {
    ...changeOf('admin.assign', `${facts.relationship.id}/${group}`, facts),
    kind: 'admin.assign',
    group,
    roles,
    because: { kind: 'declared and not there' },
    expects: [isActive(facts), { kind: 'group holds', ...place, group, roles: [] }],
    proves: [{ kind: 'group holds', ...place, group, roles }],
  }
}

export function changeGroup(
  facts: ChangeFacts,
  assignment: AdminAssignment,
  to: readonly string[],
): ChangeGroup {
  const place = placeOf(facts)
  const { group, roles: from } = assignment
  return {
    ...changeOf('admin.change-assignment', `${facts.relationship.id}/${group}`, facts),
    kind: 'admin.change-assignment',
    assignment: assignment.id,
    group,
    from,
    to,
    because: { kind: 'declared otherwise', field: 'roles' },
    expects: [isActive(facts), { kind: 'group holds', ...place, group, roles: from }],
    proves: [{ kind: 'group holds', ...place, group, roles: to }],
  }
}

export function switchAutoExtend(facts: ChangeFacts, isOn: boolean): SwitchAutoExtend {
  const from = facts.relationship.autoExtend
  const to = isOn ? extension : null
  return {
    ...changeOf('admin.auto-extend', facts.relationship.id, facts),
    kind: 'admin.auto-extend',
    from,
    to,
    because: { kind: 'declared otherwise', field: 'autoExtend' },
    expects: [{ ...isActive(facts), autoExtend: from }],
    proves: [{ ...isActive(facts), autoExtend: to }],
  }
}

export interface EndFacts extends ChangeFacts {
  readonly consolidation: string
  /** The one that stands in its place, with all its groups. */
  readonly replacement: { readonly partner: PartnerName; readonly relationship: string }
  readonly groups: DeclaredAdmin['groups']
  readonly after: readonly ActionId[]
}

export function endRelationship(facts: EndFacts): EndRelationship {
  const { customer, relationship, replacement, groups } = facts
  const { partner, id } = relationship
  const there = { partner: replacement.partner, customer }
  return {
    ...changeOf('admin.end', id, facts),
    kind: 'admin.end',
    roles: relationship.roles,
    replacedBy: replacement,
    otherwiseUntil: relationship.endsAt === null ? null : dayOf(relationship.endsAt),
    irreversible: true,
    after: facts.after,
    because: { kind: 'replaced on the target', consolidation: facts.consolidation },
    expects: [
      { kind: 'relationship is', ...there, by: { id: replacement.relationship }, status: ['active'] },
      ...groups.map(
        ({ group, roles }): AdminCheck => ({
          kind: 'group holds',
          ...there,
          relationship: replacement.relationship,
          group,
          roles,
        }),
      ),
      isActive(facts),
    ],
    proves: [{ kind: 'relationship is', partner, customer, by: { id }, status: ended }],
  }
}
