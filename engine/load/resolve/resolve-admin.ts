/** Written → desired, of `admin:`: that of a Partner document holds for all of its customers, key by key, unless theirs says otherwise. */

import type { Customer } from '../../../schemas/generated/customer.ts'
import type { Partner } from '../../../schemas/generated/partner.ts'
import { by } from '../../compare.ts'
import type { SourceRange } from '../../diagnostic.ts'
import { globalAdministrator, roleIdOf, roleName, roleNames } from '../../model/admin-roles.ts'
import type { DeclaredAdmin } from '../../model/desired.ts'
import { isGuid } from '../../model/guid.ts'
import { orMeant, suggest } from '../../scope/suggest.ts'
import type { KindedDocument } from '../check-schema.ts'
import { codes as common } from '../codes.ts'
import { adminCodes as codes } from './admin-codes.ts'
import type { ResolveContext } from './resolve-context.ts'

interface Placed<T> {
  readonly value: T
  readonly at: SourceRange
}
type Roles = Placed<readonly string[]>
interface Group extends Roles {
  readonly group: string
  /** The roles, each at its place. */
  readonly each: readonly Placed<string>[]
}

/** One `admin:` block; what is not written is left out. */
export interface AdminBlock {
  readonly at: SourceRange
  readonly wanted: boolean | undefined
  readonly roles: Roles | undefined
  readonly groups: readonly Group[] | undefined
  readonly duration: string | undefined
  readonly autoExtend: Placed<boolean> | undefined
  readonly endInSources: true | undefined
}

function readAdmin(
  document: KindedDocument,
  written: Customer['admin'] | Partner['admin'],
  { report }: ResolveContext,
): AdminBlock | null {
  if (written === undefined) return null
  const at = (...path: readonly (string | number)[]) => document.rangeOf(['admin', ...path])
  const rolesAt = (names: readonly string[], path: readonly string[]): readonly Placed<string>[] => {
    const seen = new Map<string, SourceRange>()
    for (const [position, name] of names.entries()) {
      const place = at(...path, position)
      const id = roleIdOf(name)
      const before = id === null ? undefined : seen.get(id)
      if (id === null) {
        const near = suggest(name, roleNames)
        report(
          codes.UNKNOWN_ROLE,
          place,
          `\`${name}\` is neither the name of a role nor a template id${orMeant(near)}`,
        )
      } else if (before !== undefined)
        report(common.DUPLICATE, place, `${roleName(id)} is listed twice.`, [
          { at: before, note: 'the first is here' },
        ])
      else seen.set(id, place)
    }
    return [...seen].map(([value, place]) => ({ value, at: place }))
  }
  const groups = new Map<string, Group>()
  for (const [key, names] of Object.entries(written.groups ?? {})) {
    const group = key.toLowerCase()
    const place = document.rangeOf(['admin', 'groups'], key)
    const before = groups.get(group)
    const each = rolesAt(names, ['groups', key])
    if (!isGuid(group)) report(common.WRONG_FORM, place, `\`${key}\` is no object id of a security group.`)
    else if (before !== undefined)
      report(common.DUPLICATE, place, `The group ${group} is listed twice.`, [
        { at: before.at, note: 'the first is here' },
      ])
    else groups.set(group, { group, each, value: sorted(each), at: place })
  }
  return {
    at: at(),
    wanted: 'wanted' in written ? written.wanted : undefined,
    roles:
      written.roles === undefined
        ? undefined
        : { value: sorted(rolesAt(written.roles, ['roles'])), at: at('roles') },
    groups: written.groups === undefined ? undefined : [...groups.values()],
    duration: written.duration,
    autoExtend:
      written.autoExtend === undefined ? undefined : { value: written.autoExtend, at: at('autoExtend') },
    endInSources: written.endInSources === undefined ? undefined : true,
  }
}

/** What only shows between the keys of one block, or between a customer's keys and those it takes over. */
function checkAdmin(
  own: AdminBlock,
  inherited: AdminBlock | null,
  { report }: Pick<ResolveContext, 'report'>,
): void {
  const roles = own.roles ?? inherited?.roles
  if (roles === undefined) {
    if (own.wanted !== false)
      report(codes.NO_ROLES, own.at, 'Neither this document nor its Partner document lists `roles:`.')
    return
  }
  if (own.roles !== undefined || own.groups !== undefined)
    for (const { group, each } of own.groups ?? inherited?.groups ?? [])
      for (const { value, at } of each)
        if (!roles.value.includes(value)) {
          const detail = `The group ${group} is to hold ${roleName(value)}, which the relationship does not ask for.`
          if (own.groups === undefined)
            report(codes.ROLE_NOT_ASKED, roles.at, detail, [{ at, note: 'the group is here' }])
          else report(codes.ROLE_NOT_ASKED, at, detail)
        }
  const extend = own.autoExtend ?? inherited?.autoExtend
  const isOwn = own.roles !== undefined || own.autoExtend !== undefined
  if (isOwn && extend?.value === true && roles.value.includes(globalAdministrator))
    report(
      codes.EXTENDS_GLOBAL,
      (own.autoExtend ?? roles).at,
      'The service does not extend a relationship that holds global-administrator.',
    )
}

/** The blocks of Partner documents, each read and reported on once. */
export function adminOfPartners(
  partners: readonly { readonly document: KindedDocument; readonly written: Partner }[],
  context: ResolveContext,
): (partner: string) => AdminBlock | null {
  const blocks = new Map<string, AdminBlock>()
  for (const { document, written } of partners) {
    const block = readAdmin(document, written.admin, context)
    if (block === null) continue
    blocks.set(written.name, block)
    checkAdmin(block, null, context)
    if (written.cloud === 'china')
      context.report(codes.ADMIN_NOT_IN_CLOUD, block.at, `${written.name} is in the cloud of 21Vianet.`)
  }
  return partner => blocks.get(partner) ?? null
}

/** null: the customer is not asked for delegated administration. */
export function adminOfCustomer(
  document: KindedDocument,
  written: Customer,
  context: ResolveContext & { readonly adminOf: (partner: string) => AdminBlock | null },
): DeclaredAdmin | null {
  const own = readAdmin(document, written.admin, context)
  const inherited = context.adminOf(written.partner)
  if (own !== null && !context.brokenPartners.has(written.partner)) checkAdmin(own, inherited, context)
  return resolveAdmin(own, inherited)
}

function resolveAdmin(own: AdminBlock | null, inherited: AdminBlock | null): DeclaredAdmin | null {
  const roles = own?.roles ?? inherited?.roles
  const at = own?.at ?? inherited?.at
  if (roles === undefined || at === undefined || own?.wanted === false) return null
  const groups = own?.groups ?? inherited?.groups ?? []
  return {
    roles: roles.value,
    groups: groups
      .map(({ group, value, at: place }) => ({ group, roles: value, at: place }))
      .sort(by(entry => entry.group)),
    duration: own?.duration ?? inherited?.duration ?? 'P730D',
    autoExtend: (own?.autoExtend ?? inherited?.autoExtend)?.value ?? null,
    endInSources: (own?.endInSources ?? inherited?.endInSources) === true,
    at,
  }
}

function sorted(roles: readonly Placed<string>[]): readonly string[] {
  return roles.map(role => role.value).sort()
}
