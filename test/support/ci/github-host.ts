/** What GitHub keeps, in a file that the stand-in for its command reads and writes (gh.mjs). */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Host {
  readonly calls: readonly (readonly string[])[]
  readonly comments: readonly {
    readonly id: number
    readonly user: { readonly login: string }
    readonly body: string
    readonly issue: number
  }[]
  /** Of the repository, as they were set. */
  readonly variables: readonly (readonly [name: string, value: string])[]
  /** Last commits of pull requests that were opened. */
  readonly opened: readonly string[]
  readonly labels: readonly string[]
  readonly issues: readonly {
    readonly number: number
    readonly state: 'open' | 'closed'
    readonly title: string
    readonly body: string
    readonly labels: readonly string[]
  }[]
  readonly pulls: readonly {
    readonly merge_commit_sha: string
    readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null }
  }[]
  readonly runs: readonly {
    readonly databaseId: number
    readonly workflow: string
    readonly event: string
    readonly commit: string
    readonly status: string
    readonly artifacts: Readonly<Record<string, string>>
  }[]
  readonly approvals: readonly { readonly state: string; readonly user: { readonly login: string } }[]
}

const nothing: Host = {
  calls: [],
  comments: [],
  variables: [],
  opened: [],
  labels: [],
  issues: [],
  pulls: [],
  runs: [],
  approvals: [],
}

export interface HostFile {
  readonly file: string
  read(): Host
  change(facts: Partial<Host>): void
}

export function newHost(folder: string): HostFile {
  const file = join(folder, 'host.json')
  writeFileSync(file, JSON.stringify(nothing))
  const read = () => JSON.parse(readFileSync(file, 'utf8')) as Host
  return { file, read, change: facts => writeFileSync(file, JSON.stringify({ ...read(), ...facts })) }
}
