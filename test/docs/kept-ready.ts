/** Why no command uses a call that the client speaks. A command that begins to use one takes its line away; a test holds both to it. */
const catalogue = 'items are asked for one by one, by the ids the documents name'
const promotions =
  'a price comes from a price list, and a promotion that is lost is seen on the source subscription'
const proven = 'a purchase is proven by the subscription itself, read until it lives'
const profiles = 'the customer says its name, domain and country itself'

export const whyKept: Readonly<Record<string, string>> = {
  'profiles.mpn': 'which reseller is on record is written in the documents',
  'profiles.billing': 'currency and time zone are written in the Partner document',
  'customers.company-profile': profiles,
  'customers.billing-profile': profiles,
  'customers.patch-relationship': 'customers stay listed in the source account; nothing ends a relationship',
  'agreements.create':
    'people confirm an agreement, after asking the customer; the board says for whom it is missing',
  'validations.address': 'no directory and no address is written',
  'subscriptions.provisioningstatus': proven,
  'orders.create': 'purchases go through carts, which either commerce takes',
  'orders.provisioningstatus': proven,
  'catalog.offers': catalogue,
  'catalog.offer-addons': catalogue,
  'catalog.customer-offers': catalogue,
  'catalog.products': catalogue,
  'catalog.product': catalogue,
  'catalog.skus': catalogue,
  'catalog.customer-products': catalogue,
  'catalog.customer-skus': catalogue,
  'catalog.customer-availabilities': catalogue,
  'catalog.inventory': 'licences do not run out; it is for reservations',
  'promotions.list': promotions,
  'promotions.get': promotions,
  'promotions.eligibility': promotions,
  'transfers.accept': 'legacy is bought anew; only new commerce is transferred',
  'transfers.eligibility':
    'it is judged by what the subscription says; the service judges again as it is asked',
  'invoices.get': 'the list of invoices says as much as one of them',
}
