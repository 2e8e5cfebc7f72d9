/** Secrets are read when they are used, from where the reference says, and handed on without being kept or printed. */
import { resolve } from 'node:path'
import { diagnose } from '../../engine/diagnostic.ts'
import type { SecretRef } from '../../engine/model/desired.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from '../codes.ts'
import { readFileWithin } from '../files/read-file.ts'
import { writeWhole } from '../files/write-whole.ts'
import { leadsOut } from '../workspace/read-workspace.ts'
import { runProgram } from './run-program.ts'

export interface SecretContext {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute path of the workspace: relative paths resolve from it, commands run in it. */
  readonly root: string
  /** A program that runs ends with it. */
  readonly signal?: AbortSignal
  /** How long a command may take, in ms. */
  readonly commandTimeoutMs?: number
  /** Programs are not run, and no link is followed out of the workspace: the documents are not trusted. */
  readonly isUntrusted?: boolean
}

const usualTimeoutMs = 30_000
/** Longer than any token, certificate or connection; in bytes. */
const longestSecret = 256 * 1024

export async function resolveSecret(reference: SecretRef, context: SecretContext): Promise<string> {
  switch (reference.kind) {
    case 'env': {
      const value = context.env[reference.name]
      if (value === undefined || value === '')
        throw missing(`The environment variable ${reference.name} is not set.`)
      return value
    }
    case 'file':
      return full(textOf(reference.path, context), `The file ${reference.path} is empty.`)
    case 'command':
      if (context.isUntrusted === true)
        throw missing('Programs of documents that are not trusted are not run.')
      return full(
        await runCommand(reference.argv, context),
        `The command ${reference.argv[0] ?? ''} printed nothing.`,
      )
  }
}

function textOf(path: string, { root, isUntrusted = false }: SecretContext): string {
  if (isUntrusted && leadsOut(root, resolve(root, path)))
    throw missing(`The file ${path} is a link that leads out of the workspace.`)
  const read = readFileWithin(resolve(root, path), longestSecret)
  if (read.kind === 'unread') throw missing(`The file ${path} ${read.why}.`)
  return read.bytes.toString('utf8')
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
  await writeWhole(resolve(context.root, reference.path), `${secret}\n`, 0o600)
}

async function runCommand(
  argv: readonly string[],
  { root, env, signal, commandTimeoutMs = usualTimeoutMs }: SecretContext,
  input?: string,
): Promise<string> {
  const ran = await runProgram(argv, {
    cwd: root,
    env,
    timeoutMs: commandTimeoutMs,
    mostBytes: longestSecret,
    ...(signal !== undefined && { signal }),
    ...(input !== undefined && { input }),
  })
  if (ran.kind === 'done') return ran.out
  throw missing(`The command ${argv[0] ?? ''} ${ran.why}.`)
}

function missing(detail: string): Trouble {
  return new Trouble(diagnose(codes.SECRET_MISSING, { detail }))
}
