/** What a report for people folds, every other format holds: asking for it there would have no effect, and is refused (product rule of options without effect). */
import { type Diagnostic, diagnose } from '../engine/diagnostic.ts'
import { codes } from './codes.ts'
import type { Format } from './formats.ts'

export function onlyInText(option: string, isGiven: boolean, format: Format): Diagnostic | null {
  if (!isGiven || format === 'text') return null
  return diagnose(codes.OPTION_WITHOUT_EFFECT, {
    detail: `${option} beside --format ${format}: only text folds anything.`,
  })
}
