/**
 * A plan in its short form, which is what files and journals hold: texts and values said once, customer by customer. It is `format` 2, and
 * docs/saved-plans.md describes it. What it unpacks to is the plan of `schemas/plan.schema.json`, and has to be checked like one: the
 * digest covers that, and is none of the short form.
 */
import { by } from '../../compare.ts'
import { digestOf } from '../digest.ts'
import type { Plan } from '../plan.ts'
import { type Block, blocksOf, grown, inPlace, type Placed, runsOf } from './blocks.ts'
import { type Framed, type FramedList, framed, written } from './frame.ts'
import { packerFor } from './pack.ts'
import { NotPacked, Unpacker } from './unpack.ts'

export const savedFormat = 2

/** Up to so many actions and facts a plan is written in full, as people and their scripts read it. */
const mostInFull = 5_000

/** Whether a plan is written in its short form where it is kept. */
export function isKeptShort({ actions, facts }: Plan): boolean {
  return actions.length + facts.length > mostInFull
}

/** The lines of the file, without their ends. */
export function savedPlanLines(plan: Plan): Iterable<string> {
  const { header, findings } = splitPlan(plan)
  const members = Object.entries(header).sort(by(([key]) => key))
  return framed(
    [['format', savedFormat], ...members],
    [['findings', written(findings)], ...packedLists(plan)],
  )
}

/** Without what grows with its customers, and without its format, which a packed one has of its own. */
export function splitPlan(plan: Plan) {
  const { findings, facts: _, customers: _own, actions: _too, format: _loose, ...header } = plan
  return { header, findings }
}

/** What grows with the customers of a plan. */
export function packedLists(plan: Plan): readonly FramedList[] {
  const blocks = blocksOf(plan)
  const valuesOf = (block: Block) =>
    grown.map((key, position) => (block[position] ?? []).map(place => entryOf(plan, key, place)))
  const packer = packerFor(blocks.length, position => valuesOf(blocks[position] ?? []))
  const { shapes, values } = packer.shared
  return [
    ['shapes', shapes.map(keys => JSON.stringify(keys))],
    ['shared', values],
    [
      'packed',
      written(blocks, block => {
        const runs = grown.map((_, position) => runsOf(block[position] ?? []))
        return `[${JSON.stringify(runs)},${packer.line(valuesOf(block))}]`
      }),
    ],
  ]
}

/** A fact is told without its digest, which is made again from its value: changed, it no longer fits that of the plan. */
function entryOf(plan: Plan, key: (typeof grown)[number], place: number): unknown {
  if (key !== 'facts') return plan[key][place]
  const { digest: _, ...fact } = plan.facts[place] ?? {}
  return fact
}

/** Takes what a file or a journal says, one after the other, and gives the members of the plan at the end. */
export class PlanReader {
  readonly #members = new Map<string, unknown>()
  readonly #lists = new Map<string, unknown[]>()
  readonly #shared: unknown[] = []
  #sharedLength = 0
  readonly #shapes: unknown[] = []
  #unpacker: Unpacker | null = null
  readonly #parts: readonly Placed[][] = grown.map(() => [])

  /** Throws NotPacked. */
  take(said: Framed): void {
    if (said.kind === 'member') this.#members.set(said.key, said.value)
    else if (said.kind === 'list') {
      if (!isPacked(said.key)) this.#lists.set(said.key, [])
    } else if (said.key === 'shapes') this.#shapes.push(said.value)
    else if (said.key === 'shared') {
      this.#shared.push(said.value)
      this.#sharedLength += said.length
    } else if (said.key === 'packed') this.#block(said.value, said.length)
    else this.#lists.get(said.key)?.push(said.value)
  }

  #block(block: unknown, length: number): void {
    this.#unpacker ??= new Unpacker(this.#shapes, this.#shared, this.#sharedLength)
    const [runs, packed]: readonly unknown[] = Array.isArray(block) ? block : []
    const lists = this.#unpacker.line(packed, length)
    if (!Array.isArray(runs) || lists.length !== grown.length) throw new NotPacked('is no block of a plan')
    for (const [position, entries] of lists.entries()) {
      if (!Array.isArray(entries)) throw new NotPacked('is no block of a plan')
      this.#parts[position]?.push({ runs: (runs as readonly unknown[])[position], entries })
    }
  }

  /** Whatever it holds; nothing of it is checked against any schema. Throws NotPacked. */
  said(): Said {
    const grownLists = grown.map((key, position) => {
      const list = inPlace(this.#parts[position] ?? [])
      if (list === null) throw new NotPacked(`does not say where each of the ${key} stands`)
      return [key, key === 'facts' ? list.map(withDigest) : list] as const
    })
    return {
      members: Object.fromEntries([...this.#members, ...this.#lists]),
      grown: Object.fromEntries(grownLists),
    }
  }
}

export interface Said {
  /** Of the file, lists that were laid out entry by entry among them. */
  readonly members: Readonly<Record<string, unknown>>
  /** Of the plan. */
  readonly grown: Readonly<Record<string, unknown>>
}

function isPacked(key: string): boolean {
  return key === 'shapes' || key === 'shared' || key === 'packed'
}

function withDigest(fact: unknown): unknown {
  return typeof fact === 'object' && fact !== null && 'value' in fact
    ? { ...fact, digest: digestOf(fact.value) }
    : fact
}
