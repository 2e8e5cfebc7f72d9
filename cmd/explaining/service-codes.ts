/** The codes of Partner Center, with their meaning and what to do, from the table that the client judges answers by. */
import { errorRows } from '../../providers/partner-center/client/errors/error-rows.ts'
import type { CodeAnswer } from './explain-text.ts'

/** `word`: `STATUS/CODE`, or the code alone, which may stand beside several statuses with several meanings. */
export function serviceCodes(word: string): readonly CodeAnswer[] {
  const [code = '', status = null] = word.split('/').reverse()
  const rows = errorRows.filter(
    ({ statuses, codes }) => codes.includes(code) && (status === null || statuses.includes(Number(status))),
  )
  return rows.map(({ statuses, meaning, remedies }) => {
    const shown = `${status ?? statuses[0] ?? ''}/${code}`
    return {
      format: 1,
      kind: 'code',
      code: shown,
      severity: 'error',
      summary: `Partner Center answers: ${meaning}`,
      remedies,
      pages: ['docs/partner-center.md'],
      example: `The service would answer ${shown}.`,
    }
  })
}
