/** For the auditor: who changed what and when, with the ids that Microsoft's own record has. */
import { counted } from '../../../engine/plural.ts'
import { lineOf } from '../plan/lines.ts'
import { type Board, outcomeOf, outcomeTones, type View } from './board.ts'

export function auditView({ applies }: Board): View {
  const steps = applies.flatMap(({ apply, steps: own }) => own.map(step => ({ ...step, apply })))
  const people = new Set(steps.map(({ who }) => who))
  return {
    title: 'Who changed what',
    lead: `${counted(steps.length, 'write')} in ${counted(applies.length, 'apply', 'applies')}, by ${counted(people.size, 'person or pipeline', 'people or pipelines')}. \`tenantform activity verify\` holds each against Microsoft's record.`,
    panels: [],
    pictures: [],
    tables: [
      {
        id: 'writes',
        caption: 'Writes',
        columns: [
          { name: 'customer', kind: 'text' },
          { name: 'outcome', kind: 'word' },
          { name: 'action', kind: 'word' },
          { name: 'product', kind: 'text' },
          { name: 'account', kind: 'word' },
          { name: 'began', kind: 'text' },
          { name: 'by', kind: 'text' },
          { name: 'request id', kind: 'text' },
        ],
        rows: steps.map(step => {
          const { verb, what, where } = lineOf(step.action)
          const outcome = outcomeOf(step)
          return {
            cells: [
              { text: step.customerName, under: step.action.customer },
              outcome,
              verb,
              step.subscription === null ? what : { text: what, under: step.subscription },
              where,
              { text: step.began, under: step.ended === null ? 'no end known' : `ended ${step.ended}` },
              { text: step.who, under: step.apply },
              { text: step.requestId, under: step.correlationIds.join(' ') },
            ],
            tone: outcomeTones[outcome],
          }
        }),
      },
    ],
  }
}
