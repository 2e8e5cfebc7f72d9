/** What can be typed as a value: names of this workspace's documents and journals, and short lists of words. */
import { by } from '../../engine/compare.ts'
import { standings } from '../../engine/cutover/standing.ts'
import type { Desired } from '../../engine/model/desired.ts'
import { schemaKinds } from '../../schemas/published/schema-text.ts'
import { openWorkspace } from '../workspace/read-workspace.ts'

export type Wanted =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'flag'; readonly flag: string }
  | { readonly kind: 'argument'; readonly argument: string }

export interface Candidate {
  readonly value: string
  /** What it is, for shells that show it; may be empty. */
  readonly note: string
}

/** The same in every workspace. Shells take a blank for the end of a word, so what has one is left to be typed. */
const everywhere: Readonly<Record<string, readonly string[]>> = {
  '--standing': standings.filter(word => !word.includes(' ')),
  '--next': ['customer', 'partner', 'Microsoft', 'nobody'],
  kind: schemaKinds,
}

type Names = (desired: Desired) => readonly Candidate[]

const plain = (values: readonly string[]): readonly Candidate[] => values.map(value => ({ value, note: '' }))
const partners: Names = desired => plain(desired.partners.map(entry => entry.name))
const domains: Names = desired =>
  desired.customers.map(entry => ({ value: entry.domain ?? entry.tenant, note: entry.name }))
const tenants: Names = desired => desired.customers.map(entry => ({ value: entry.tenant, note: entry.name }))

const byFlag: Readonly<Record<string, Names>> = {
  '--partner': partners,
  '--consolidation': desired => plain(desired.consolidations.map(entry => entry.name)),
  '--wave': desired => plain(desired.consolidations.flatMap(entry => entry.waves.map(wave => wave.name))),
  '--target': domains,
  '--customer': domains,
}

const byArgument: Readonly<Record<string, Names>> = {
  partner: partners,
  from: partners,
  to: partners,
  customer: tenants,
}

/** In the order of their names, each once; nothing where the workspace cannot be read. */
export async function candidatesFor(
  wanted: Wanted,
  { words, cwd }: { readonly words: readonly string[]; readonly cwd: string },
): Promise<readonly Candidate[]> {
  if (wanted.kind === 'words') return plain(wanted.words)
  const name = wanted.kind === 'flag' ? wanted.flag : wanted.argument
  const fixed = everywhere[name]
  if (fixed !== undefined) return plain(fixed)
  const names = wanted.kind === 'flag' ? byFlag[name] : byArgument[name]
  const wantsApplies = wanted.kind === 'argument' && wanted.argument === 'apply'
  if (names === undefined && !wantsApplies) return []
  const { workspace, root } = await openWorkspace(directoryIn(words), { cwd, untrusted: null })
  if (workspace === null) return []
  const found = names === undefined ? await appliesOf(workspace.desired, root) : names(workspace.desired)
  return [...new Map(found.map(one => [one.value, one])).values()].sort(by(entry => entry.value))
}

/** Only of a journal on this disc: a shell must not wait for a database. */
async function appliesOf({ workspace }: Desired, root: string): Promise<readonly Candidate[]> {
  if (workspace.journal.store !== 'file') return []
  const { journalOf } = await import('../workspace/journal-store.ts')
  const silent = () => undefined
  const applies = await journalOf(workspace, {
    root,
    env: {},
    warn: silent,
    signal: new AbortController().signal,
    programs: 'refused',
    isUntrusted: true,
  }).list()
  return applies.map(({ apply, finished }) => ({
    value: apply,
    note: finished ? 'complete' : 'not finished',
  }))
}

function directoryIn(words: readonly string[]): string {
  const at = words.findIndex(word => word === '-C' || word === '--directory')
  return at === -1 ? '.' : (words[at + 1] ?? '.')
}
