/** Secrets are read when they are used, from where the reference says, and handed on without being kept or printed. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { diagnose } from '../../engine/diagnostic.ts'
import type { SecretRef } from '../../engine/model/desired.ts'
import { codes } from '../codes.ts'
import { Trouble } from '../trouble.ts'

export interface SecretContext {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute path of the workspace: relative paths resolve from it, commands run in it. */
  readonly root: string
}

const commandTimeoutMs = 30_000

export async function resolveSecret(reference: SecretRef, context: SecretContext): Promise<string> {
  switch (reference.kind) {
    case 'env': {
      const value = context.env[reference.name]
      if (value === undefined || value === '')
        throw missing(`The environment variable ${reference.name} is not set.`)
      return value
    }
    case 'file':
      try {
        return (await readFile(resolve(context.root, reference.path), 'utf8')).trim()
      } catch {
        throw missing(`The file ${reference.path} cannot be read.`)
      }
    case 'command':
      return (await runCommand(reference.argv, context)).trim()
  }
}

/** Gives a rotated token to where the document says it is kept. */
export async function storeSecret(
  reference: SecretRef,
  secret: string,
  context: SecretContext,
): Promise<void> {
  if (reference.kind === 'command') {
    await runCommand(reference.argv, context, secret)
    return
  }
  if (reference.kind === 'env')
    throw missing(`The environment variable ${reference.name} cannot keep a new token.`)
  const { default: writeFileAtomic } = await import('write-file-atomic')
  await writeFileAtomic(resolve(context.root, reference.path), `${secret}\n`, { mode: 0o600 })
}

/** Without a shell, with a time limit; what it prints on stderr is not repeated, it may hold the secret. */
async function runCommand(
  argv: readonly string[],
  { root, env }: SecretContext,
  input?: string,
): Promise<string> {
  const [program = '', ...args] = argv
  const { execa } = await import('execa')
  const done = await execa(program, args, {
    cwd: root,
    env: { ...env },
    timeout: commandTimeoutMs,
    reject: false,
    shell: false,
    stdin: input === undefined ? 'ignore' : 'pipe',
    ...(input !== undefined && { input }),
  })
  if (done.failed)
    throw missing(
      `The command ${program} ${done.timedOut ? `took longer than ${commandTimeoutMs / 1000} s` : `ended with ${done.exitCode ?? 'an error'}`}.`,
    )
  return done.stdout
}

function missing(detail: string): Trouble {
  return new Trouble(diagnose(codes.SECRET_MISSING, { detail }))
}
