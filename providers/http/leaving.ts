import type { Send } from './request.ts'

/** Innermost, so that no wait lies between the question and the request. */
export function leaving(send: Send): Send {
  return request => {
    request.mayLeave?.()
    return send(request)
  }
}
