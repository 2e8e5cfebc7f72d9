/**
 * How long a 429 asks to wait, as the gateway says it: in seconds, or as the date of HTTP; in ms. null: nothing that can be waited for
 * is said, because there is no header, it is no time, or one that is over (0, negative, a past date). Then the pause is our own.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  const text = header?.trim() ?? ''
  if (text === '') return null
  const seconds = /^\d{1,12}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  const ms = Number.isNaN(seconds) ? untilDate(text, nowMs) : Math.ceil(seconds * 1000)
  return ms !== null && ms > 0 ? ms : null
}

/** Only the form with a day's name is one of HTTP; `Date.parse` takes numbers and words for dates, too. */
function untilDate(text: string, nowMs: number): number | null {
  if (!/^[a-z]{3,9},? .*\d{2}:\d{2}:\d{2}/i.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : at - nowMs
}
