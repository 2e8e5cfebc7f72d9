/** Proposals as changes of the documents they belong to, by file. What is in no document cannot be written. */
import type { FieldEdit } from '../load/customer-edit.ts'
import { editCustomer } from '../load/edit-customer.ts'
import { Bug } from '../result.ts'
import type { TermEndRow } from './term-end-row.ts'

export interface ProposedTexts {
  readonly texts: ReadonlyMap<string, string>
  readonly written: readonly { readonly file: string; readonly key: string }[]
  /** Written so (through an alias, for one) that these lines cannot be changed alone. */
  readonly refused: readonly { readonly file: string; readonly key: string }[]
}

/** `sources`: the texts of the workspace, by path. */
export function withProposals(
  rows: readonly TermEndRow[],
  sources: ReadonlyMap<string, string>,
): ProposedTexts {
  const texts = new Map<string, string>()
  const written: { file: string; key: string }[] = []
  const refused: { file: string; key: string }[] = []
  for (const row of rows) {
    const { key, at, proposal } = row
    if (key === null || at === null || proposal === null) continue
    const before = texts.get(at.file) ?? sources.get(at.file)
    if (before === undefined) throw new Bug(`${at.file} was read and is not among the sources`)
    const fields = editsOf(row).map(edit => ({ ...edit, subscription: key }))
    const after = editCustomer(before, { partner: row.partner, tenant: row.customer }, { fields })
    if (after !== null) texts.set(at.file, after)
    const told = after === null ? refused : written
    told.push({ file: at.file, key })
  }
  return { texts, written, refused }
}

function editsOf({ proposal, declared }: TermEndRow): readonly FieldEdit[] {
  if (proposal === null) return []
  return [
    ...(proposal.endOfTerm !== undefined && proposal.endOfTerm !== declared
      ? [{ path: ['endOfTerm'], value: proposal.endOfTerm }]
      : []),
    ...(proposal.seats === undefined ? [] : [{ path: ['nextTerm', 'seats'], value: Number(proposal.seats) }]),
  ]
}
