/** A repository of a partner, a sandbox that stands for its accounts, and checkouts of commits: what the pipelines of every host start from. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tenantform } from '../built-command.ts'
import { copyExample } from '../example.ts'
import { newRepository, type Repository, repositoryIn } from '../repository.ts'
import { type SandboxProcess, startSandboxProcess } from '../sandbox-process.ts'

export const customer = 'customers/panificiorossi.yaml'

export interface PullRequest {
  readonly head: string
  readonly merge: string
}

export interface Tenants {
  readonly folder: string
  readonly repository: Repository
  readonly sandbox: SandboxProcess
  /** A fresh clone at this commit, on no branch. */
  checkOut(commit: string): string
  /** A branch with a change of the customer's document: its commit, and the one that merges it into main. */
  pullRequest(change: (text: string) => string): PullRequest
  /** The same with whatever is done to the files of the branch. */
  pullRequestOf(work: (repository: Repository) => void): PullRequest
  /** Merges the branch of the last pull request into main. */
  merge(): string
  /** What the customer's document says on main. */
  declared(): string
  /** Carries out what main declares of that customer. */
  applyPilot(): Promise<void>
  stop(): Promise<void>
}

/** A document of a stranger: a program that leaves a mark where it is run, and a variable that holds a secret. */
export const trapDocument = (mark: string) => `apiVersion: tenantform/v1
kind: Partner
name: trap
tenantId: 9b0f0000-0000-4000-8000-00000000aa09
markets: [IT]
currency: EUR
credentials: { app: { clientId: { command: ["touch", "${mark}"] }, clientSecret: env:ITALY_APP_SECRET } }
`

/** Names of the variables that the example's own partners refer to. */
export function variablesOf({ repository }: Tenants): string {
  const text = readFileSync(join(repository.folder, 'partners.yaml'), 'utf8')
  return [...text.matchAll(/env:([A-Z_]+)/g)].map(([, name]) => name).join(' ')
}

export function textOf({ folder }: Repository, path: string): string {
  return readFileSync(join(folder, path), 'utf8')
}

export const seatsOf = (seats: number) => (text: string) => text.replace(/seats: \d+/, `seats: ${seats}`)

/** `workspaces`: folders of the repository, each with the documents of the example. */
export async function newTenants(workspaces: readonly string[] = ['.']): Promise<Tenants> {
  const folder = mkdtempSync(join(tmpdir(), 'tenantform-pipeline-'))
  const repository = newRepository(join(folder, 'origin'))
  for (const workspace of workspaces) copyExample('consolidation', join(repository.folder, workspace))
  repository.write('.gitignore', '.tenantform/\n')
  repository.commit('Tenants')
  const sandbox = await startSandboxProcess(
    join(repository.folder, workspaces[0] ?? '.', 'world.yaml'),
    folder,
  )
  let checkouts = 0
  const pullRequestOf: Tenants['pullRequestOf'] = work => {
    repository.git('checkout', '--quiet', '-B', 'feature', 'main')
    work(repository)
    const head = repository.commit('A change')
    repository.git('checkout', '--quiet', '-B', 'merged', 'main')
    repository.git('merge', '--quiet', '--no-ff', '--no-edit', 'feature')
    const merge = repository.git('rev-parse', 'HEAD')
    repository.git('checkout', '--quiet', 'main')
    return { head, merge }
  }
  return {
    folder,
    repository,
    sandbox,
    checkOut(commit) {
      checkouts += 1
      const clone = repositoryIn(join(folder, `checkout-${checkouts}`))
      clone.git('clone', '--quiet', repository.folder, '.')
      clone.git('checkout', '--quiet', '--detach', commit)
      return clone.folder
    },
    pullRequestOf,
    pullRequest: change =>
      pullRequestOf(({ write }) => write(customer, change(textOf(repository, customer)))),
    merge() {
      repository.git('merge', '--quiet', '--no-ff', '--no-edit', 'feature')
      return repository.git('rev-parse', 'HEAD')
    },
    declared: () => textOf(repository, customer),
    async applyPilot() {
      const args = ['--target', 'panificiorossi.example', '--auto-approve', '--allow-irreversible']
      const done = await tenantform(['apply', ...args, '--sandbox', sandbox.url], { cwd: repository.folder })
      if (done.code !== 0) throw new Error(done.err)
    },
    async stop() {
      await sandbox.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
