import { diagnose } from '../../engine/diagnostic.ts'
import { schemaKinds, schemaText } from '../../schemas/published/schema-text.ts'
import { complain } from '../answer.ts'
import { codes } from '../codes.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Run } from '../shell.ts'

/** The JSON Schema of a kind, for editors; without a kind, the kinds. */
export const run: Run = async ({ shell, args }) => {
  const [kind] = args
  if (kind === undefined) {
    shell.streams.out(`${schemaKinds.join('\n')}\n`)
    return exitCodes.done
  }
  const text = schemaText(kind)
  if (text === null)
    return complain(shell, [
      diagnose(codes.UNKNOWN_SCHEMA, { detail: `\`${kind}\` is none of ${schemaKinds.join(', ')}.` }),
    ])
  shell.streams.out(text)
  return exitCodes.done
}
