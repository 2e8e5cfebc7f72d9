import { describe, expect, it } from 'vitest'
import { resolveLink } from '../../../../providers/partner-center/client/link.ts'

const root = 'https://api.partnercenter.microsoft.com'

describe('a link of the service', () => {
  it.each([
    ['/customers?size=2', `${root}/v1/customers?size=2`],
    ['/v1/customers?size=2', `${root}/v1/customers?size=2`],
    ['customers/a', `${root}/v1/customers/a`],
    ['/v3/generatetoken', `${root}/v3/generatetoken`],
    ['/v1x/a', `${root}/v1/v1x/a`],
    [`${root}/v1/customers`, `${root}/v1/customers`],
  ])('%s is %s', (uri, url) => {
    expect(resolveLink(uri, root)).toBe(url)
  })

  it.each([
    'https://evil.example/v1/customers',
    'http://api.partnercenter.microsoft.com/v1/customers',
    '//evil.example/v1/customers',
    'https://api.partnercenter.microsoft.com.evil.example/',
    'https://user@evil.example/',
    'http://[',
    'javascript:alert(1)',
  ])('%s is never followed', uri => {
    expect(resolveLink(uri, root)).toBeNull()
  })
})
