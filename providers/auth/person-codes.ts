/** What a person's sign-in, and the refresh token it leaves, can say (learn.microsoft.com, device authorization grant; read 2026-11-30). */
import { defineCodes } from '../../engine/diagnostic.ts'

export const personCodes = defineCodes('AUTH', {
  ADMIN_CONSENT_MISSING: {
    summary: 'the app lacks the consent for what it asks for',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'to grant admin consent: Entra admin center, App registrations, the app, API permissions, Grant admin consent',
      },
      {
        kind: 'run',
        command: 'tenantform login PARTNER --check',
        why: 'says where consent is given, and for which permissions',
      },
    ],
  },
  REFRESH_TOKEN_INVALID: {
    summary: 'what is stored is no refresh token, or a damaged one',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform login PARTNER',
        why: 'a person signs in with MFA, and the new token is stored',
      },
    ],
  },
  REFRESH_TOKEN_OF_OTHER_APP: {
    summary: 'the refresh token was issued for another app',
    remedies: [
      {
        kind: 'edit',
        what: 'correct `clientId:` under `credentials.user`: the app that the person signed in to',
      },
      {
        kind: 'run',
        command: 'tenantform login PARTNER',
        why: 'a person signs in with MFA, and the new token is stored',
      },
    ],
  },
  USER_OF_OTHER_TENANT: {
    summary: 'the user who signed in is of another tenant',
    remedies: [
      { kind: 'edit', what: 'correct `tenantId:` of the Partner document, where it is wrong' },
      {
        kind: 'run',
        command: 'tenantform login PARTNER',
        why: 'a person signs in with MFA, and the new token is stored',
      },
    ],
  },
  GUEST_USER: {
    summary: 'the user who signed in is a guest of the tenant',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'for a user that is a member of the tenant and an Admin agent: guests are given no rights at Partner Center',
      },
    ],
  },
  NO_REFRESH_TOKEN: {
    summary: 'the sign-in gave no refresh token',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'whether a policy for this app forbids staying signed in (`offline_access`)',
      },
    ],
  },
  CODE_EXPIRED: {
    summary: 'the code was not used in time',
    remedies: [
      { kind: 'run', command: 'tenantform login PARTNER', why: 'shows a new code' },
      {
        kind: 'run',
        command: 'tenantform login PARTNER --check',
        why: 'where the browser asked for the approval of an administrator',
      },
    ],
  },
  SIGN_IN_DECLINED: {
    summary: 'the person declined the sign-in',
    remedies: [
      { kind: 'run', command: 'tenantform login PARTNER', why: 'shows a new code, to be agreed to' },
    ],
  },
  PUBLIC_FLOWS_OFF: {
    summary: 'the app does not allow signing in by device code',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'to allow it: Entra admin center, App registrations, the app, Authentication, Settings, Allow public client flows, Yes',
      },
    ],
  },
  PUBLIC_APP: {
    summary: 'the app is a public one, which proves itself by nothing',
    remedies: [
      {
        kind: 'edit',
        what: 'leave `clientSecret:`, `certificate:` or `federated:` out under `credentials.user`',
      },
    ],
  },
})
