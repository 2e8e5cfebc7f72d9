/** Torn and damaged at every single byte. */
import { describe, expect, test } from 'vitest'
import type { JournalEntry } from '../../../engine/journal/entry.ts'
import { salvaged } from '../../../engine/journal/salvage.ts'
import { instant } from '../../../engine/model/ids.ts'
import { decodeRecords, encodeRecord, salvageRecords } from '../../../providers/journal/records.ts'
import { actionId, tinyPlan } from '../../engine/execute/tiny-world.ts'

const at = instant('2026-12-07T07:00:00Z')
const action = actionId('subscription.rename')
const ids = {
  action,
  attempt: 1,
  requestId: '00000000-0000-4000-8000-000000000001',
  correlationId: '00000000-0000-4000-8000-000000000002',
}
const entries: readonly JournalEntry[] = [
  {
    seq: 0,
    at,
    kind: 'apply.began',
    apply: 'one',
    // Small, so that every byte can be tried.
    plan: {
      ...tinyPlan,
      facts: [],
      customers: [],
      actions: tinyPlan.actions.filter(entry => entry.id === action),
    },
    who: 'Zoë "Z" O’Hara\n',
    consent: [],
    skippedCustomers: [],
  },
  { seq: 1, at, kind: 'action.began', ...ids },
  { seq: 2, at, kind: 'action.noted', action, attempt: 1, step: 'cart', data: { id: 'λ' } },
  { seq: 3, at, kind: 'apply.ended', verdict: 'partial' },
]
const lines = entries.map(entry => Buffer.from(encodeRecord(entry)))
const whole = Buffer.concat(lines)
const illegible =
  'none of its lines can be read; a copy may have changed its line breaks or its encoding, or a disc lost it'
const ends = lines.map((_, position) => Buffer.concat(lines.slice(0, position + 1)).length)

describe('records', () => {
  test('are one line each, whatever is in them, and survive being written and read', () => {
    for (const line of lines) expect(line.indexOf(0x0a)).toBe(line.length - 1)
    expect(decodeRecords(whole, 'one')).toEqual({ entries, goodBytes: whole.length, damage: null })
    expect(decodeRecords(null, 'one')).toEqual({ entries: [], goodBytes: 0, damage: null })
  })

  test('cut at any byte lose those that are not whole, and nothing else', () => {
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const kept = ends.filter(end => end <= cut).length
      expect(decodeRecords(whole.subarray(0, cut), 'one')).toEqual({
        entries: entries.slice(0, kept),
        goodBytes: ends[kept - 1] ?? 0,
        // The first comes whole with the file, so it was there.
        damage: kept > 0 ? null : expect.objectContaining({ code: 'JOURNAL.CORRUPT' }),
      })
    }
  })

  const text = whole.toString()
  test.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'its file is empty'],
    ['CR LF', Buffer.from(text.replaceAll('\n', '\r\n')), illegible],
    ['CR alone', Buffer.from(text.replaceAll('\n', '\r')), illegible],
    ['no line breaks', Buffer.from(text.replaceAll('\n', '')), illegible],
    ['NUL', Buffer.alloc(whole.length), illegible],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le'), illegible],
    ['a byte order mark before its only line', Buffer.from(`\ufeff${lines[0]?.toString()}`), illegible],
    ['no check sums', Buffer.from(text.replaceAll(/^.{17}/gm, '')), illegible],
    ['wrong check sums', Buffer.from(text.replaceAll(/^.{16}/gm, '0'.repeat(16))), illegible],
    ['a page of HTML', Buffer.from('<html>\n</html>\n'), illegible],
  ])('that became %s are damaged, not absent, and lost', (_, bytes, why) => {
    expect(decodeRecords(bytes, 'one')).toEqual({
      entries: [],
      goodBytes: 0,
      damage: expect.objectContaining({
        code: 'JOURNAL.CORRUPT',
        detail: `The journal of one cannot be used: ${why}.`,
      }),
    })
    const salvage = salvageRecords(bytes, 'one')
    expect(salvage).toMatchObject({ entries: [], isWhole: false })
    expect(salvaged('one', salvage)).toEqual({
      plan: null,
      isOnlyPlanLost: false,
      records: new Map(),
      heard: null,
      isComplete: false,
    })
  })

  test('with any byte of the last one changed lose it', () => {
    const from = ends[2] ?? 0
    for (let position = from; position < whole.length; position += 1) {
      const changed = Buffer.from(whole)
      changed[position] = (changed[position] ?? 0) ^ 0x01
      expect(decodeRecords(changed, 'one'), `byte ${position}`).toEqual({
        entries: entries.slice(0, 3),
        goodBytes: from,
        damage: null,
      })
    }
  })

  test('with any byte of an earlier one changed are refused, keeping those before it', () => {
    // But for the line break before the last one: without it the last two are one torn tail.
    for (let position = 0; position < (ends[2] ?? 0) - 1; position += 1) {
      const changed = Buffer.from(whole)
      changed[position] = (changed[position] ?? 0) ^ 0x01
      const decoded = decodeRecords(changed, 'one')
      expect(decoded.damage?.code, `byte ${position}`).toBe('JOURNAL.CORRUPT')
      expect(decoded.entries).toEqual(entries.slice(0, ends.filter(end => end <= position).length))
    }
  })

  test('followed by whatever a disc leaves behind are read up to it', () => {
    for (const rest of ['\0'.repeat(64), '\n\n\n', '0123456789abcdef {}\n', `${'x'.repeat(40)}\n{}\n`])
      expect(decodeRecords(Buffer.concat([whole, Buffer.from(rest)]), 'one')).toEqual({
        entries,
        goodBytes: whole.length,
        damage: null,
      })
  })
})
