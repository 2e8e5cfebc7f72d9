import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../support/example.ts'
import { inAFullRun, inputs } from './inputs.ts'

const folder = join(root, 'test', 'fuzz')
const suites = readdirSync(folder)
  .filter(name => name.endsWith('.test.ts') && name !== 'inputs.test.ts')
  .map(name => readFileSync(join(folder, name), 'utf8'))
  .join('\n')

it('makes over a million hostile inputs in a full run, for every parser and output of the table', () => {
  expect(Object.keys(inputs).filter(name => !suites.includes(`'${name}'`))).toEqual([])
  expect(inAFullRun()).toBeGreaterThan(1_000_000)
  if (process.env['TENANTFORM_FULL'] === '1')
    process.stdout.write(`${inAFullRun().toLocaleString('en')} hostile inputs in all\n`)
})
