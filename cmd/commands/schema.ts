import { diagnose } from '../../engine/diagnostic.ts'
import { jsonText } from '../../engine/json-text.ts'
import { schemaKinds, schemaText } from '../../schemas/published/schema-text.ts'
import { complain } from '../answer.ts'
import { codes } from '../codes.ts'
import { exitCodes } from '../exit-codes.ts'
import type { FormatOf } from '../formats.ts'
import type { Run } from '../shell.ts'

/** The JSON Schema of a kind, for editors; without a kind, the kinds. */
export const run: Run<{ readonly format: FormatOf<'schema'> }> = async ({
  shell,
  args,
  options: { format },
}) => {
  const [kind] = args
  if (kind === undefined) {
    shell.streams.out(
      format === 'json' ? jsonText({ format: 1, schemas: schemaKinds }) : `${schemaKinds.join('\n')}\n`,
    )
    return exitCodes.done
  }
  const text = schemaText(kind)
  if (text === null)
    return complain(
      shell,
      [diagnose(codes.UNKNOWN_SCHEMA, { detail: `\`${kind}\` is none of ${schemaKinds.join(', ')}.` })],
      { format },
    )
  shell.streams.out(text)
  return exitCodes.done
}
