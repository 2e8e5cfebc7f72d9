/** The person's step of a sign-in by device code: enters the code, signs in as a user of the World, agrees or declines. */
import { signedIn } from '../access/second-factor.ts'
import { type Fields, field, optionalText, textField } from '../body-reader.ts'
import { conflict, refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import type { PartnerRow, UserRow } from '../state/partner-rows.ts'

/** `user` is left out where the partner has one alone. `mfa`: with or without a second factor from now on; as before unless written. */
export function signIn(service: Service, fields: Fields): unknown {
  const code = textField(fields, 'code', 'The body').replaceAll('-', '').toUpperCase()
  const answer = field(fields, 'do') ?? 'approve'
  if (answer !== 'approve' && answer !== 'decline') throw refuse(400, 2000, 'do must be approve or decline.')
  const row = [...service.store.deviceCodes.all()].find(entry => entry.userCode === code)
  if (row === undefined) throw refuse(404, 1000, `There is no sign-in with the code ${code}.`)
  if (row.answer !== 'waiting') throw conflict(`The code ${code} was used already.`)
  if (row.expiresAt <= service.time.now()) throw conflict(`The code ${code} has expired.`)
  const partner = service.store.partners.get(row.partner)
  if (partner === undefined) throw refuse(404, 1000, `There is no partner ${row.partner}.`)
  if (answer === 'decline') {
    service.store.deviceCodes.put({ ...row, answer: 'declined' })
    return { partner: partner.name, did: answer, user: null }
  }
  const user = userIn(partner, row.clientId, optionalText(fields, 'user'))
  const mfa = field(fields, 'mfa')
  const how = { mfa: typeof mfa === 'boolean' ? mfa : user.mfa, now: service.time.now() }
  const changed = { ...signedIn(user, how), revoked: false }
  service.store.partners.put({
    ...partner,
    users: partner.users.map(entry => (entry.upn === user.upn ? changed : entry)),
  })
  service.store.deviceCodes.put({ ...row, answer: 'approved', upn: user.upn })
  return { partner: partner.name, did: answer, user: user.upn }
}

function userIn(partner: PartnerRow, clientId: string, upn: string | null): UserRow {
  const ofApp = partner.users.filter(user => user.clientId.toLowerCase() === clientId)
  const found = upn === null ? ofApp : ofApp.filter(user => user.upn === upn)
  const [only, another] = found
  if (only === undefined)
    throw refuse(404, 1000, `There is no user ${upn ?? ''} of this app in ${partner.name}.`)
  if (another !== undefined) throw refuse(400, 2000, `${partner.name} has several users; name one as user.`)
  return only
}
