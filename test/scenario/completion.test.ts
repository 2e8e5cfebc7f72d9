/** Completion, asked as a shell asks. */
import { describe, expect, it } from 'vitest'
import { tenantform } from '../support/built-command.ts'
import { exampleFolder } from '../support/example.ts'

async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { out } = await tenantform(['complete', '--', ...words], { cwd: exampleFolder('consolidation') })
  return out
    .split('\n')
    .filter(line => line !== '' && !line.startsWith(':'))
    .map(line => line.split('\t')[0] ?? '')
}

describe('completion', () => {
  it('offers commands, and commands of commands', async () => {
    expect(await offered('im')).toEqual(['import'])
    expect(await offered('activity', '')).toEqual(expect.arrayContaining(['list', 'export', 'verify']))
    expect(await offered('co')).toEqual(['completion'])
  })

  it('offers flags, and the values that a flag can have', async () => {
    expect(await offered('plan', '--det')).toEqual(['--detailed-exitcode'])
    expect(await offered('plan', '--format', '')).toEqual(['text', 'json', 'markdown', 'html'])
  })

  it('offers the names of the workspace’s own documents', async () => {
    expect(await offered('plan', '--wave', '')).toEqual(expect.arrayContaining(['pilot', 'italy']))
    expect(await offered('export', 'customers', '--partner', 'ce')).toEqual(['central-emea'])
  })

  it('has a script for bash, zsh and fish, and refuses other shells', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { code, out } = await tenantform(['completion', shell], { cwd: exampleFolder('consolidation') })
      expect({ shell, code, asks: out.includes('complete --') }).toEqual({ shell, code: 0, asks: true })
    }
    expect((await tenantform(['completion', 'csh'], { cwd: exampleFolder('consolidation') })).code).toBe(1)
  })
})
