/** Whether an item can be had in a place (facts 12): a question, though it is a POST. Nothing here is ever short. */
import { asFields, field, onlyFields, optionalList, textField } from '../body-reader.ts'
import { type Answer, type Call, ok, type Route } from '../call.ts'
import { marketOf } from './market-of.ts'

/** A bare array (Q10); items nobody knows are left out without a word. */
function check(call: Call): Answer {
  marketOf(call)
  const body = asFields(call.body, 'The body')
  onlyFields(body, ['targetItems', 'inventoryContext', 'attributes'], 'The body')
  const context = asFields(field(body, 'inventoryContext') ?? {}, 'InventoryContext')
  onlyFields(context, ['customerId', 'azureSubscriptionId', 'armRegionName'], 'InventoryContext')
  const found = optionalList(body, 'targetItems').flatMap(entry => {
    const item = asFields(entry, 'A target item')
    onlyFields(item, ['productId', 'skuId'], 'A target item')
    const sku = call.service.catalogue.sku(
      textField(item, 'productId', 'A target item'),
      textField(item, 'skuId', 'A target item'),
    )
    return sku === undefined
      ? []
      : [{ productId: sku.product.id, skuId: sku.sku.id, isRestricted: false, restrictions: [] }]
  })
  return ok(found)
}

export const inventoryRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/extensions/product/checkInventory',
    family: 'other',
    query: ['country'],
    handle: check,
  },
]
