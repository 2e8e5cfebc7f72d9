/** What an editor says of documents: a real YAML language server with our schemas. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tenantform } from '../support/built-command.ts'
import { exampleFiles, exampleFolder, exampleNames } from '../support/example.ts'
import { type LanguageServer, startLanguageServer } from '../support/yaml-language-server.ts'

const pilot = join(exampleFolder('consolidation'), 'customers', 'panificiorossi.yaml')
const pilotText = readFileSync(pilot, 'utf8')

describe('with the schema that a document names', () => {
  let server: LanguageServer
  beforeAll(async () => {
    server = await startLanguageServer()
  })
  afterAll(() => server.stop())

  it('nothing is wrong in any example', async () => {
    for (const name of exampleNames)
      for (const { path, text } of exampleFiles(name))
        expect({ path, found: await server.diagnose(join(exampleFolder(name), path), text) }).toEqual({
          path,
          found: [],
        })
  })

  it('a wrong key and a wrong value are found at their place', async () => {
    const lines = pilotText.split('\n')
    const seats = lines.findIndex(line => line.includes('seats:'))
    const broken = lines.map((line, at) => (at === seats ? line.replace('seats:', 'seets:') : line))
    const found = await server.diagnose(
      join(exampleFolder('consolidation'), 'customers', 'a.yaml'),
      broken.join('\n'),
    )
    expect(found).toContainEqual({ line: seats + 1, message: 'Property seets is not allowed.' })
    const state = lines.map((line, at) => (at === seats ? `${line}\n    state: of` : line))
    const [wrong] = await server.diagnose(
      join(exampleFolder('consolidation'), 'customers', 'b.yaml'),
      state.join('\n'),
    )
    expect(wrong).toEqual({
      line: seats + 2,
      message: expect.stringContaining(
        'Value is not accepted. Valid values: "active", "suspended", "cancelled"',
      ),
    })
  })

  it('a key is explained, and keys and values are offered', async () => {
    const path = join(exampleFolder('consolidation'), 'customers', 'c.yaml')
    const text = `${pilotText}    state: \n    \n`
    await server.diagnose(path, text)
    const lines = text.split('\n')
    const seats = lines.findIndex(line => line.includes('seats:')) + 1
    expect(await server.hover(path, seats, (lines[seats - 1] ?? '').indexOf('seats') + 2)).not.toBe('')
    const last = lines.length - 1
    expect(await server.complete(path, last - 1, 12)).toEqual(['active', 'cancelled', 'suspended'])
    expect(await server.complete(path, last, 5)).toEqual(
      expect.arrayContaining(['endOfTerm', 'friendlyName', 'nextTerm']),
    )
  })
})

describe('in a workspace that init made', () => {
  it('documents of every kind are known without a line in them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tenantform-editor-'))
    try {
      expect((await tenantform(['init'], { cwd: folder })).code).toBe(0)
      const settings = JSON.parse(readFileSync(join(folder, '.vscode', 'settings.json'), 'utf8')) as {
        readonly 'yaml.schemas': Readonly<Record<string, readonly string[]>>
      }
      const [[schema, globs] = ['', []]] = Object.entries(settings['yaml.schemas'])
      const server = await startLanguageServer({ schemas: { [join(folder, schema)]: globs } })
      try {
        for (const name of ['partners.yaml', 'policies.yaml', 'workspace.yaml'])
          expect({
            name,
            found: await server.diagnose(join(folder, name), readFileSync(join(folder, name), 'utf8')),
          }).toEqual({
            name,
            found: [],
          })
        const wrong = 'apiVersion: tenantform/v1\nkind: Partner\nname: italy\nmarkts: [IT]\n'
        expect(await server.diagnose(join(folder, 'wrong.yaml'), wrong)).toContainEqual({
          line: 4,
          message: 'Property markts is not allowed.',
        })
        expect(
          await server.diagnose(join(folder, 'kind.yaml'), 'apiVersion: tenantform/v1\nkind: Partnr\n'),
        ).toEqual([
          {
            line: 2,
            message: expect.stringContaining('Value is not accepted. Valid values: "Partner", "Customer"'),
          },
        ])
      } finally {
        await server.stop()
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
