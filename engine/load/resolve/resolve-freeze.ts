/** The freeze windows of a policy rule. One that ends before it begins would freeze nothing, which nobody means. */
import type { Policy } from '../../../schemas/generated/policy.ts'
import type { FreezeWindow } from '../../model/desired.ts'
import { utcDate } from '../../model/ids.ts'
import type { KindedDocument } from '../check-schema.ts'
import { codes } from '../codes.ts'
import type { ResolveContext } from './resolve-context.ts'

type WrittenWindows = NonNullable<NonNullable<Policy['rules'][number]['deny']>['freeze']>

/** `path`: of the list in its document. */
export function resolveFreeze(
  written: WrittenWindows,
  path: readonly (string | number)[],
  { document, report }: { readonly document: KindedDocument; readonly report: ResolveContext['report'] },
): readonly FreezeWindow[] {
  return written.map(({ from, to }, position) => {
    if (from > to)
      report(
        codes.FREEZE_EMPTY,
        document.rangeOf([...path, position]),
        `The freeze runs from ${from} to ${to}.`,
      )
    return { from: utcDate(from), to: utcDate(to) }
  })
}
