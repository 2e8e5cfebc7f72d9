/** The control API (docs/sandbox.md): for people and tests; never throttled, never faulty, never in the request log. */
import { asFields, type Fields, field, onlyFields, textField } from '../body-reader.ts'
import { addFaults, clearFaults } from '../faults.ts'
import { actAsCustomer } from '../graph/customer-acts.ts'
import { forgetReplays, runJobs } from '../lifecycle/jobs.ts'
import { ledgerOf } from '../money/ledger.ts'
import { changeQuirks, effectiveQuirks, writtenQuirks } from '../quirks.ts'
import { refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import { addDuration, normal } from '../time/calendar.ts'
import { accept, migrateAzure } from './arrange.ts'
import { backFill } from './back-fill.ts'
import { signIn } from './sign-in.ts'
import { countRequests, wholeWorld } from './views.ts'

export function control(service: Service, method: string, url: URL, text: string): unknown {
  const route = url.pathname.slice('/sandbox/'.length)
  switch (`${method} ${route}`) {
    case 'GET health':
      return {
        ready: true,
        world: service.world.name,
        worldId: service.identity.worldId,
        now: service.time.now(),
      }
    case 'POST challenge':
      return { proof: proofFor(service, bodyOf(text, ['nonce'])) }
    case 'GET credentials':
      return { partners: credentialsOf(service) }
    case 'GET state':
      return wholeWorld(service)
    case 'GET clock':
      return { now: service.time.now() }
    case 'POST clock':
      return { now: moveClock(service, bodyOf(text, ['advance', 'now'])) }
    case 'POST accept':
      return accept(service, bodyOf(text, ['partner', 'customer', 'agreement', 'directSigned', 'delay']))
    case 'POST azure-migrate':
      return migrateAzure(service, bodyOf(text, ['customer', 'from', 'to']))
    case 'POST back-fill':
      return backFill(service, bodyOf(text, ['partner', 'customer', 'subscription']))
    case 'POST delegated-admin':
      return actAsCustomer(service, bodyOf(text, ['relationship', 'customer', 'do']))
    case 'POST sign-in':
      return signIn(service, bodyOf(text, ['code', 'user', 'do', 'mfa']))
    case 'GET faults':
      return { faults: [...service.store.faults.all()] }
    case 'POST faults':
      return { added: addFaults(service, parsed(text)) }
    case 'DELETE faults':
      return { removed: clearFaults(service) }
    case 'GET quirks':
      return { written: writtenQuirks(service), effective: effectiveQuirks(service) }
    case 'POST quirks':
      changeQuirks(service, parsed(text))
      return { written: writtenQuirks(service), effective: effectiveQuirks(service) }
    case 'GET ledger':
      return ledgerOf(service)
    case 'GET requests':
      return url.searchParams.get('count') === '1'
        ? countRequests(service)
        : { requests: service.store.requests }
    default:
      throw refuse(404, 1000, `There is no ${method} ${url.pathname}.`)
  }
}

/** What the World says of who may sign in: made-up secrets, for rehearsals that must not touch a real one. */
function credentialsOf({ world }: Service): unknown {
  return world.partners.map(({ name, tenantId, apps = [], users = [] }) => ({
    name,
    tenantId,
    apps: apps.map(({ clientId, clientSecret }) => ({ clientId, clientSecret })),
    users: users.map(({ upn, clientId, clientSecret, refreshToken }) => ({
      upn,
      clientId,
      clientSecret,
      refreshToken,
    })),
  }))
}

/** Long enough that nobody asks twice for one. */
const nonceForm = /^[0-9a-f]{32,128}$/

function proofFor({ identity }: Service, fields: Fields): string {
  const nonce = textField(fields, 'nonce', 'The body')
  if (!nonceForm.test(nonce))
    throw refuse(400, 2000, 'The nonce must be 32 to 128 hexadecimal digits in lower case.')
  if (identity.prove === null) throw refuse(404, 1000, 'This sandbox has no state folder, and so no key.')
  return identity.prove(nonce)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refuse(400, 2000, 'The body must be JSON.')
  }
}

function bodyOf(text: string, allowed: readonly string[]): Fields {
  const fields = asFields(parsed(text), 'The body')
  onlyFields(fields, allowed, 'The body')
  return fields
}

function moveClock(service: Service, fields: Fields): string {
  const isAdvance = field(fields, 'advance') !== undefined
  if (isAdvance === (field(fields, 'now') !== undefined))
    throw refuse(400, 2000, 'Give either advance (a duration) or now (an instant).')
  const text = textField(fields, isAdvance ? 'advance' : 'now', 'The body')
  const from = service.time.now()
  const target = instantOf(() => (isAdvance ? addDuration(from, text) : normal(text)), text)
  if (target < from) throw refuse(400, 2000, `Time does not go back: it is ${from}.`)
  service.time.moveTo(target)
  runJobs(service)
  forgetReplays(service)
  return service.time.now()
}

function instantOf(read: () => string, text: string): string {
  try {
    return read()
  } catch {
    throw refuse(400, 2000, `${text} is neither a duration nor an instant.`)
  }
}
