/** What is bought, from what is written: PRODUCT:SKU, an offer id, or an alias of a Catalog document. */
import type { Catalog } from '../../../schemas/generated/catalog.ts'
import type { SourceRange } from '../../diagnostic.ts'
import { type ProductKey, productKey } from '../../model/ids.ts'
import type { Commerce } from '../../model/live.ts'
import { commerceOf } from '../../model/product-form.ts'
import { orMeant, suggest } from '../../scope/suggest.ts'
import type { KindedDocument } from '../check-schema.ts'
import { codes } from '../codes.ts'
import type { ResolveContext } from './resolve-context.ts'

export function resolveProduct(
  text: string,
  at: SourceRange,
  context: ResolveContext,
): { readonly key: ProductKey; readonly commerce: Commerce } | null {
  const key = context.aliases[text] ?? productKey(text)
  const commerce = commerceOf(key)
  if (commerce !== null) return { key, commerce }
  const near = suggest(text, Object.keys(context.aliases))
  context.report(
    codes.UNKNOWN_PRODUCT,
    at,
    `\`${text}\` is neither PRODUCT:SKU nor an offer id nor an alias${orMeant(near)}`,
  )
  return null
}

export function resolveAliases(
  documents: readonly { readonly document: KindedDocument; readonly written: Catalog }[],
  report: ResolveContext['report'],
): Readonly<Record<string, ProductKey>> {
  const aliases: Record<string, ProductKey> = {}
  const places = new Map<string, SourceRange>()
  for (const { document, written } of documents) {
    for (const [alias, target] of Object.entries(written.aliases ?? {})) {
      const at = document.rangeOf(['aliases', alias])
      const first = places.get(alias)
      if (first !== undefined)
        report(
          codes.DUPLICATE,
          document.rangeOf(['aliases'], alias),
          `The alias \`${alias}\` is defined twice.`,
          [{ at: first, note: 'first defined here' }],
        )
      else if (commerceOf(target) === null)
        report(codes.UNKNOWN_PRODUCT, at, `\`${target}\` is neither PRODUCT:SKU nor an offer id.`)
      else aliases[alias] = productKey(target)
      places.set(alias, first ?? document.rangeOf(['aliases'], alias))
    }
  }
  return aliases
}
