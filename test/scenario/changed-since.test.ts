/** `plan --changed-since`: a pull request's plan is about the customers it changes, and about everyone where it changes what concerns all. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { tenantform } from '../support/built-command.ts'
import { copyExample } from '../support/example.ts'
import { newRepository, type Repository, repositoryIn } from '../support/repository.ts'

let folder = ''
let repository: Repository
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-since-'))
  repository = newRepository(folder)
  copyExample('consolidation', join(folder, 'tenants'))
  repository.commit('Tenants')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const run = async (revision = 'HEAD', ...more: readonly string[]) => {
  const args = ['plan', '-C', 'tenants', '--changed-since', revision, '--format', 'json', ...more]
  const ran = await tenantform([...args, '--sandbox', '-q'], { cwd: folder })
  const plan = ran.code === 0 ? (JSON.parse(ran.out) as Partial<Plan>) : null
  return { ...ran, customers: plan?.customers?.map(customer => customer.name) ?? null }
}
const edit = (path: string, change: (text: string) => string) =>
  repository.write(`tenants/${path}`, change(readFileSync(join(folder, 'tenants', path), 'utf8')))

describe('a plan of what has changed', () => {
  it('is about the customers whose documents mean something else, and carries out what was reviewed', async () => {
    edit('customers/panificiorossi.yaml', text => text.replace(/seats: \d+/, 'seats: 6'))
    edit('customers/studioblu.yaml', text => `# only a note\n${text}`)
    const { customers } = await run()
    expect(customers).toEqual(['Panificio Rossi'])
    repository.commit('Six seats')
    expect((await run('HEAD~1')).customers).toEqual(['Panificio Rossi'])
  })

  it('is about a customer whose document is new, wherever it came to lie', async () => {
    const path = 'customers/panificiorossi.yaml'
    const text = readFileSync(join(folder, 'tenants', path), 'utf8')
    rmSync(join(folder, 'tenants', path))
    repository.commit('Without')
    repository.write('tenants/elsewhere/rossi.yaml', text)
    expect((await run()).customers).toEqual(['Panificio Rossi'])
  })

  it('is not made where nothing has changed', async () => {
    repository.write('README.md', 'words\n')
    const { code, out, err } = await run('HEAD', '--out', 'plan.json')
    const { diagnostics } = JSON.parse(out) as { readonly diagnostics: readonly { readonly code: string }[] }
    expect({ code, said: diagnostics.map(one => one.code), err }).toEqual({
      code: 0,
      said: ['GIT.NOTHING_CHANGED'],
      err: '',
    })
    expect(existsSync(join(folder, 'plan.json'))).toBe(false)
    // Was red: the plan of yesterday stood there, and a pipeline took it for the one of today.
    writeFileSync(join(folder, 'plan.json'), 'of yesterday')
    const beside = await run('HEAD', '--out', 'plan.json', '--findings', 'junit=found.xml')
    expect({
      code: beside.code,
      told: beside.err.match(/\[[A-Z_.]+\]/g),
      junit: readFileSync(join(folder, 'found.xml'), 'utf8').includes('tests="'),
    }).toEqual({ code: 1, told: ['[GIT.EARLIER_PLAN]'], junit: true })
    rmSync(join(folder, 'plan.json'))
    const args = ['plan', '-C', 'tenants', '--changed-since', 'HEAD', '--sandbox', '-q']
    expect(await tenantform(args, { cwd: folder })).toEqual({
      code: 0,
      out: '',
      err: expect.stringContaining("No customer's documents have changed since HEAD ("),
    })
  })

  it('is not made for a renamed file, a change of another workspace, or a customer that is declared no more, which is said', async () => {
    copyExample('steady-state', join(folder, 'others'))
    repository.commit('Others')
    repository.git('mv', 'tenants/customers/panificiorossi.yaml', 'tenants/customers/rossi.yaml')
    repository.write('others/README.md', 'words\n')
    repository.git('rm', '--quiet', 'others/workspace.yaml')
    const said = async () => {
      const { out } = await run('HEAD')
      return (JSON.parse(out) as { diagnostics: readonly { detail: string }[] }).diagnostics.map(
        ({ detail }) => detail.replace(/\([0-9a-f]+\)/, '(…)'),
      )
    }
    expect(await said()).toEqual(['Not since HEAD (…).'])
    repository.git('rm', '--quiet', 'tenants/customers/studioblu.yaml')
    expect(await said()).toEqual(['Not since HEAD (…). 1 customer is declared no more, and left as it is.'])
  })

  it('says what to fetch where the history was cut off', async () => {
    edit('customers/panificiorossi.yaml', text => text.replace(/seats: \d+/, 'seats: 6'))
    repository.commit('Six seats')
    const shallow = repositoryIn(join(folder, 'shallow'))
    shallow.git('clone', '--quiet', '--depth', '1', `file://${folder}`, '.')
    const args = ['plan', '-C', 'tenants', '--changed-since', 'HEAD~1', '--sandbox', '-q']
    const { code, err } = await tenantform(args, { cwd: shallow.folder })
    expect({
      code,
      told: err.includes('GIT.NO_REVISION'),
      next: err.includes('fetch it in a pipeline'),
    }).toEqual({
      code: 1,
      told: true,
      next: true,
    })
  })

  it('is about everyone where a policy, a partner or a price list has changed, or where then cannot be read', async () => {
    const everyone = async () => {
      const { customers, err } = await run()
      return [(customers ?? []).length > 15, err.split('\n').find(line => line.startsWith('Everyone'))]
    }
    edit('policies.yaml', text => text.replace(/irreversibleOver: \d+/, 'irreversibleOver: 999'))
    expect(await everyone()).toEqual([
      true,
      expect.stringContaining('policies or exceptions have changed since HEAD'),
    ])
    repository.git('checkout', '--quiet', '--', '.')
    const prices = repository.git('ls-files', 'tenants/prices/*.csv').split('\n')[0] ?? ''
    edit(prices.replace('tenants/', ''), text => `${text}\n`)
    expect(await everyone()).toEqual([
      true,
      expect.stringContaining(`${prices.replace('tenants/', '')} has changed`),
    ])
    repository.git('checkout', '--quiet', '--', '.')
    edit('partners.yaml', text => text.replace('kind: Partner', 'kind: Partnre'))
    repository.commit('Broken')
    repository.git('checkout', '--quiet', 'HEAD~1', '--', '.')
    expect(await everyone()).toEqual([true, expect.stringContaining('the documents of then are not valid')])
  })

  it('refuses a commit that there is not, and another choice of customers beside it', async () => {
    expect(await run('gone')).toMatchObject({ code: 1, out: expect.stringContaining('GIT.NO_REVISION') })
    expect(await run('--all')).toMatchObject({ code: 1 })
    expect(await run('HEAD', '--target', 'panificiorossi.example')).toMatchObject({
      code: 1,
      out: expect.stringContaining('COMMAND.OPTION_WITHOUT_EFFECT'),
    })
  })
})
