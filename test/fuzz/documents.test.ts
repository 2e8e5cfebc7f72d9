/** Documents as somebody may write them: tags, directives, anchors, merges, carriage returns, several documents, and a secret where none belongs. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { diagnosticsJson, diagnosticsText } from '../../cmd/report/diagnostics.ts'
import { loadWorkspace } from '../../engine/load/load-workspace.ts'
import { hostile, plantedSecret } from './hostile.ts'
import { hostileTexts } from './hostile-values.ts'
import { names } from './names.ts'

const pieces = fc.constantFrom(
  'apiVersion: tenantform/v1\n',
  'kind: Customer\n',
  'kind: Partner\n',
  'kind: Workspace\n',
  'kind: Consolidation\n',
  'kind: Policy\n',
  'kind: Catalog\n',
  'kind: World\n',
  'name: x\n',
  'partner: y\n',
  'tenantId: 7d3a0c5e-0000-4000-8000-0000000000f1\n',
  `credentials: { app: { clientId: 11111111-0000-4000-8000-0000000000f1, clientSecret: ${plantedSecret} } }\n`,
  `clientSecret: "${plantedSecret}"\n`,
  `journal: { store: postgres, connection: "postgres://u:${plantedSecret}@db/x" }\n`,
  'customer: { tenantId: 3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001, name: Rossi, domain: r.example }\n',
  'subscriptions:\n',
  '  - key: a\n',
  '    seats: 1\n',
  '    seats: 1e999\n',
  '    offer: 195416C1-3447-423A-B37B-EE59A99A19C4\n',
  '---\n',
  '--- !!map\n',
  '...\n',
  '&a ',
  '*a\n',
  '*b ',
  '<<: *a\n',
  '<<: [*a, *a]\n',
  '? ',
  '- ',
  '{',
  '}',
  '[',
  ']',
  ': ',
  '\t',
  '\r',
  '\r\n',
  '!!binary x\n',
  '!!js/function "x"\n',
  '!<tag:yaml.org,2002:str> ',
  '! ',
  '!local ',
  '%YAML 1.1\n---\n',
  '%YAML 9.9\n',
  '%TAG ! tag:x,2000:\n---\n',
  '%FOO bar\n',
  'null\n',
  '~\n',
  'yes\n',
  '0o17\n',
  '.inf\n',
  '2026-02-30\n',
  '"\\u0000"\n',
  '__proto__: { polluted: true }\n',
  'constructor: 1\n',
  '\uFEFF',
  '🙂',
  '# c\n',
  '#c\r',
  '|\n',
  '>-\n',
  "'",
  '"',
  'pricing: { file: ../../prices.csv }\n',
  'documents: ["../**"]\n',
)
const texts = fc.oneof(
  fc.array(pieces, { maxLength: 40 }).map(parts => parts.join('')),
  fc
    .array(fc.oneof(pieces, names, fc.constantFrom(...hostileTexts)), { maxLength: 30 })
    .map(parts => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
)

it('of any text are taken or refused at a place, in words that hold no secret and that nothing obeys', async () => {
  await hostile('documents, as text', fc.array(texts, { minLength: 1, maxLength: 3 }), files => {
    const { workspace, diagnostics, sources } = loadWorkspace({
      files: files.map((text, at) => ({ path: `${at}.yaml`, text })),
      readAttachment: () => undefined,
      untrusted: { allowEnv: new Set() },
    })
    expect(workspace === null).toBe(diagnostics.some(entry => entry.severity === 'error'))
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    // A sentence ends once.
    expect(
      diagnostics.filter(({ detail = '' }) => /[?.;][.]$/.test(detail ?? '')).map(({ detail }) => detail),
    ).toEqual([])
    // A line that is shown is the document's own; a secret that stands in it is blotted out by whoever refuses it.
    return [
      diagnosticsText(diagnostics, new Map()),
      diagnosticsText(diagnostics, sources),
      diagnosticsJson(diagnostics),
    ]
  })
})
