/** Price lists that Partner documents refer to: looked for when documents are loaded, read when a price is asked for. */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import type { PriceList } from '../../model/money.ts'
import { codes } from '../codes.ts'
import type { PricesUse } from '../resolve/resolve-context.ts'
import { joinPath } from '../workspace-path.ts'
import { type PriceFile, priceFile } from './prices.ts'

/** A file that a document refers to, which is there. */
export interface Attachment {
  /** Its text, or why it cannot be read. */
  readonly read: () => string | Diagnostic
}

interface Attachments {
  /** undefined: there is none. */
  readonly readAttachment: (path: string) => Attachment | Diagnostic | undefined
  /** Texts by path, to be drawn under diagnostics; a list comes in once it is read and known for one. */
  readonly texts: Map<string, string>
  /** By path: several partners may name one list. */
  readonly lists: Map<string, PriceFile>
  readonly diagnostics: Diagnostic[]
}

/** Paths in documents resolve from the document. */
export function attachPrices(
  path: string,
  { at }: PricesUse,
  { readAttachment, texts, lists, diagnostics }: Attachments,
): PriceList | null {
  const resolved = joinPath(at.file, path)
  if (resolved === null) {
    diagnostics.push(diagnose(codes.PATH_OUTSIDE, { detail: `\`${path}\` is outside of the workspace.`, at }))
    return null
  }
  const known = lists.get(resolved)
  if (known !== undefined) return known
  const found = readAttachment(resolved)
  if (found === undefined) {
    diagnostics.push(diagnose(codes.PRICES_MISSING, { detail: `There is no file ${resolved}.`, at }))
    return null
  }
  if ('code' in found) {
    diagnostics.push({ ...found, at: found.at ?? at })
    return null
  }
  const list = priceFile(resolved, { read: found.read, at, recognised: text => texts.set(resolved, text) })
  lists.set(resolved, list)
  return list
}
