import { spawnSync } from 'node:child_process'
import {
  appendFile,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../../engine/diagnostic.ts'
import type { JournalEntry } from '../../../engine/journal/entry.ts'
import { instant } from '../../../engine/model/ids.ts'
import { identityOf } from '../../../providers/files/process-identity.ts'
import { createFileJournal, type FileJournalOptions } from '../../../providers/journal/file.ts'
import { encodeRecord } from '../../../providers/journal/records.ts'
import { describeJournal } from '../../contract/journal-suite.ts'
import { aStage } from '../../engine/execute/harness.ts'
import { tinyPlan } from '../../engine/execute/tiny-world.ts'
import { violationsOf } from '../../support/schemas.ts'

const here = identityOf(process.pid, 'here')
const wallClock = { now: () => instant('2026-12-07T07:00:00Z') }

async function aFolder() {
  const root = await mkdtemp(join(tmpdir(), 'journal-'))
  const folder = join(root, '.tenantform', 'journal')
  return {
    root,
    folder,
    store: (options: Partial<FileJournalOptions> = {}) =>
      createFileJournal({ root, path: '.tenantform/journal', process: here, wallClock, ...options }),
    async silence(name: string) {
      const then = new Date(Date.now() - 61_000)
      await utimes(join(folder, 'locks', `partner-${name}.lock`), then, then)
    },
    async damage(name: string) {
      const path = join(folder, `${name}.jsonl`)
      const text = (await readFile(path, 'utf8')).split('\n')
      await writeFile(path, [...text.slice(0, 1), ...text.slice(2)].join('\n'))
    },
    close: () => rm(root, { recursive: true, force: true }),
  }
}

describeJournal('file', aFolder, { shared: true, heartbeat: true })

async function given<T>(work: (place: Awaited<ReturnType<typeof aFolder>>) => Promise<T>): Promise<T> {
  const place = await aFolder()
  try {
    return await work(place)
  } finally {
    await place.close()
  }
}

function unchained(entry: JournalEntry): JournalEntry {
  const { chain: _, ...rest } = entry
  return rest as JournalEntry // a chain may be left out
}

/** A whole apply, as it would be kept. */
async function aJournal(): Promise<readonly JournalEntry[]> {
  const stage = aStage()
  const verdict = await stage.apply()
  return stage.store.read(verdict.result?.apply ?? '')
}

const journal = await aJournal()
const short = journal.slice(0, 4)
const apply = journal[0]?.kind === 'apply.began' ? journal[0].apply : ''
const file = (folder: string) => join(folder, `${apply}.jsonl`)

async function written(place: Awaited<ReturnType<typeof aFolder>>, entries: readonly JournalEntry[]) {
  const writer = await place.store().open(apply)
  for (const entry of entries) await writer.append(entry)
  await writer.close()
}

describe('a journal file', () => {
  test('is named after its apply, holds one entry per line, and each is valid by the published schema', () =>
    given(async place => {
      await written(place, journal)
      expect((await readdir(place.folder)).sort()).toEqual([`${apply}.jsonl`, 'locks'])
      const lines = (await readFile(file(place.folder), 'utf8')).trimEnd().split('\n')
      expect(lines).toHaveLength(journal.length)
      for (const line of lines) {
        const entry: unknown = JSON.parse(line.slice(17))
        expect(violationsOf('Journal', entry)).toEqual([])
      }
    }))

  test('cut in the middle of an entry warns once, and cut between two does not', () =>
    given(async place => {
      await written(place, short)
      const whole = await readFile(file(place.folder))
      const last = Buffer.byteLength(encodeRecord(short[3] as JournalEntry))
      for (const [cut, expected] of [
        [0, []],
        [1, ['JOURNAL.TORN']],
        [last - 1, ['JOURNAL.TORN']],
        [last, []],
      ] as const) {
        await writeFile(file(place.folder), whole.subarray(0, whole.length - cut))
        const warnings: Diagnostic[] = []
        const store = place.store({ warn: warning => warnings.push(warning) })
        await store.read(apply)
        expect(await store.read(apply)).toEqual(cut === 0 ? short : short.slice(0, 3))
        expect(warnings.map(entry => entry.code)).toEqual(expected)
      }
    }))

  test('with a torn tail is gone on with behind its last good entry', () =>
    given(async place => {
      await written(place, short.slice(0, 3))
      await appendFile(file(place.folder), encodeRecord(short[3] as JournalEntry).slice(0, -5))
      expect(await place.store().read(apply)).toEqual(short.slice(0, 3))
      await written(place, short.slice(3))
      expect(await place.store().read(apply)).toEqual(short)
    }))

  test('damaged before a good entry is refused: reading, opening, and in the list', () =>
    given(async place => {
      await written(place, short)
      const whole = await readFile(file(place.folder))
      const second = Buffer.byteLength(encodeRecord(short[0] as JournalEntry)) + 30
      whole[second] = (whole[second] ?? 0) ^ 0x01
      await writeFile(file(place.folder), whole)
      const corrupt = { diagnostic: { code: 'JOURNAL.CORRUPT' } }
      await expect(place.store().read(apply)).rejects.toMatchObject(corrupt)
      await expect(place.store().open(apply)).rejects.toMatchObject(corrupt)
      expect(await place.store().list()).toEqual([
        {
          apply,
          startedAt: '2026-12-07T07:00:00Z',
          finished: false,
          madeIn: tinyPlan.madeIn,
          damaged: expect.objectContaining({ code: 'JOURNAL.CORRUPT' }),
        },
      ])
    }))

  test.each([
    ['an entry taken out', [short[0], short[2], short[3]]],
    ['an entry twice', [short[0], short[1], short[1]]],
    ['its first entry taken out', short.slice(1)],
  ])('with %s is refused, although every line is good', (_, entries) =>
    given(async place => {
      await written(place, [])
      await writeFile(file(place.folder), (entries as JournalEntry[]).map(encodeRecord).join(''))
      await expect(place.store().read(apply)).rejects.toMatchObject({
        diagnostic: { code: 'JOURNAL.CORRUPT' },
      })
    }),
  )

  test('that was opened and never written leaves no file', () =>
    given(async place => {
      await written(place, [])
      expect(await readdir(place.folder)).toEqual(['locks'])
      expect(await place.store().list()).toEqual([])
    }))

  test.each<[string, (path: string) => Promise<unknown>, string]>([
    ['nothing in it', path => truncate(path, 0), 'its file is empty'],
    [
      'CR LF after each line',
      async path => writeFile(path, (await readFile(path, 'utf8')).replaceAll('\n', '\r\n')),
      'none of its lines can be read; a copy may have changed its line breaks or its encoding, or a disc lost it',
    ],
    [
      'a folder in its place',
      async path => {
        await rm(path)
        await mkdir(path)
      },
      'what stands in its place is no file',
    ],
    [
      'a pipe in its place',
      async path => {
        await rm(path)
        spawnSync('mkfifo', [path])
      },
      'what stands in its place is no file',
    ],
  ])('with %s is damaged, not absent, and hides no other', (_, spoil, why) =>
    given(async place => {
      await written(place, short)
      await spoil(file(place.folder))
      const other = '20261208T070000Z-bbbbbbbb'
      const begun = { ...short[0], apply: other } as JournalEntry
      await writeFile(join(place.folder, `${other}.jsonl`), encodeRecord(unchained(begun)))
      const damaged = {
        code: 'JOURNAL.CORRUPT',
        detail: `The journal of ${apply} cannot be used: ${why}.`,
      }
      expect(await place.store().list()).toEqual([
        {
          apply,
          startedAt: null,
          finished: false,
          madeIn: null,
          damaged: expect.objectContaining(damaged),
        },
        { apply: other, startedAt: short[0]?.at, finished: false, madeIn: tinyPlan.madeIn },
      ])
      await expect(place.store().read(apply)).rejects.toMatchObject({ diagnostic: damaged })
      await expect(place.store().open(apply)).rejects.toMatchObject({ diagnostic: damaged })
      expect(await place.store().salvage(apply)).toMatchObject({ entries: [], isWhole: false })
    }),
  )

  test('of which a person keeps a copy stands alone in the list, until the copy says something else', () =>
    given(async place => {
      await written(place, short)
      const copy = `${apply} (copy)`
      await copyFile(file(place.folder), join(place.folder, `${copy}.jsonl`))
      const whole = { apply, startedAt: short[0]?.at, finished: false, madeIn: tinyPlan.madeIn }
      expect(await place.store().list()).toEqual([whole])
      await appendFile(join(place.folder, `${copy}.jsonl`), encodeRecord(journal[4] as JournalEntry))
      const detail = `The journal of ${copy} cannot be used: it says that it is the journal of ${apply}.`
      expect(await place.store().list()).toEqual([
        whole,
        { ...whole, apply: copy, damaged: expect.objectContaining({ code: 'JOURNAL.CORRUPT', detail }) },
      ])
      await expect(place.store().read(copy)).rejects.toMatchObject({ diagnostic: { detail } })
    }))

  test('of a name from outside stays inside its folder', () =>
    given(async place => {
      expect(await place.store().read('../../etc/passwd')).toEqual([])
      const writer = await place.store().open('../escaped')
      await writer.append(short[0] as JournalEntry)
      await writer.close()
      expect((await readdir(place.folder)).sort()).toEqual(['__escaped.jsonl', 'locks'])
    }))

  test('in a folder that cannot be made is refused, with the reason', () =>
    given(async place => {
      const blocked = place.store({ path: '.tenantform/journal/file/under' })
      await written(place, short)
      await writeFile(join(place.folder, 'file'), '')
      const refused = {
        diagnostic: { code: 'STATE.NOT_OURS', detail: '.tenantform/journal/file is not a folder.' },
      }
      await expect(blocked.open('one')).rejects.toMatchObject(refused)
      await expect(
        blocked.lock(['a'], { who: 'x', since: wallClock.now(), apply: 'y' }),
      ).rejects.toMatchObject(refused)
    }))
})
