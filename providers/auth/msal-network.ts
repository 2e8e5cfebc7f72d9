/** MSAL's network as it is here: our transport. What was answered is kept, for MSAL's errors hold what was sent. */
import type { HttpOutcome, Send } from '../http/request.ts'

export interface NetworkAnswer<Body> {
  readonly headers: Record<string, string>
  readonly body: Body
  readonly status: number
}

export interface MsalNetwork {
  readonly client: {
    sendGetRequestAsync<T>(url: string): Promise<NetworkAnswer<T>>
    sendPostRequestAsync<T>(url: string, options?: { readonly body?: string }): Promise<NetworkAnswer<T>>
  }
  last(): HttpOutcome | null
}

export interface NetworkOptions {
  readonly partner: string
  /** Where MSAL sends to, and where the requests really go when that is another place. */
  readonly authority: string
  readonly authorityOverride: string | null
  readonly send: Send
  readonly newId: () => string
}

export function networkOver({
  partner,
  authority,
  authorityOverride,
  send,
  newId,
}: NetworkOptions): MsalNetwork {
  let last: HttpOutcome | null = null
  async function exchange<T>(method: 'GET' | 'POST', url: string, form?: string): Promise<NetworkAnswer<T>> {
    const correlationId = newId()
    last = await send({
      call: 'token.v2',
      method,
      url: authorityOverride === null ? url : url.replace(authority, authorityOverride),
      headers: { Accept: 'application/json' },
      body:
        form === undefined
          ? { kind: 'none' }
          : { kind: 'form', fields: Object.fromEntries(new URLSearchParams(form)) },
      partner,
      family: 'token',
      effect: 'read',
      repeat: 'freely',
      requestId: null,
      correlationId,
    })
    if (last.kind === 'no answer') throw new Error(`no answer from the token endpoint: ${last.why}`)
    return { headers: { ...last.headers }, body: last.body as T, status: last.status } // MSAL names the type it expects
  }
  return {
    client: {
      sendGetRequestAsync: url => exchange('GET', url),
      sendPostRequestAsync: (url, options) => exchange('POST', url, options?.body ?? ''),
    },
    last: () => last,
  }
}
