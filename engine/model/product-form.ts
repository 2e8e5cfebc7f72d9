/** What the id of something that is sold looks like. */
import { isGuid } from './guid.ts'
import type { Commerce } from './live.ts'

const productAndSku = /^[A-Z0-9]{12}:[A-Z0-9]{4}$/i
const azureOffer = /^MS-AZR-[0-9A-Z-]+$/i

/** Legacy offers are GUIDs or Azure's own ids, new commerce is PRODUCT:SKU. null: neither. */
export function commerceOf(key: string): Commerce | null {
  if (productAndSku.test(key)) return 'nce'
  return isGuid(key) || azureOffer.test(key) ? 'legacy' : null
}
