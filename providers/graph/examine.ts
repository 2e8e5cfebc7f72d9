/** What a partner can do with Graph, before anything is asked and by asking: for `plan` and for `doctor`. Nothing is changed. */
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { Ability } from '../../engine/doctor/abilities.ts'
import type { Lacking } from '../../engine/doctor/shortfalls.ts'
import { kindMissing, readClaims } from '../auth/index.ts'
import { kinds } from './client/calls.ts'
import { GraphFailure } from './client/errors/failure.ts'
import { codes } from './codes.ts'
import { type GraphAccess, type GraphConnection, placeOf } from './connect.ts'
import { permissions } from './limits.ts'

const [reading, changing] = [
  'read delegated administration',
  'change delegated administration',
] as const satisfies readonly Ability[]

/** By cloud, hosts and kinds of credentials alone. */
export function lackingInGraph(access: GraphAccess): Lacking {
  const because = whyNot(access)
  return both(because === null ? [] : [because])
}

/** Signs in, looks at what the token carries, and asks for one relationship. */
export async function examineGraph(access: GraphAccess, { clientOf }: GraphConnection): Promise<Lacking> {
  const place = placeOf(access)
  const source = sourceOf(access)
  const because = whyNot(access)
  if (because !== null || place.kind === 'none' || source === undefined)
    return both(because === null ? [] : [because])
  const token = await source.get(place.audience)
  if (!token.ok) return both(token.diagnostics)
  const claims = readClaims(token.value)
  const carried = claims?.permissions ?? null
  const lacks = (...wanted: readonly string[]) =>
    carried !== null && !wanted.some(name => carried.includes(name))
  if (lacks(permissions.read, permissions.write)) return both([permissionMissing(access, permissions.write)])
  const asked = clientOf(access.name)
  const troubles = asked.ok ? await askOne(asked.client) : [asked.because]
  const toChange = [
    ...troubles,
    ...(lacks(permissions.write) ? [permissionMissing(access, permissions.write)] : []),
    ...(claims?.secondFactor === false
      ? [
          diagnose(codes.NOT_ALLOWED, {
            detail: `${access.name}: the user signed in without a second factor, without which Graph takes no change.`,
          }),
        ]
      : []),
  ]
  return new Map([
    [reading, troubles],
    [changing, toChange],
  ])
}

type Asked = Extract<ReturnType<GraphConnection['clientOf']>, { ok: true }>['client']

async function askOne(client: Asked): Promise<readonly Diagnostic[]> {
  try {
    await client.read('relationships.list', { query: { $top: '1' } })
    return []
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error
    return [error.error.diagnostic]
  }
}

function whyNot(access: GraphAccess): Diagnostic | null {
  const place = placeOf(access)
  if (place.kind === 'none') return place.because
  if (sourceOf(access) !== undefined) return null
  return kindMissing({ partner: access.name, call: 'delegated administration', kinds })
}

function sourceOf({ sources }: GraphAccess) {
  return kinds.map(kind => sources[kind]).find(found => found !== undefined)
}

function permissionMissing({ name }: GraphAccess, permission: string): Diagnostic {
  return diagnose(codes.PERMISSION_MISSING, {
    detail: `${name}: ${permission} is not in the token for Graph.`,
  })
}

function both(because: readonly Diagnostic[]): Lacking {
  return new Map([
    [reading, because],
    [changing, because],
  ])
}
