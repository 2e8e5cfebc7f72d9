/** What signing in can say, with its fixed words (facts 5, read 2026-11-23). docs/errors.md lists it. */
import { defineCodes } from '../../engine/diagnostic.ts'

export const codes = defineCodes('AUTH', {
  WRONG_SECRET: {
    summary: 'the client secret is wrong',
    remedies: [{ kind: 'edit', what: "provide the secret's value (not its id) under `clientSecret:`" }],
  },
  EXPIRED_SECRET: {
    summary: 'the client secret has expired',
    remedies: [
      { kind: 'ask', whom: 'an administrator of the partner tenant', what: 'to issue a new client secret' },
    ],
  },
  CERTIFICATE_UNUSABLE: {
    summary: 'the certificate or its private key cannot be used',
    remedies: [
      {
        kind: 'edit',
        what: 'provide both as PEM under `certificate:`, with an RSA key that is not encrypted',
      },
    ],
  },
  CERTIFICATE_EXPIRED: {
    summary: 'the certificate has expired',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'to register a new certificate for the app',
      },
    ],
  },
  CERTIFICATE_UNKNOWN: {
    summary: 'the certificate is not registered for the app',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'to upload the certificate to the app registration',
      },
    ],
  },
  CLOCK_OFF: {
    summary: 'the clock of this machine and that of the service differ too much',
    remedies: [
      { kind: 'edit', what: 'set the clock of this machine (NTP), then try again' },
      {
        kind: 'run',
        command: 'tenantform plan',
        why: 'asks the pipeline for a new token, where its own had ended',
      },
    ],
  },
  ISSUER_NOT_TRUSTED: {
    summary: "the app does not trust the pipeline's token",
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'to add a federated credential for this repository, branch or environment to the app',
      },
    ],
  },
  NO_PIPELINE_TOKEN: {
    summary: 'the pipeline gives no token',
    remedies: [
      { kind: 'edit', what: 'allow the job to ask for one, or name where the token is under `federated:`' },
    ],
  },
  REFRESH_TOKEN_EXPIRED: {
    summary: 'the refresh token has expired',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform login PARTNER',
        why: 'a person signs in with MFA, and the new token is stored',
      },
    ],
  },
  REFRESH_TOKEN_REVOKED: {
    summary: 'the refresh token was revoked',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform login PARTNER',
        why: 'a person signs in with MFA, and the new token is stored',
      },
    ],
  },
  MFA_NEEDED: {
    summary: 'the user must sign in with multi-factor authentication',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform login PARTNER',
        why: 'a person signs in with MFA, and the new token is stored',
      },
    ],
  },
  POLICY_BLOCKS: {
    summary: 'a conditional access policy blocks the sign-in',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'to let the policy pass this app, or the place and device it signs in from',
      },
    ],
  },
  USER_DISABLED: {
    summary: 'the user of the credential cannot sign in',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'to enable the user, or to give the credential to another one',
      },
    ],
  },
  NOT_A_MEMBER: {
    summary: 'the user is a guest of the tenant, or in no group that has a role there',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'to use an own member of the tenant, and to put it into a group that `groups:` of `admin:` names',
      },
    ],
  },
  APP_DISABLED: {
    summary: 'the app is disabled in the partner tenant',
    remedies: [
      { kind: 'ask', whom: 'an administrator of the partner tenant', what: 'to enable the app for sign-in' },
    ],
  },
  CONSENT_NEEDED: {
    summary: 'the sign-in was refused; a person has to sign in again',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform login PARTNER',
        why: 'a person signs in with MFA, and the new token is stored',
      },
    ],
  },
  APP_NOT_IN_TENANT: {
    summary: 'the app is not registered in the partner tenant',
    remedies: [{ kind: 'edit', what: 'correct `clientId:` or `tenantId:` of the Partner document' }],
  },
  UNKNOWN_TENANT: {
    summary: 'there is no such tenant in this cloud',
    remedies: [{ kind: 'edit', what: 'correct `tenantId:` or `cloud:` of the Partner document' }],
  },
  WRONG_AUDIENCE: {
    summary: 'the token is not for the service that is called',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'to grant the app access to the Partner Center API and, where `admin:` is declared, to Microsoft Graph',
      },
    ],
  },
  RETIRED_AUDIENCE: {
    summary: 'the audience of the token has been retired',
    remedies: [
      {
        kind: 'edit',
        what: "remove `audience:` under `credentials:`; tokens are for the cloud's API root then",
      },
    ],
  },
  WRONG_TENANT: {
    summary: 'the token belongs to another tenant',
    remedies: [{ kind: 'edit', what: 'use the credentials of this partner, or correct `tenantId:`' }],
  },
  UNREADABLE_TOKEN: {
    summary: 'the token does not say whom it is for',
    remedies: [{ kind: 'edit', what: 'check the `authority` override of the Workspace document' }],
  },
  UNREACHABLE: {
    summary: 'the sign-in service gives no answer',
    remedies: [
      { kind: 'run', command: 'tenantform plan', why: 'tries again; check network and proxy if it stays so' },
    ],
  },
  REFUSED: {
    summary: 'the sign-in was refused',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'to look up the reason by its AADSTS number',
      },
    ],
  },
  SECRET_MISSING: {
    summary: 'a secret of the credentials cannot be read',
    remedies: [{ kind: 'edit', what: 'provide what the reference under `credentials:` names' }],
  },
  NOT_STORED: {
    summary: 'the rotated refresh token could not be stored',
    remedies: [
      { kind: 'edit', what: 'repair `store:` under `credentials.user`; the earlier token is still in place' },
    ],
  },
  KIND_MISSING: {
    summary: 'this call needs another kind of credential',
    remedies: [{ kind: 'edit', what: 'add what is missing under `credentials:` of the Partner document' }],
  },
})
