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
  /** How long a command may take, in ms. */
  readonly commandTimeoutMs?: number
}

const usualTimeoutMs = 30_000

export async function resolveSecret(reference: SecretRef, context: SecretContext): Promise<string> {
  switch (reference.kind) {
    case 'env': {
      const value = context.env[reference.name]
      if (value === undefined || value === '')
        throw missing(`The environment variable ${reference.name} is not set.`)
      return value
    }
    case 'file':
      return full(await textOf(reference.path, context), `The file ${reference.path} is empty.`)
    case 'command':
      return full(
        await runCommand(reference.argv, context),
        `The command ${reference.argv[0] ?? ''} printed nothing.`,
      )
  }
}

async function textOf(path: string, { root }: SecretContext): Promise<string> {
  try {
    return await readFile(resolve(root, path), 'utf8')
  } catch {
    throw missing(`The file ${path} cannot be read.`)
  }
}

/** Nothing at all would be sent as a secret, and refused as a wrong one. */
function full(text: string, otherwise: string): string {
  const value = text.trim()
  if (value === '') throw missing(otherwise)
  return value
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

/**
 * Without a shell, with a time limit; what it prints on stderr is not repeated, it may hold the secret. It stays in our process group,
 * so that it can ask on the terminal; whatever it has started may outlive the limit, and is not waited for.
 */
async function runCommand(
  argv: readonly string[],
  { root, env, commandTimeoutMs = usualTimeoutMs }: SecretContext,
  input?: string,
): Promise<string> {
  const [program = '', ...args] = argv
  const { execa } = await import('execa')
  const running = execa(program, args, {
    cwd: root,
    env: { ...env },
    reject: false,
    shell: false,
    stdin: input === undefined ? 'ignore' : 'pipe',
    ...(input !== undefined && { input }),
  })
  let isLate = false
  const limit = setTimeout(() => {
    isLate = true
    running.kill('SIGKILL')
    for (const stream of [running.stdin, running.stdout, running.stderr]) stream?.destroy()
  }, commandTimeoutMs)
  const done = await running.finally(() => clearTimeout(limit))
  if (isLate) throw missing(`The command ${program} took longer than ${commandTimeoutMs / 1000} s.`)
  if (done.failed) throw missing(`The command ${program} ended with ${done.exitCode ?? 'an error'}.`)
  return done.stdout
}

function missing(detail: string): Trouble {
  return new Trouble(diagnose(codes.SECRET_MISSING, { detail }))
}
