/** Several edits of one subscription in one request. */
import type { Edit } from '../client/resources/patch-subscription.ts'

/** One request for several edits; what is so already is left out, and what moved stops all of it. */
export function together(edits: readonly Edit[]): Edit {
  return found => {
    const judged = edits.map(edit => edit(found))
    if (judged.some(one => one.kind === 'moved')) return { kind: 'moved' }
    const fields = judged.flatMap(one => (one.kind === 'change' ? [one.fields] : []))
    return fields.length === 0 ? { kind: 'done' } : { kind: 'change', fields: Object.assign({}, ...fields) }
  }
}
