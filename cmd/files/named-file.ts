/** Files that somebody names on the command line. */
import { resolve } from 'node:path'
import { diagnose } from '../../engine/diagnostic.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from '../codes.ts'
import { readFileWithin } from './read-file.ts'

/** Plans and snapshots of ten thousand customers have some tens of MiB; this is what is read at most. */
const largest = 256 * 1024 * 1024

/** Throws COMMAND.NO_FILE. */
export function readNamed(path: string, cwd: string, mostBytes = largest): Buffer {
  const read = readFileWithin(resolve(cwd, path), mostBytes)
  if (read.kind === 'read') return read.bytes
  throw new Trouble(diagnose(codes.NO_FILE, { detail: `${path} ${read.why}.` }))
}

/** As text. A mark in front is no part of it. */
export function readNamedText(path: string, cwd: string, mostBytes = largest): string {
  return readNamed(path, cwd, mostBytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
}
