/** Files that we wrote and somebody changed: read, they are what they were or a diagnostic; never an exception, never something else. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments, stringify } from 'yaml'
import { diagnosticsText } from '../../cmd/report/diagnostics.ts'
import { decodeSnapshot } from '../../engine/inventory/snapshot.ts'
import { worldOfSnapshot } from '../../engine/inventory/world-of-snapshot.ts'
import { loadWorkspace } from '../../engine/load/load-workspace.ts'
import { partnerName, tenantId } from '../../engine/model/ids.ts'
import { decodePlan, encodePlan } from '../../engine/plan/codec.ts'
import { savedPlanLines } from '../../engine/plan/saved/saved-plan.ts'
import { decodeRecords, encodeRecord } from '../../providers/journal/records.ts'
import { readerOverSnapshot } from '../../providers/snapshot/index.ts'
import { aStage } from '../engine/execute/harness.ts'
import { suite } from '../support/builders/index.ts'
import { exampleFiles, exampleNames, readExampleAttachment } from '../support/example.ts'
import { planned } from '../support/story.ts'
import { hostile } from './hostile.ts'
import { changes, hostileTexts, hostileValue, mangled } from './hostile-values.ts'

const made = planned({
  declared: [{}, { key: 'suite', product: suite }],
  italy: [{}, { id: 's-2', product: suite }],
})
const plan = encodePlan(made)
const lines = [...savedPlanLines(made)]
const short = `${lines.join('\n')}\n`

/** What stands in a line of the short form, changed as a value. */
function mangledLine(line: string, to: Parameters<typeof mangled>[1]): string {
  const [, key = '', json = '', comma = ''] = /^("[A-Za-z]+": )?(.*?)(,?)$/su.exec(line) ?? []
  try {
    return `${key}${JSON.stringify(mangled(JSON.parse(json), to))}${comma}`
  } catch {
    return JSON.stringify(mangled(line, to)) // a bracket of the layout
  }
}

/** Bytes changed, cut, doubled. */
const spoiled = (text: string) =>
  fc
    .array(
      fc.record({
        at: fc.nat(text.length),
        length: fc.nat(40),
        by: fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: 'binary' })),
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map(cuts =>
      cuts.reduce((whole, { at, length, by }) => whole.slice(0, at) + by + whole.slice(at + length), text),
    )

