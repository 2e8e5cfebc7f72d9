/**
 * Billing exports (facts 22.7): asked for, polled, read from where the manifest says. The files lie on another host, are read without a token under a signature that
 * ends, and are gzip of one JSON object a line.
 */
import { gunzipSync } from 'node:zlib'
import type { CodeEntry } from '../../engine/diagnostic.ts'
import type { Read } from '../../engine/model/read.ts'
import type { BillingExports } from '../../engine/ports.ts'
import { isSafeAddress } from '../http/safe-address.ts'
import type { Answer, ReadClient } from './client/client.ts'
import { exportIn } from './client/errors/expected-answers.ts'
import { GraphFailure } from './client/errors/failure.ts'
import { failure } from './client/paging.ts'
import { textAt, valueAt } from './client/read-value.ts'
import { codes } from './codes.ts'
import { exportLimits, hosts } from './limits.ts'
import type { ClientOf } from './reader.ts'

/** Nothing was billed: no fault. */
const nothingToExport = '5000'

export function exportsOver(clientOf: ClientOf<ReadClient>): BillingExports {
  return {
    async billed(partner, invoice): Promise<Read<readonly string[]>> {
      const found = clientOf(partner)
      if (!found.ok) return { kind: 'unknown', because: found.because }
      try {
        const texts = await exported(found.client, invoice)
        return texts === null ? { kind: 'absent' } : { kind: 'present', value: texts }
      } catch (error) {
        if (!(error instanceof GraphFailure)) throw error
        return { kind: 'unknown', because: error.error.diagnostic }
      }
    },
  }
}

async function exported(client: ReadClient, invoice: string): Promise<readonly string[] | null> {
  const asked = await client.read('exports.begin', { body: { invoiceId: invoice, attributeSet: 'full' } })
  const operation = exportIn(asked.headers['location']) ?? '' // or it was no success
  let manifest = await finished(client, asked, operation)
  if (manifest === null) return null
  const texts: string[] = []
  for (const name of namesIn(client, manifest)) {
    let file = await fileOf(client, manifest, name)
    if (file === signatureEnded) {
      manifest = (await finished(client, asked, operation)) ?? manifest
      file = await fileOf(client, manifest, name)
    }
    if (file === signatureEnded)
      throw failed(client, manifest, codes.EXPORT_UNREADABLE, `a file of the export of ${invoice} is refused`)
    texts.push(file)
  }
  return texts
}

/** Its manifest, once it is there; null: there is nothing to export. */
async function finished(client: ReadClient, asked: Answer, operation: string): Promise<Answer | null> {
  const beganMs = Date.parse(client.clock.now())
  let before = asked
  for (;;) {
    const answer = await client.read('exports.operation', { path: { operation } })
    const state = stateOf(answer)
    if (state === 'failed') {
      const error = valueAt(answer.body, 'error')
      const code = String(valueAt(error, 'code') ?? '')
      if (code === nothingToExport) return null
      throw failed(client, answer, codes.EXPORT_FAILED, `the export failed (${code || 'no code'})`)
    }
    if (state === 'succeeded') return manifestOf(client, answer)
    if (Date.parse(client.clock.now()) - beganMs > exportLimits.deadlineMs)
      throw failed(client, answer, codes.EXPORT_FAILED, 'the export is not ready after half an hour')
    await client.clock.sleep(
      pauseAfter(answer.headers['retry-after'] ?? before.headers['retry-after']),
      client.signal,
    )
    before = answer
  }
}

function stateOf({ body }: Answer): string {
  const status = textAt(body, 'status')?.toLowerCase()
  if (status !== undefined) return status
  const type = textAt(body, '@odata.type')?.toLowerCase() ?? ''
  if (type.endsWith('failedoperation')) return 'failed'
  return type.endsWith('successoperation') ? 'succeeded' : 'running'
}

