/** Price lists that Partner documents refer to. */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import { codes } from '../codes.ts'
import type { PricesUse } from '../resolve/resolve-context.ts'
import { joinPath } from '../workspace-path.ts'
import { readPrices } from './prices.ts'

interface Attachments {
  readonly readAttachment: (path: string) => string | Diagnostic | undefined
  readonly texts: Map<string, string>
  readonly diagnostics: Diagnostic[]
}

/** Paths in documents resolve from the document. */
export function attachPrices(
  path: string,
  { at, markets }: PricesUse,
  { readAttachment, texts, diagnostics }: Attachments,
) {
  const resolved = joinPath(at.file, path)
  if (resolved === null) {
    diagnostics.push(diagnose(codes.PATH_OUTSIDE, { detail: `\`${path}\` is outside of the workspace.`, at }))
    return null
  }
  const text = readAttachment(resolved)
  if (text === undefined) {
    diagnostics.push(diagnose(codes.PRICES_MISSING, { detail: `There is no file ${resolved}.`, at }))
    return null
  }
  if (typeof text !== 'string') {
    diagnostics.push({ ...text, at: text.at ?? at })
    return null
  }
  texts.set(resolved, text)
  const list = readPrices(resolved, text, markets)
  diagnostics.push(...list.diagnostics)
  return list.prices
}
