/**
 * The words of portal exports, as data: English and Italian. The customer list's columns are documented (Microsoft Learn, "Manage
 * your customer list", read 2026-11-23); the subscription list's are those partners see, with their common variants. Compared
 * without case, accents and punctuation. A mapping file adds other languages.
 */

export const fieldNames = [
  'customerId',
  'customerName',
  'domain',
  'subscriptionId',
  'subscriptionName',
  'offerId',
  'productId',
  'skuId',
  'productName',
  'seats',
  'status',
  'term',
  'billing',
  'autoRenew',
  'trial',
  'endDate',
] as const
export type Field = (typeof fieldNames)[number]

export const headers: Readonly<Record<Field, readonly string[]>> = {
  customerId: [
    'Microsoft ID',
    'Customer ID',
    'Customer tenant ID',
    'Tenant ID',
    'ID Microsoft',
    'ID cliente',
    'ID tenant',
    'ID tenant cliente',
    'ID tenant del cliente',
  ],
  customerName: [
    'Company name',
    'Customer',
    'Customer name',
    'Customer company name',
    'Nome società',
    'Nome della società',
    'Nome azienda',
    'Nome cliente',
    'Cliente',
    'Ragione sociale',
  ],
  domain: [
    'Primary domain name',
    'Primary domain',
    'Domain name',
    'Domain',
    'Nome di dominio primario',
    'Nome dominio primario',
    'Dominio primario',
    'Nome di dominio',
    'Dominio',
  ],
  subscriptionId: ['Subscription ID', 'ID sottoscrizione', 'ID abbonamento', "ID dell'abbonamento"],
  subscriptionName: [
    'Subscription',
    'Subscription name',
    'Friendly name',
    'Subscription nickname',
    'Nickname',
    'Sottoscrizione',
    'Nome sottoscrizione',
    'Abbonamento',
    'Nome abbonamento',
    'Nome descrittivo',
    'Nome alternativo',
  ],
  offerId: ['Offer ID', 'ID offerta', "ID dell'offerta", 'Catalog item ID', 'ID elemento catalogo'],
  productId: ['Product ID', 'ID prodotto', 'ID del prodotto'],
  skuId: ['SKU ID', 'SKU', 'ID SKU', 'ID dello SKU'],
  productName: [
    'Offer name',
    'Offer',
    'Product',
    'Product name',
    'SKU name',
    'Nome offerta',
    'Offerta',
    'Prodotto',
    'Nome prodotto',
    'Nome SKU',
  ],
  seats: [
    'Quantity',
    'Seats',
    'Licenses',
    'Licences',
    'License count',
    'Seat count',
    'Quantità',
    'Licenze',
    'Numero di licenze',
    'Postazioni',
  ],
  status: ['Status', 'State', 'Subscription status', 'Stato', 'Stato sottoscrizione', 'Stato abbonamento'],
  term: [
    'Term',
    'Term duration',
    'Commitment',
    'Durata',
    'Durata del periodo',
    'Periodo di impegno',
    'Termine',
  ],
  billing: [
    'Billing frequency',
    'Billing cycle',
    'Billing plan',
    'Frequenza di fatturazione',
    'Ciclo di fatturazione',
    'Fatturazione',
  ],
  autoRenew: ['Auto renew', 'Auto-renew', 'Auto renewal', 'Autorenew', 'Rinnovo automatico', 'Rinnovo'],
  trial: ['Trial', 'Is trial', 'Prova', 'Versione di prova', 'Di prova'],
  endDate: [
    'End date',
    'Term end date',
    'Commitment end date',
    'Expiration date',
    'Data di fine',
    'Data fine',
    'Data di scadenza',
    'Scadenza',
  ],
}

/** Columns an export has and a document does not need. */
export const ignored: readonly string[] = [
  'Relationship',
  'Relazione',
  'Tags',
  'Tag',
  'Etichette',
  'Partner',
  'Reseller',
  'Rivenditore',
  'Country',
  'Country/region',
  'Paese',
  'Paese/area geografica',
  'Start date',
  'Data di inizio',
  'Data inizio',
  'Creation date',
  'Data di creazione',
  'Order ID',
  'ID ordine',
  'Currency',
  'Valuta',
  'Price',
  'Prezzo',
  'Subscription type',
  'Tipo di sottoscrizione',
  'Tipo di abbonamento',
]

/** What a cell can say, by field; what is not listed is taken as it stands or refused, as the field needs. */
export const values: Readonly<Partial<Record<Field, Readonly<Record<string, readonly string[]>>>>> = {
  status: {
    active: ['Active', 'Enabled', 'Attivo', 'Attiva'],
    suspended: ['Suspended', 'Paused', 'Sospeso', 'Sospesa'],
    expired: ['Expired', 'Scaduto', 'Scaduta'],
    disabled: ['Disabled', 'Disabilitato', 'Disabilitata', 'Disattivato', 'Disattivata'],
    deleted: [
      'Deleted',
      'Cancelled',
      'Canceled',
      'Deprovisioned',
      'Eliminato',
      'Eliminata',
      'Annullato',
      'Annullata',
    ],
    pending: ['Pending', 'In sospeso', 'In attesa'],
  },
  term: {
    P1M: ['P1M', '1 month', 'One month', 'Monthly', '1 mese', 'Un mese', 'Mensile'],
    P1Y: ['P1Y', '1 year', 'One year', 'Annual', '12 months', '1 anno', 'Un anno', 'Annuale', '12 mesi'],
    P3Y: [
      'P3Y',
      '3 years',
      '3 year',
      'Three years',
      'Triennial',
      '36 months',
      '3 anni',
      'Tre anni',
      'Triennale',
      '36 mesi',
    ],
  },
  billing: {
    monthly: ['Monthly', 'Month', 'Mensile', 'Ogni mese', 'Mese'],
    annual: ['Annual', 'Annually', 'Yearly', 'Year', 'Annuale', 'Ogni anno', 'Anno'],
    triennial: ['Triennial', 'Every three years', 'Triennale', 'Ogni tre anni'],
  },
  autoRenew: {
    yes: ['Yes', 'True', 'On', 'Enabled', 'Sì', 'Vero', 'Attivo', 'Attivato', 'Abilitato'],
    no: ['No', 'False', 'Off', 'Disabled', 'Falso', 'Disattivo', 'Disattivato', 'Disabilitato'],
  },
  trial: { yes: ['Yes', 'True', 'Sì', 'Vero'], no: ['No', 'False', 'Falso'] },
}

/** Without case, accents and punctuation. */
export function plainWords(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