function pauseAfter(seconds: string | undefined): number {
  const said = Number(seconds) * 1000
  return said > 0 ? Math.min(said, exportLimits.longestPauseMs) : exportLimits.pauseMs
}

/** In the answer, or where it says. */
async function manifestOf(client: ReadClient, answer: Answer): Promise<Answer> {
  const inline = valueAt(answer.body, 'resourceLocation')
  if (Array.isArray(valueAt(inline, 'blobs'))) return { ...answer, body: inline }
  const link =
    textAt(answer.body, 'resourceLocation@odata.navigationLink') ?? (typeof inline === 'string' ? inline : '')
  const [, manifest] = /\/manifests\/([^/?]+)\/?(?:\?.*)?$/i.exec(link) ?? []
  if (manifest === undefined)
    throw failed(
      client,
      answer,
      codes.EXPORT_UNREADABLE,
      'the finished export does not say where its files are',
    )
  return client.read('exports.manifest', { path: { manifest: decodeURIComponent(manifest) } })
}

function namesIn(client: ReadClient, manifest: Answer): readonly string[] {
  const format = textAt(manifest.body, 'dataFormat')?.toLowerCase() ?? 'compressedjsonlines'
  if (format !== 'compressedjsonlines')
    throw failed(client, manifest, codes.EXPORT_UNREADABLE, `the export is written as ${format.slice(0, 40)}`)
  const blobs = valueAt(manifest.body, 'blobs') as readonly unknown[] // a list, or it was no manifest
  const names = blobs.map(blob => textAt(blob, 'name'))
  const count = Number(valueAt(manifest.body, 'blobCount') ?? names.length)
  if (names.length > exportLimits.files || count !== names.length || names.includes(null))
    throw failed(
      client,
      manifest,
      codes.EXPORT_UNREADABLE,
      `the export has ${names.length} files of ${count}`,
    )
  return names.flatMap(name => name ?? [])
}

/** Another list of files has a new one. */
const signatureEnded = Symbol('signature ended')

async function fileOf(
  client: ReadClient,
  manifest: Answer,
  name: string,
): Promise<string | typeof signatureEnded> {
  const [root, signature] = [textAt(manifest.body, 'rootDirectory'), textAt(manifest.body, 'sasToken') ?? '']
  const url = `${root ?? ''}/${name}?${signature.replace(/^[?]/, '')}`
  if (root === null || !mayBeRead(url, client.root))
    throw failed(
      client,
      manifest,
      codes.FOREIGN_LINK,
      'the files of the export are at an address that is not read',
    )
  const outcome = await client.file(url)
  if (outcome.kind === 'response' && outcome.status === 403) return signatureEnded
  if (outcome.kind !== 'response' || outcome.status !== 200 || outcome.bytes === undefined) {
    const why = outcome.kind === 'response' ? `answered ${outcome.status}` : outcome.kind
    throw failed(client, manifest, codes.EXPORT_UNREADABLE, `a file of the export was not read (${why})`)
  }
  return unpacked(client, manifest, outcome.bytes)
}

/** The service's own storage, under TLS; what stands in for the service keeps its files itself. */
function mayBeRead(url: string, root: string): boolean {
  if (!isSafeAddress(url)) return false
  const isService = Object.values(hosts).includes(new URL(root).origin)
  return isService ? url.startsWith('https:') : new URL(url).origin === new URL(root).origin
}

function unpacked(client: ReadClient, manifest: Answer, bytes: Uint8Array): string {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
  try {
    const plain = isPacked ? gunzipSync(bytes, { maxOutputLength: exportLimits.longestFile }) : bytes
    return new TextDecoder('utf-8').decode(plain)
  } catch {
    throw failed(client, manifest, codes.EXPORT_UNREADABLE, 'a file of the export cannot be unpacked')
  }
}

function failed(client: ReadClient, answer: Answer, entry: CodeEntry, said: string): GraphFailure {
  return failure(client, 'exports.operation', { answer, entry, said })
}
