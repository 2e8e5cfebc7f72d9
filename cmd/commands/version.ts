import { jsonText } from '../../engine/json-text.ts'
import { exitCodes } from '../exit-codes.ts'
import type { FormatOf } from '../formats.ts'
import type { Run } from '../shell.ts'

export const run: Run<{ readonly format: FormatOf<'version'> }> = async ({ shell, options }) => {
  const { version } = shell
  shell.streams.out(
    options.format === 'json'
      ? jsonText({ format: 1, name: 'tenantform', version })
      : `tenantform ${version}\n`,
  )
  return exitCodes.done
}
