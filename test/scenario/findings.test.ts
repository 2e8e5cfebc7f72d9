/** `--findings`: what validate and plan find, in the forms of CI systems, with paths from the top of the repository. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tenantform } from '../support/built-command.ts'
import { copyExample } from '../support/example.ts'
import { notCodeQuality, notJunit, notSarif } from '../support/published-schemas.ts'
import { newRepository, repositoryIn } from '../support/repository.ts'

let folder = ''
let workspace = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-findings-'))
  newRepository(folder)
  workspace = join(folder, 'tenants')
  copyExample('consolidation', workspace)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const everyForm = ['sarif=out/f.sarif', 'junit=out/f.xml', 'code-quality=out/f.json'].flatMap(form => [
  '--findings',
  form,
])
const written = (name: string) => readFileSync(join(folder, 'out', name), 'utf8')
const run = (...args: readonly string[]) => tenantform([...args, '-C', 'tenants'], { cwd: folder })

describe('findings in files', () => {
  it('name a mistake of a document at its place in the repository, and exit as ever', async () => {
    const path = join(workspace, 'customers', 'panificiorossi.yaml')
    const text = readFileSync(path, 'utf8')
    repositoryIn(folder).write('tenants/customers/panificiorossi.yaml', text.replace('seats:', 'seets:'))
    const line = text.split('\n').findIndex(one => one.includes('seats:')) + 1
    const { code } = await run('validate', ...everyForm)
    expect(code).toBe(1)
    expect([
      notSarif(written('f.sarif')),
      notJunit(written('f.xml')),
      notCodeQuality(written('f.json')),
    ]).toEqual([[], [], []])
    const issues = JSON.parse(written('f.json')) as readonly { check_name: string; location: unknown }[]
    expect(issues.find(issue => issue.check_name === 'DOCUMENT.UNKNOWN_KEY')?.location).toEqual({
      path: 'tenants/customers/panificiorossi.yaml',
      lines: { begin: line },
    })
    expect(written('f.xml')).toContain(
      '<testcase classname="documents" name="tenants/partners.yaml" time="0"/>',
    )
  })

  it('tell of a plan which policy rules it keeps and which it breaks', async () => {
    repositoryIn(folder).write(
      'tenants/strict.yaml',
      'apiVersion: tenantform/v1\nkind: Policy\nname: strict\nrules:\n  - { id: nothing, scope: apply, deny: { irreversibleOver: 0 } }\n',
    )
    const { code } = await run('plan', '--sandbox', '-q', ...everyForm)
    expect(code).toBe(3)
    expect([
      notSarif(written('f.sarif')),
      notJunit(written('f.xml')),
      notCodeQuality(written('f.json')),
    ]).toEqual([[], [], []])
    expect(written('f.xml')).toContain(
      '<testcase classname="policy rules tenants" name="strict/nothing" time="0">\n      <failure type="PLAN.POLICY"',
    )
    const passed = [
      ...written('f.xml').matchAll(/classname="policy rules tenants" name="([^"]+)" time="0"\/>/g),
    ]
    expect(passed.length).toBeGreaterThan(0)
  })

  it('refuse a form that there is not, before anything is read', async () => {
    const { code, err } = await run('validate', '--findings', 'xunit=a.xml')
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining(
        '--findings is `xunit=a.xml`; it is FORM=FILE, with one of junit, sarif, code-quality, github, azure as FORM.',
      ),
    })
  })
})
