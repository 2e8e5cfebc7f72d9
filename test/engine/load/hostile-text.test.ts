/** Whatever stands in a file, loading answers with documents or diagnostics, and never falls over. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { loadWorkspace } from '../../../engine/load/load-workspace.ts'

const load = (text: string) =>
  loadWorkspace({ files: [{ path: 'a.yaml', text }], readAttachment: () => undefined })

const pieces = fc.constantFrom(
  'apiVersion: tenantform/v1\n',
  'kind: Customer\n',
  'kind: Partner\n',
  'kind: World\n',
  'name: x\n',
  'partner: y\n',
  'subscriptions:\n',
  '  - key: a\n',
  '    seats: 1\n',
  '    seats: 1e999\n',
  '---\n',
  '...\n',
  '&a ',
  '*a\n',
  '? ',
  '- ',
  '{',
  '}',
  '[',
  ']',
  ': ',
  '\t',
  '\r\n',
  '!!binary x\n',
  '%YAML 1.1\n',
  '"\\u0000"\n',
  '__proto__: { polluted: true }\n',
  'constructor: 1\n',
  '<<: *a\n',
  '\uFEFF',
  '🙂',
  '# c\n',
  '|\n',
  '>-\n',
  "'",
)

it('arbitrary text is answered with diagnostics', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(pieces, { maxLength: 40 }).map(parts => parts.join('')),
      ),
      text => {
        const outcome = load(text)
        expect(outcome.workspace === null).toBe(outcome.diagnostics.some(entry => entry.severity === 'error'))
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
      },
    ),
    { numRuns: process.env['TENANTFORM_FULL'] === '1' ? 20_000 : 1_000 },
  )
})

it('an alias bomb is refused, not unfolded', () => {
  const rows = Array.from(
    { length: 12 },
    (_, depth) =>
      `l${depth}: &l${depth} [${depth === 0 ? '"x"' : Array.from({ length: 10 }, () => `*l${depth - 1}`).join(', ')}]`,
  )
  const { workspace, diagnostics } = load(
    `apiVersion: tenantform/v1\nkind: Catalog\nname: x\n${rows.join('\n')}\n`,
  )
  expect({ workspace, codes: diagnostics.map(entry => entry.code) }).toEqual({
    workspace: null,
    codes: ['DOCUMENT.MALFORMED'],
  })
})

it('the order of files does not matter', () => {
  const files = ['central', 'italy', 'germany'].map((name, position) => ({
    path: `${name}.yaml`,
    text: `apiVersion: tenantform/v1\nkind: Partner\nname: ${name}\ntenantId: 7d3a0c5e-0000-4000-8000-00000000aa0${position}\n`,
  }))
  const desired = (given: typeof files) =>
    loadWorkspace({ files: given, readAttachment: () => undefined }).workspace?.desired
  expect(desired([...files].reverse())).toEqual(desired(files))
  expect(desired(files)?.partners).toHaveLength(3)
})

it.each(['{ clientSecret: hunter3-very-secret }', '[hunter3-very-secret]'])(
  'quotes nothing of a key that is a collection: %s',
  key => {
    // Was red: the key was quoted whole.
    const { diagnostics } = load(
      `apiVersion: tenantform/v1\nkind: Partner\nname: central\ntenantId: 7d3a0c5e-0000-4000-8000-00000000aa01\ncredentials:\n  ? ${key}\n  : y\n`,
    )
    const told = diagnostics.filter(found => found.code === 'DOCUMENT.UNKNOWN_KEY')
    expect(told.map(found => found.detail)).toEqual([
      '`credentials` has a key that is no text, but a mapping or a list.',
    ])
    expect(diagnostics.map(found => found.detail).join()).not.toContain('hunter3')
  },
)
