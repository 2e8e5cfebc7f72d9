/** Which files of a folder are documents (T31): nothing is left out without a word. Links, capitals and .yml were, once. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findDocuments } from '../../../cmd/workspace/find-documents.ts'
import { openWorkspace } from '../../../cmd/workspace/read-workspace.ts'

function folder(): string {
  const root = mkdtempSync(join(tmpdir(), 'tenantform-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  return root
}

function write(root: string, ...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(
      join(root, path),
      `apiVersion: tenantform/v1\nkind: Policy\nname: p\nrules: [{ id: r, scope: apply, deny: { customersOver: 5 } }]\n`,
    )
  }
}

const found = (root: string) => {
  const { paths, troubles } = findDocuments(root)
  return { paths, troubles: troubles.map(({ code, detail }) => `${code} ${detail}`) }
}

describe('documents', () => {
  it('are yaml and yml in any letter case, outside dot-folders and node_modules', () => {
    const root = folder()
    write(root, 'a.yaml', 'b.yml', 'c.YAML', 'deep/d.Yml', '.git/e.yaml', 'node_modules/f.yaml', 'g.txt')
    expect(found(root)).toEqual({ paths: ['a.yaml', 'b.yml', 'c.YAML', 'deep/d.Yml'], troubles: [] })
  })

  it('are read through links that stay inside, once each', () => {
    const root = folder()
    write(root, 'a.yaml', 'store/b.txt', 'store/c.yaml')
    symlinkSync('store/b.txt', join(root, 'b.yaml'))
    symlinkSync('a.yaml', join(root, 'again.yaml'))
    symlinkSync('.', join(root, 'circle'))
    symlinkSync('store', join(root, 'other'))
    expect(found(root)).toEqual({ paths: ['a.yaml', 'b.yaml', 'store/c.yaml'], troubles: [] })
  })

  it('behind a link that leads out or nowhere are refused by name', () => {
    const root = folder()
    const outside = folder()
    write(root, 'a.yaml')
    write(outside, 'x.yaml')
    symlinkSync(join(outside, 'x.yaml'), join(root, 'out.yaml'))
    symlinkSync(outside, join(root, 'region'))
    symlinkSync('gone.yaml', join(root, 'broken.yaml'))
    symlinkSync('gone', join(root, 'unrelated'))
    expect(found(root)).toEqual({
      paths: ['a.yaml'],
      troubles: [
        'DOCUMENT.UNREADABLE broken.yaml is a link that leads nowhere.',
        'DOCUMENT.PATH_OUTSIDE out.yaml is a link that leads out of the workspace.',
        'DOCUMENT.PATH_OUTSIDE region is a link that leads out of the workspace.',
      ],
    })
  })
})

describe('a workspace', () => {
  it('tells of a YAML file that is not ours, and reads the rest', async () => {
    const root = folder()
    write(root, 'policy.yaml')
    writeFileSync(join(root, 'azure-pipelines.yml'), 'trigger: [main]\n')
    const { workspace, diagnostics } = await openWorkspace('.', { cwd: root, untrusted: null })
    expect(workspace?.desired.policies.map(rule => rule.id)).toEqual(['r'])
    expect(diagnostics.map(({ code, severity, at }) => [code, severity, at?.file])).toEqual([
      ['DOCUMENT.NOT_OURS', 'note', 'azure-pipelines.yml'],
    ])
  })

  it('reads what `documents:` names, and leaves out what has a `!`', async () => {
    const root = folder()
    write(root, 'kept/policy.yaml', 'drafts/policy.yaml', 'kept/old/policy.yaml')
    writeFileSync(join(root, 'pipeline.yml'), 'trigger: [main]\n')
    writeFileSync(
      join(root, 'workspace.yaml'),
      'apiVersion: tenantform/v1\nkind: Workspace\nname: here\ndocuments: ["kept/**", "!kept/old/**"]\n',
    )
    const { sources, diagnostics } = await openWorkspace('.', { cwd: root, untrusted: null })
    expect([[...sources.keys()], diagnostics]).toEqual([['kept/policy.yaml', 'workspace.yaml'], []])
  })
})
