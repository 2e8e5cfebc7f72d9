import { diagnose } from '../../../engine/diagnostic.ts'
import { Trouble } from '../../../engine/trouble.ts'
import { budgetSchema } from '../../../providers/journal/budget/postgres-schema.ts'
import { grantsSql, tablesSql } from '../../../providers/journal/tables.ts'
import { jobsBeside } from '../../../providers/journal/workers/database.ts'
import { createJobQueue } from '../../../providers/queue/index.ts'
import { guarded } from '../../answer.ts'
import { codes } from '../../codes.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { GlobalOptions } from '../../program/global-options.ts'
import type { Run } from '../../shell.ts'

interface Options extends GlobalOptions {
  readonly schema: string
  readonly role?: string
}

/** The SQL that an administrator runs where the role of the journal may make no tables. */
export const run: Run<Options> = ({ shell, options }) =>
  guarded(shell, 'text', async () => {
    const schema = named('--schema', options.schema)
    const jobs = jobsBeside(schema)
    const role = options.role === undefined ? null : named('--role', options.role)
    const queue = await createJobQueue()
    shell.streams.out(
      [
        `create schema if not exists ${schema};`,
        `set search_path = ${schema};`,
        tablesSql,
        budgetSchema,
        queue.tablesSql(jobs).trim(),
        ...(role === null
          ? []
          : [
              `grant usage on schema ${schema}, ${jobs} to ${role};`,
              grantsSql(role),
              grantsOfJobs(jobs, role),
            ]),
        '',
      ].join('\n'),
    )
    return exitCodes.done
  })

function grantsOfJobs(schema: string, role: string): string {
  return `grant select, insert, update, delete on all tables in schema ${schema} to ${role};
grant execute on all functions in schema ${schema} to ${role};`
}

/** Names that need no quotes, so that nothing else can stand in them. */
function named(flag: string, name: string): string {
  if (/^[a-z_][a-z0-9_]{0,50}$/.test(name)) return name
  throw new Trouble(
    diagnose(codes.BAD_VALUE, {
      detail: `${flag} is \`${name}\`; it takes a name of small letters, digits and underscores.`,
    }),
  )
}
