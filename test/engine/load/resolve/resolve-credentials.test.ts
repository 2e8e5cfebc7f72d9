import { describe, expect, it } from 'vitest'
import { resolveApp, resolveUser } from '../../../../engine/load/resolve/resolve-credentials.ts'

const clientId = '11111111-0000-4000-8000-0000000000c1'
const contextOf = (file: string) => {
  const reported: string[] = []
  return {
    reported,
    at: () => ({ file, line: 1, column: 1, endLine: 1, endColumn: 2 }),
    report: ({ code }: { readonly code: string }) => void reported.push(code),
  }
}

describe('references of credentials', () => {
  it('lead from the document they stand in', () => {
    const certificate = { certificate: 'file:app.pem', privateKey: 'file:/run/app.key' }
    expect(resolveApp({ clientId, certificate }, contextOf('accounts/eu/italy.yaml'))?.proof).toEqual({
      kind: 'certificate',
      certificate: { kind: 'file', path: 'accounts/eu/app.pem' },
      privateKey: { kind: 'file', path: '/run/app.key' },
    })
    expect(resolveApp({ clientId, certificate }, contextOf('italy.yaml'))?.proof).toMatchObject({
      certificate: { kind: 'file', path: 'app.pem' },
    })
  })

  it.each([
    [
      ['./get', './x'],
      ['accounts/./get', './x'],
    ],
    [['../get'], ['accounts/../get']],
    [
      ['get', 'central'],
      ['get', 'central'],
    ],
    [['/opt/get'], ['/opt/get']],
  ])('to the program %j run %j', (command, argv) => {
    const proof = resolveApp({ clientId, clientSecret: { command } }, contextOf('accounts/italy.yaml'))?.proof
    expect(proof).toEqual({ kind: 'secret', secret: { kind: 'command', argv } })
  })
})

describe('a new refresh token', () => {
  const storeOf = (user: object) =>
    resolveUser({ clientId, refreshToken: 'file:token', ...user }, contextOf('accounts/italy.yaml'))?.store

  it('goes back to the file the old one came from', () => {
    expect(storeOf({})).toEqual({ kind: 'file', path: 'accounts/token' })
  })

  it('goes where `store:` says, where it says so', () => {
    expect(storeOf({ store: { command: ['put'] } })).toEqual({ kind: 'command', argv: ['put'] })
  })

  it.each(['env:TOKEN', { command: ['get'] }])('of %j goes nowhere by itself', refreshToken => {
    expect(storeOf({ refreshToken })).toBeUndefined()
  })
})
