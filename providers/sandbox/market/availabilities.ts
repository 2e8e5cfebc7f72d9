/** The third part of a catalogue item (facts 12, Q23): it differs by segment and market, and changes with time. */
import { createHash } from 'node:crypto'
import { isOn } from '../quirks.ts'
import type { Service } from '../service.ts'
import { addDays, addMonths, dayOf, type Instant, startOf } from '../time/calendar.ts'
import { type ProductSku, segmentOf } from './catalogue.ts'

/** Twelve characters; others each month, or each day. */
export function availabilityId(service: Service, item: ProductSku, country: string, at: Instant): string {
  const time = at.slice(0, isOn(service, 'dailyAvailabilities') ? 10 : 7)
  const name = [item.product.id, item.sku.id, segmentOf(item.sku), country, time].join(':')
  const hash = createHash('sha256').update(name).digest('hex').toUpperCase()
  return `CFQ7TTC0${hash.slice(0, 4)}`
}

/** When the one before was on sale. */
export function timeBefore(service: Service): Instant {
  const today = dayOf(service.time.now())
  return startOf(
    isOn(service, 'dailyAvailabilities') ? addDays(today, -1) : addMonths(`${today.slice(0, 7)}-01`, -1),
  )
}
