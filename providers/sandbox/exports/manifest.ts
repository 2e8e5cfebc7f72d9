/** Where the data of an export is: blobs of gzipped lines, read without a token, under a signature that ends. */
import { createHmac } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { WireExportManifest } from '../../partner-center/wire/billing-export.ts'
import { uuidOf } from '../ids.ts'
import type { Sent } from '../outcome.ts'
import type { Service } from '../service.ts'
import type { ExportRow } from '../state/export-rows.ts'
import { addDuration, type Instant } from '../time/calendar.ts'
import { exportedLines } from './export-rows.ts'

const linesOfBlob = 2000
/** How long a signature holds, from the reading of the manifest. */
const signatureLife = 'PT1H'

/** At whatever address the sandbox was called. */
const folder = '/billing-exports'
const place = /^\/billing-exports\/([^/]+)\/([^/]+)$/i

export const isBlob = (url: URL) => url.pathname.toLowerCase().startsWith(`${folder}/`)

function blobsOf(service: Service, row: ExportRow): readonly (readonly string[])[] {
  const lines = exportedLines(service, row) ?? []
  const blobs: string[][] = []
  for (let from = 0; from < lines.length; from += linesOfBlob)
    blobs.push(lines.slice(from, from + linesOfBlob))
  return blobs
}

const nameOf = (position: number) => `part-${String(position).padStart(5, '0')}.json.gz`

export function manifestBody(service: Service, row: ExportRow, origin: string): WireExportManifest {
  const blobs = blobsOf(service, row)
  return {
    id: row.manifest,
    schemaVersion: '2',
    dataFormat: 'compressedJSONLines',
    createdDateTime: row.readyAt,
    eTag: uuidOf('export', row.id, ...blobs.flat()),
    partnerTenantId: service.store.partners.get(row.partner)?.tenantId ?? '',
    rootDirectory: `${origin}${folder}/${row.id}`,
    sasToken: signatureOf(service, row.id, addDuration(service.time.now(), signatureLife)),
    partitionType: 'default',
    blobCount: blobs.length,
    blobs: blobs.map((_, position) => ({ name: nameOf(position), partitionValue: 'default' })),
  }
}

function signatureOf(service: Service, id: string, ends: Instant): string {
  const content = `se=${encodeURIComponent(ends)}&sr=d`
  const key = `sandbox/${service.world.name}/exports`
  const signature = createHmac('sha256', key).update(`${id}\u0000${content}`).digest('base64url')
  return `${content}&sig=${signature}`
}

/** Storage refuses in a language of its own. */
export function answerBlob(service: Service, method: string, url: URL): Sent {
  const [, id = '', name = ''] = place.exec(url.pathname) ?? []
  const row = service.store.exports.get(id.toLowerCase())
  const ends = url.searchParams.get('se') ?? ''
  const isSigned = row !== undefined && url.search.slice(1) === signatureOf(service, row.id, ends)
  if (method !== 'GET' || !isSigned) return refused(403, 'AuthenticationFailed')
  if (ends <= service.time.now()) return refused(403, 'AuthenticationFailed')
  const blob = blobsOf(service, row).find((_, position) => nameOf(position) === name)
  if (blob === undefined) return refused(404, 'BlobNotFound')
  const bytes = gzipSync(blob.map(line => `${line}\n`).join(''))
  return { status: 200, text: '', bytes, headers: { 'Content-Type': 'application/octet-stream' } }
}

function refused(status: number, code: string): Sent {
  const text = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code></Error>`
  return { status, text, headers: { 'Content-Type': 'application/xml' } }
}