describe('a saved plan', () => {
  it('with anything changed in it is refused', async () => {
    const before = decodePlan(plan)
    expect(before.ok).toBe(true)
    await hostile(
      'saved plans, changed',
      fc.oneof(
        changes.map(to => JSON.stringify(mangled(JSON.parse(plan), to))),
        spoiled(plan),
      ),
      text => {
        const read = decodePlan(text)
        // Only what means the same is taken for the same: another order of keys, other blanks.
        if (read.ok) expect(read).toEqual(before)
        else expect(read.diagnostics[0]?.code).toMatch(/^PLAN\.(NOT_JSON|NOT_A_PLAN|EDITED)$/)
        return read.ok ? [] : [diagnosticsText(read.diagnostics, new Map())]
      },
    )
  })

  it('with anything changed in its short form is refused', async () => {
    const before = decodePlan(short)
    expect(before.ok).toBe(true)
    await hostile(
      'saved plans in short, changed',
      fc.oneof(
        fc
          .tuple(fc.nat(lines.length - 1), changes)
          .map(([at, to]) =>
            lines.map((line, place) => (place === at ? mangledLine(line, to) : line)).join('\n'),
          ),
        spoiled(short),
      ),
      text => {
        const read = decodePlan(text)
        if (read.ok) expect(read).toEqual(before)
        else expect(read.diagnostics[0]?.code).toMatch(/^PLAN\.(NOT_JSON|NOT_A_PLAN|EDITED)$/)
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
        return read.ok ? [] : [diagnosticsText(read.diagnostics, new Map())]
      },
    )
  })

  it.each([
    ['a million brackets', '['.repeat(1_000_000)],
    ['a hundred thousand levels', '['.repeat(100_000) + ']'.repeat(100_000)],
    [
      'levels in a fact',
      plan.replace(/"value": \{/, `"value": {"a": ${'['.repeat(50_000)}${']'.repeat(50_000)},`),
    ],
    ['nothing', ''],
    ['a number', '7'],
    ['NUL', '\u0000'.repeat(1000)],
  ])('of %s is refused', (_, text) => {
    expect(decodePlan(text).ok).toBe(false)
  })
})

describe('a journal', () => {
  it('with anything changed in it keeps what comes before, or says that it is damaged', async () => {
    const stage = aStage()
    const verdict = await stage.apply()
    const entries = (await stage.store.read(verdict.result?.apply ?? '')).slice(0, 6)
    const text = entries.map(encodeRecord).join('')
    await hostile('journals, changed', spoiled(text), changed => {
      const { entries: kept, damage } = decodeRecords(Buffer.from(changed), 'one')
      if (damage === null) expect(kept).toEqual(entries.slice(0, kept.length))
      else expect(damage.code).toBe('JOURNAL.CORRUPT')
      return damage === null ? [] : [diagnosticsText([damage], new Map())]
    })
  })
})

const snapshot = {
  format: 1,
  kind: 'snapshot',
  takenAt: '2026-12-07T07:00:00Z',
  partners: [
    {
      partner: 'italy',
      tenantId: '1b0f0000-0000-4000-8000-00000000aa02',
      cloud: 'global',
      markets: ['IT'],
      currency: 'EUR',
      customers: {
        kind: 'present',
        value: [
          {
            partner: 'italy',
            tenant: '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001',
            name: 'Rossi',
            domain: 'r.example',
          },
        ],
      },
    },
  ],
  customers: [],
  catalogue: [],
}

describe('a snapshot', () => {
  it('with anything changed in it is refused, or can be read from and rehearsed on', async () => {
    expect('code' in decodeSnapshot(JSON.stringify(snapshot))).toBe(false)
    await hostile(
      'snapshots',
      fc.oneof(
        changes.map(to => JSON.stringify(mangled(snapshot, to))),
        hostileValue.map(value => JSON.stringify(value) ?? ''),
        spoiled(JSON.stringify(snapshot)),
      ),
      async text => {
        const read = decodeSnapshot(text)
        if ('code' in read) return [diagnosticsText([read], new Map())]
        const reader = readerOverSnapshot(read)
        for (const name of ['italy', '__proto__', 'constructor']) {
          await reader.customers(partnerName(name))
          await reader.subscriptions(partnerName(name), tenantId('3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'))
        }
        expect(worldOfSnapshot(read).kind).toBe('World')
        return []
      },
    )
  })
})

describe('documents', () => {
  it.each(exampleNames)(
    'of %s with anything changed in them load, or say what is wrong and where',
    async name => {
      const files = exampleFiles(name)
      const values = files.map(({ path, text }) => ({
        path,
        documents: [...parseAllDocuments(text)].map(document => document.toJS() as unknown),
      }))
      await hostile(
        'documents, changed',
        fc.tuple(fc.nat(files.length - 1), fc.nat(20), changes),
        ([which, position, to]) => {
          const written = values.map(({ path, documents }, at) => ({
            path,
            text: documents
              .map((document, number) =>
                stringify(
                  at === which && number === position % documents.length ? mangled(document, to) : document,
                ),
              )
              .join('---\n'),
          }))
          const { workspace, diagnostics, sources } = loadWorkspace({
            files: written,
            readAttachment: readExampleAttachment(name),
          })
          const errors = diagnostics.filter(entry => entry.severity === 'error')
          expect(workspace === null).toBe(errors.length > 0)
          for (const { code, at } of errors)
            if (code !== 'DOCUMENT.NOTHING')
              expect({ code, hasPlace: at !== undefined && at.line >= 1 && at.column >= 1 }).toEqual({
                code,
                hasPlace: true,
              })
          expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
          return [diagnosticsText(diagnostics, new Map()), diagnosticsText(diagnostics, sources)]
        },
      )
    },
  )
})
