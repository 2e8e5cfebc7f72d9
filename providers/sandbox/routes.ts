/** Which route a path means, with its parameters. */
import type { Route } from './call.ts'
import { auditRoutes } from './handlers/audit.ts'
import { cartRoutes } from './handlers/carts.ts'
import { catalogueRoutes } from './handlers/catalogue.ts'
import { customerRoutes } from './handlers/customers.ts'
import { orderRoutes } from './handlers/orders.ts'
import { subscriptionRoutes } from './handlers/subscriptions.ts'

const routes: readonly Route[] = [
  ...customerRoutes,
  ...subscriptionRoutes,
  ...orderRoutes,
  ...cartRoutes,
  ...catalogueRoutes,
  ...auditRoutes,
]

export interface Matched {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/** The route, `known path` when only the method is wrong, or null. Written segments win over parameters. */
export function matchRoute(method: string, path: string): Matched | 'known path' | null {
  const parts = path.split('/').filter(part => part !== '')
  let knownPath = false
  let best: (Matched & { readonly fixed: number }) | null = null
  for (const route of routes) {
    const wanted = route.path.split('/').filter(part => part !== '')
    if (wanted.length !== parts.length) continue
    const params: Record<string, string> = {}
    let fixed = 0
    const fits = wanted.every((segment, position) => {
      const part = parts[position] ?? ''
      if (segment.startsWith(':')) {
        params[segment.slice(1)] = decodeURIComponent(part)
        return true
      }
      fixed += 1
      return segment.toLowerCase() === part.toLowerCase()
    })
    if (!fits) continue
    knownPath = true
    if (route.method === method && (best === null || fixed > best.fixed)) best = { route, params, fixed }
  }
  return best ?? (knownPath ? 'known path' : null)
}
