/** Sends events to whoever registered, signed, up to ten times each (G9). To programs on this machine only. */
import type { Service } from '../service.ts'
import type { AttemptRow, EventRow } from '../state/event-rows.ts'
import { addDuration } from '../time/calendar.ts'
import type { Signer } from './certificate.ts'

/** Posts to a loopback address; answers the status. Throws where no answer came. */
export type Post = (url: string, message: Message, given: AbortSignal) => Promise<number>

export interface Message {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface Deliveries {
  /** PEM. */
  certificate(): string
  /** Sends what is due, one after the other, without being waited for. `origin`: where this sandbox is reached. */
  start(origin: string): void
  /** Nothing is sent after it. */
  close(): Promise<void>
}

export const certificatePath = '/sandbox/webhook-certificate'
const maximumAttempts = 10
const untilNextAttempt = 'PT1M'

export function createDeliveries(service: Service, signer: () => Signer, post: Post): Deliveries {
  const closing = new AbortController()
  let sending: Promise<void> = Promise.resolve()

  async function sendDue(origin: string): Promise<void> {
    for (const row of dueEvents(service)) {
      if (closing.signal.aborted) return
      const attempt = await attempted(row, origin)
      if (closing.signal.aborted) return
      note(service, row, attempt)
      service.store.commit()
    }
  }

  async function attempted(row: EventRow, origin: string): Promise<AttemptRow> {
    const at = service.time.now()
    const { url } = row
    if (!isLoopback(url)) return { at, status: 0, trouble: onlyHere }
    try {
      const body = Buffer.from(JSON.stringify(eventBody(row, origin)))
      const headers = headersOf(service, row, body, { signer, origin })
      return { at, status: await post(url, { headers, body }, closing.signal), trouble: null }
    } catch (error) {
      return { at, status: 0, trouble: error instanceof Error ? error.message : 'no answer' }
    }
  }

  return {
    certificate: () => signer().certificate,
    start(origin) {
      if (dueEvents(service).length > 0) sending = sending.then(() => sendDue(origin))
    },
    async close() {
      closing.abort()
      await sending
    },
  }
}

const onlyHere = 'The sandbox delivers to programs on this machine only.'

function dueEvents({ store, time }: Service): readonly EventRow[] {
  const now = time.now()
  return [...store.waitingEvents.all()].filter(({ nextAt }) => nextAt <= now)
}

function note({ store, time }: Service, row: EventRow, attempt: AttemptRow): void {
  const attempts = [...row.attempts, attempt]
  const isOver =
    (attempt.status >= 200 && attempt.status < 300) ||
    attempts.length >= maximumAttempts ||
    attempt.trouble === onlyHere
  if (!isOver) {
    store.waitingEvents.put({ ...row, attempts, nextAt: addDuration(time.now(), untilNextAttempt) })
    return
  }
  store.waitingEvents.remove(row.id)
  store.settledEvents.put({ ...row, attempts })
}

function eventBody(row: EventRow, origin: string) {
  return {
    EventName: row.name,
    ResourceUri: `${origin}${row.resourcePath}`,
    ResourceName: row.resourceName,
    AuditUri: row.record === null ? null : `${origin}/auditactivity/v1/auditrecords/${row.record}`,
    ResourceChangeUtcDate: row.at,
  }
}

function headersOf(
  { store }: Service,
  row: EventRow,
  body: Buffer,
  { signer, origin }: { readonly signer: () => Signer; readonly origin: string },
): Readonly<Record<string, string>> {
  const isInMsSignature = store.registrations.get(row.partner)?.isInMsSignature === true
  return {
    'Content-Type': 'application/json; charset=utf-8',
    [isInMsSignature ? 'x-ms-signature' : 'Authorization']: `Signature ${signer().sign(body)}`,
    'X-MS-Certificate-Url': `${origin}${certificatePath}`,
    'X-MS-Signature-Algorithm': 'rsa-sha256',
  }
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/i.test(hostname)
}
