/**
 * What GitHub's own parser finds wrong in a workflow or an action. Bundled first: it takes its schemas from JSON in a way that Node 20 does not
 * load.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as Workflows from '@actions/workflow-parser'
import type * as Actions from '@actions/workflow-parser/actions/action-parser'
import { build } from 'esbuild'
import { root } from '../example.ts'

type Parser = Pick<typeof Workflows, 'parseWorkflow' | 'NoOperationTraceWriter'> &
  Pick<typeof Actions, 'parseAction'>

async function loadParser(): Promise<Parser> {
  const contents = [
    "export { parseWorkflow, NoOperationTraceWriter } from '@actions/workflow-parser'",
    "export { parseAction } from '@actions/workflow-parser/actions/action-parser'",
  ].join('\n')
  const folder = mkdtempSync(join(tmpdir(), 'tenantform-parser-'))
  const outfile = join(folder, 'parser.cjs')
  try {
    await build({
      stdin: { contents, resolveDir: root },
      bundle: true,
      format: 'cjs',
      platform: 'node',
      outfile,
    })
    return createRequire(import.meta.url)(outfile) as Parser // what was just bundled
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const parser = loadParser()

export async function wrongInWorkflow(name: string, content: string): Promise<readonly string[]> {
  const { parseWorkflow, NoOperationTraceWriter } = await parser
  return messagesOf(parseWorkflow({ name, content }, new NoOperationTraceWriter()))
}

export async function wrongInAction(content: string): Promise<readonly string[]> {
  const { parseAction, NoOperationTraceWriter } = await parser
  return messagesOf(parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter()))
}

function messagesOf({ context }: ReturnType<typeof Workflows.parseWorkflow>): readonly string[] {
  return context.errors.getErrors().map(error => error.message)
}
