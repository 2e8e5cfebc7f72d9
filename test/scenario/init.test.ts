/** A first workspace: it validates as it is, and overwrites nothing. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runInProcess } from '../support/run-in-process.ts'

const editor = ['.vscode/settings.json', '.vscode/extensions.json', '.vscode/tenantform.schema.json']

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-init-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('init', () => {
  it('makes a workspace that validates, with or without accounts to leave', async () => {
    expect((await runInProcess(['init', '-C', 'one'], home)).out).toBe(
      `${['.gitignore', 'workspace.yaml', 'partners.yaml', 'policies.yaml', ...editor].join('\n')}\n`,
    )
    const sources = [
      '--source',
      'italy=1b0f0000-0000-4000-8000-00000000aa02',
      'no=2c1f0000-0000-4000-8000-00000000aa03',
    ]
    await runInProcess(['init', '-C', 'two', '--name', '2026', '--markets', 'NO', 'IT', ...sources], home)
    for (const folder of ['one', 'two']) {
      const { code, err } = await runInProcess(['validate', '-C', folder], home)
      expect([code, err.match(/\[[A-Z_.]+\]/g)]).toEqual([0, ['[DOCUMENT.PLACEHOLDER]']])
    }
    expect(readFileSync(join(home, 'two', 'partners.yaml'), 'utf8')).toContain('markets: ["NO", IT]')
  })

  it('prints the next three commands, where it was asked to work and unless it is to be quiet', async () => {
    const begun = await runInProcess(['init', '-C', 'seven', '--target', 'central-emea'], home)
    const variables = (...names: readonly string[]) => [
      '',
      'Variables that they read, once the apps are registered. The id of an app is no secret and may stand in partners.yaml instead, as `clientId:`.',
      ...names.map(name => `  export ${name}=`),
      '',
    ]
    expect(begun.err).toBe(
      [
        '',
        'Next:',
        '  tenantform login central-emea --check -C seven  what to register at Microsoft, and where to click',
        '  tenantform login central-emea -C seven          signs you in, and keeps the refresh token',
        '  tenantform import -C seven                      writes a document for every customer that is live',
        ...variables('CENTRAL_EMEA_APP_ID', 'CENTRAL_EMEA_APP_SECRET'),
      ].join('\n'),
    )
    const move = ['--target', 'emea', '--source', 'italy', '--name', 'move-2026']
    expect((await runInProcess(['init', '-C', 'seven-b', ...move], home)).err).toBe(
      [
        '',
        'Next:',
        `  ${'tenantform login emea --check -C seven-b'.padEnd(54)}  what to register at Microsoft, and where to click`,
        `  ${'tenantform login emea -C seven-b'.padEnd(54)}  signs you in, and keeps the refresh token`,
        '  tenantform import --consolidation move-2026 -C seven-b  writes for every customer of italy what emea is to have',
        ...variables('EMEA_APP_ID', 'EMEA_APP_SECRET', 'ITALY_APP_ID', 'ITALY_APP_SECRET'),
      ].join('\n'),
    )
    expect((await runInProcess(['init', '-C', 'eight', '-q'], home)).err).toBe('')
  })

  it('writes the schema line of an editor, and an example of a customer as a comment', async () => {
    await runInProcess(['init', '-C', 'nine', '-q'], home)
    const text = readFileSync(join(home, 'nine', 'partners.yaml'), 'utf8')
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=.vscode/tenantform.schema.json')
    const example = text
      .slice(text.indexOf('# apiVersion: tenantform/v1\n# kind: Customer'))
      .replaceAll(/^# ?/gm, '')
    const whole = text.replaceAll(
      '00000000-0000-4000-8000-000000000000',
      '7d3a0c5e-0000-4000-8000-00000000aa01',
    )
    writeFileSync(join(home, 'nine', 'partners.yaml'), `${whole}---\n${example}`)
    expect(await runInProcess(['validate', '-C', 'nine'], home)).toEqual({
      code: 0,
      err: '',
      out: 'Valid: 1 partner, 1 customer, 0 consolidations, 2 policy rules.\n',
    })
  })

  it('leaves a placeholder that no command of accounts passes, with its place', async () => {
    await runInProcess(['init', '-C', 'ten', '-q'], home)
    for (const command of [['plan'], ['doctor'], ['login', 'central']]) {
      const { code, out, err } = await runInProcess([...command, '-C', 'ten'], home)
      expect([code, out, err.split('\n')[0]]).toEqual([
        1,
        '',
        'partners.yaml:6:11: error: a tenant id is still the placeholder that `init` wrote [DOCUMENT.PLACEHOLDER]',
      ])
    }
  })

  it('holds no secret, and shows where one goes', async () => {
    await runInProcess(['init', '-C', 'five'], home)
    const text = readdirSync(join(home, 'five'))
      .filter(path => path !== '.vscode')
      .map(path => readFileSync(join(home, 'five', path), 'utf8'))
      .join('')
    expect(text).toContain('clientSecret: env:CENTRAL_APP_SECRET')
  })

  it('writes nothing where something is in the way', async () => {
    await runInProcess(['init', '-C', 'three'], home)
    rmSync(join(home, 'three', 'partners.yaml'))
    writeFileSync(join(home, 'three', 'workspace.yaml'), '# mine\n')
    const { code, err } = await runInProcess(['init', '-C', 'three'], home)
    expect({
      code,
      count: err.split('COMMAND.IN_THE_WAY').length - 1,
      files: readdirSync(join(home, 'three')).sort(),
    }).toEqual({
      code: 1,
      count: 2,
      files: ['.gitignore', '.vscode', 'policies.yaml', 'workspace.yaml'],
    })
  })

  it('adds its line to a .gitignore that is there, once', async () => {
    const made = async (before: string, ...others: readonly string[]) => {
      const folder = mkdtempSync(join(home, 'clone-'))
      writeFileSync(join(folder, '.gitignore'), before)
      const { code, out } = await runInProcess(['init', '-q', ...others], folder)
      const text = readFileSync(join(folder, '.gitignore'), 'utf8')
      return [code, out.split('\n').includes('.gitignore'), text]
    }
    expect([
      await made('node_modules/\n'),
      await made('node_modules/'),
      await made(''),
      await made('/.tenantform\n*.log\n'),
    ]).toEqual([
      [0, true, 'node_modules/\n.tenantform/\n'],
      [0, true, 'node_modules/\n.tenantform/\n'],
      [0, true, '.tenantform/\n'],
      [0, false, '/.tenantform\n*.log\n'],
    ])
  })

  it('refuses what is in the way before it asks anything', async () => {
    const folder = mkdtempSync(join(home, 'taken-'))
    writeFileSync(join(folder, 'partners.yaml'), '# mine\n')
    const { code, err } = await runInProcess(['init'], folder, { isTerminal: true })
    expect([code, err.match(/\[[A-Z_.]+\]/g)]).toEqual([1, ['[COMMAND.IN_THE_WAY]']])
  })

  it('takes countries and a currency in small letters', async () => {
    await runInProcess(['init', '-C', 'small', '-q', '--markets', 'it', 'de', '--currency', 'eur'], home)
    expect(
      readFileSync(join(home, 'small', 'partners.yaml'), 'utf8')
        .split('\n')
        .slice(7, 9),
    ).toEqual(['markets: [IT, DE]                      # countries this account sells in', 'currency: EUR'])
  })

  it('leaves the settings of an editor as they are', async () => {
    mkdirSync(join(home, 'six', '.vscode'), { recursive: true })
    writeFileSync(join(home, 'six', '.vscode', 'settings.json'), '{ "mine": true }\n')
    const { code, out } = await runInProcess(['init', '-C', 'six'], home)
    expect({ code, wrote: editor.filter(path => out.includes(path)) }).toEqual({
      code: 0,
      wrote: editor.slice(1),
    })
    expect(readFileSync(join(home, 'six', '.vscode', 'settings.json'), 'utf8')).toBe('{ "mine": true }\n')
  })

  it('refuses what is no account', async () => {
    for (const account of ['Italy=1b0f0000-0000-4000-8000-00000000aa02', 'italy=1'])
      expect((await runInProcess(['init', '-C', 'four', '--target', account], home)).code).toBe(1)
    for (const wrong of [
      ['--name', 'a: b'],
      ['--markets', 'Italy'],
      ['--currency', 'euro'],
    ])
      expect((await runInProcess(['init', '-C', 'four', ...wrong], home)).code).toBe(1)
    expect(readdirSync(home)).not.toContain('four')
  })
})
