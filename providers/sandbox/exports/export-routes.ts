/** Reconciliation exports (G11): asked for, polled until they are ready, then a manifest. Global cloud only. */
import type { WireExportOperation } from '../../partner-center/wire/billing-export.ts'
import { asFields, onlyFields, optionalText, wordField } from '../body-reader.ts'
import type { Answer } from '../call.ts'
import { type GraphCall, type GraphRoute, graphParam } from '../graph/graph-call.ts'
import { refuseGraph } from '../graph/graph-refusal.ts'
import { newId } from '../ids.ts'
import { isOn } from '../quirks.ts'
import { Refusal } from '../refusal.ts'
import type { ExportRow } from '../state/export-rows.ts'
import { addDuration } from '../time/calendar.ts'
import { exportedLines } from './export-rows.ts'
import { manifestBody } from './manifest.ts'

const path = '/reports/partners/billing'
const retryAfterSeconds = 10
/** Nothing to export; no fault. */
const noData = '5000'

/** Graph words its refusals of bodies itself. */
function read<Value>(reading: () => Value): Value {
  try {
    return reading()
  } catch (error) {
    if (error instanceof Refusal) throw refuseGraph(400, error.description)
    throw error
  }
}

type Wish = Pick<ExportRow, 'kind' | 'invoice' | 'currency' | 'period' | 'attributeSet'>

function begin(call: GraphCall, wish: Wish): Answer {
  const { service, caller } = call
  if (caller.partner.cloud !== 'global')
    throw refuseGraph(404, 'The resource is not available in this cloud.')
  const now = service.time.now()
  const id = newId(service, 'export', caller.partner.name, '')
  const row: ExportRow = {
    ...wish,
    id,
    manifest: newId(service, 'manifest', caller.partner.name, ''),
    partner: caller.partner.name,
    createdAt: now,
    readyAt: addDuration(now, service.settings.exportDelay),
  }
  service.store.exports.put(row)
  const Location = `${call.root}${path}/operations/${id}`
  return { status: 202, headers: { Location, 'Retry-After': String(retryAfterSeconds) } }
}

function attributeSetIn(body: ReturnType<typeof asFields>): ExportRow['attributeSet'] {
  return wordField(body, 'attributeSet', ['full', 'basic']) === 'basic' ? 'basic' : 'full'
}

function billed(kind: 'billed' | 'usage') {
  return (call: GraphCall): Answer => {
    const wish = read(() => {
      const body = asFields(call.body, 'The body')
      onlyFields(body, ['invoiceId', 'attributeSet'], 'The body')
      return {
        invoice: optionalText(body, 'invoiceId')?.toUpperCase() ?? null,
        attributeSet: attributeSetIn(body),
      }
    })
    if (wish.invoice === null) throw refuseGraph(400, 'invoiceId is missing.')
    return begin(call, { ...wish, kind, currency: null, period: null })
  }
}

function unbilled(kind: 'unbilled' | 'usage') {
  return (call: GraphCall): Answer => {
    const wish = read(() => {
      const body = asFields(call.body, 'The body')
      onlyFields(body, ['currencyCode', 'billingPeriod', 'attributeSet'], 'The body')
      return {
        currency: optionalText(body, 'currencyCode')?.toUpperCase() ?? null,
        period: wordField(body, 'billingPeriod', ['current', 'last']) ?? null,
        attributeSet: attributeSetIn(body),
      }
    })
    if (wish.currency === null || wish.period === null)
      throw refuseGraph(400, 'currencyCode and billingPeriod are needed.')
    return begin(call, { ...wish, kind, invoice: null })
  }
}

function exportOf(call: GraphCall, find: (row: ExportRow) => boolean): ExportRow {
  const rows = [...call.service.store.exports.all()]
  const row = rows.find(entry => entry.partner === call.caller.partner.name && find(entry))
  if (row === undefined) throw refuseGraph(404, 'The resource does not exist.')
  return row
}

const typeOf = (name: string) => `#microsoft.graph.partners.billing.${name}`

/** 200 in every state. */
function operation(call: GraphCall): Answer {
  const { service } = call
  const row = exportOf(call, ({ id }) => id === graphParam(call, 'operation'))
  const shared = {
    '@odata.context': `${call.root}/$metadata#reports/partners/billing/operations/$entity`,
    id: row.id,
    createdDateTime: row.createdAt,
  }
  const now = service.time.now()
  if (row.readyAt > now) {
    const body: WireExportOperation = {
      '@odata.type': typeOf('runningOperation'),
      ...shared,
      status: 'running',
      lastActionDateTime: now,
    }
    return { status: 200, body, headers: { 'Retry-After': String(retryAfterSeconds) } }
  }
  const isThere = exportedLines(service, row) !== null
  const ended = { ...shared, lastActionDateTime: row.readyAt }
  const body: WireExportOperation = isThere
    ? {
        '@odata.type': typeOf('exportSuccessOperation'),
        ...ended,
        status: 'succeeded',
        ...(isOn(service, 'linkedManifests')
          ? { 'resourceLocation@odata.navigationLink': `${call.root}${path}/manifests/${row.manifest}` }
          : { resourceLocation: manifestOf(call, row) }),
      }
    : {
        '@odata.type': typeOf('failedOperation'),
        ...ended,
        status: 'failed',
        error: { code: noData, message: 'There is no data to export.' },
      }
  return { status: 200, body }
}

function manifestOf(call: GraphCall, row: ExportRow) {
  return manifestBody(call.service, row, new URL(call.root).origin)
}

function manifest(call: GraphCall): Answer {
  const row = exportOf(call, entry => entry.manifest === graphParam(call, 'manifest'))
  if (row.readyAt > call.service.time.now() || exportedLines(call.service, row) === null)
    throw refuseGraph(404, 'The resource does not exist.')
  return { status: 200, body: manifestOf(call, row) }
}

const permissions = ['PartnerBilling.Read.All'] as const

export const exportRoutes: readonly GraphRoute[] = [
  { method: 'POST', path: `${path}/reconciliation/billed/export`, permissions, handle: billed('billed') },
  {
    method: 'POST',
    path: `${path}/reconciliation/unbilled/export`,
    permissions,
    handle: unbilled('unbilled'),
  },
  { method: 'POST', path: `${path}/usage/billed/export`, permissions, handle: billed('usage') },
  { method: 'POST', path: `${path}/usage/unbilled/export`, permissions, handle: unbilled('usage') },
  { method: 'GET', path: `${path}/operations/:operation`, permissions, handle: operation },
  { method: 'GET', path: `${path}/manifests/:manifest`, permissions, handle: manifest },
]
