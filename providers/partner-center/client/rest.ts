/** A pause between two requests, told to whoever watches. */
import { partnerName } from '../../../engine/model/ids.ts'
import type { ProgressEvent } from '../../../engine/ports.ts'
import { waited } from '../../http/waiting.ts'
import type { ReadClient } from './client.ts'

type Why = Extract<ProgressEvent, { kind: 'waiting' }>['why']

/** false: told to stop meanwhile; nothing more is to be asked for. */
export function rested(
  { clock, progress, partner, signal }: ReadClient,
  ms: number,
  why: Why,
): Promise<boolean> {
  progress({ kind: 'waiting', why, partner: partnerName(partner), ms })
  return waited(clock, ms, signal)
}

/** In ms since 1970, by the client's clock. */
export function nowMs({ clock }: Pick<ReadClient, 'clock'>): number {
  return Date.parse(clock.now())
}
