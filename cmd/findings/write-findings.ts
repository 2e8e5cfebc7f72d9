/** `--findings FORM=FILE`: findings in files, for the reviews and test pages of CI systems, beside the answer itself. */
import { relative, resolve, sep } from 'node:path'
import { diagnose } from '../../engine/diagnostic.ts'
import { Trouble } from '../../engine/trouble.ts'
import { repositoryTop } from '../../providers/files/repository-top.ts'
import { codes } from '../codes.ts'
import { writeOutput } from '../files/write-output.ts'
import { wholeCommands } from '../follow-up.ts'
import { azureAnnotations, githubAnnotations } from '../report/findings/annotations.ts'
import { codeQualityText } from '../report/findings/code-quality.ts'
import type { Findings } from '../report/findings/findings.ts'
import { junitText } from '../report/findings/junit.ts'
import { sarifText } from '../report/findings/sarif.ts'
import type { Shell } from '../shell.ts'

const forms: Readonly<Record<string, (findings: Findings) => string>> = {
  junit: junitText,
  sarif: sarifText,
  'code-quality': codeQualityText,
  github: githubAnnotations,
  azure: azureAnnotations,
}

export interface FindingsOptions {
  readonly findings?: readonly string[]
}

/** Refuses what is not written as FORM=FILE, before any work is done. */
export function findingsFiles({ findings = [] }: FindingsOptions, cwd: string): readonly FindingsFile[] {
  return findings.map(written => {
    const [, form = '', file = ''] = /^([^=]*)=(.+)$/s.exec(written) ?? []
    const render = forms[form]
    if (render === undefined)
      throw new Trouble(
        diagnose(codes.BAD_VALUE, {
          detail: `--findings is \`${written}\`; it is FORM=FILE, with one of ${Object.keys(forms).join(', ')} as FORM.`,
        }),
      )
    return { path: resolve(cwd, file), render }
  })
}

export interface FindingsFile {
  readonly path: string
  readonly render: (findings: Findings) => string
}

/** `root`: of the workspace, absolute. */
export async function writeFindings(
  files: readonly FindingsFile[],
  found: Pick<Findings, 'command' | 'checked' | 'findings'>,
  { shell, root }: { readonly shell: Shell; readonly root: string },
): Promise<void> {
  if (files.length === 0) return
  const report: Findings = {
    ...found,
    findings: wholeCommands(found.findings, shell.followUp),
    version: shell.version,
    at: shell.clock.now(),
    prefix: prefixOf(root),
  }
  for (const { path, render } of files) await writeOutput(path, render(report))
}

function prefixOf(root: string): string {
  const top = repositoryTop(root)
  const way = top === null ? '' : relative(top, root).split(sep).join('/')
  return way === '' ? '' : `${way}/`
}
