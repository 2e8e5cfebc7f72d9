import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withMembers } from '../../../../providers/partner-center/client/edit-json.ts'

describe('an edit of JSON', () => {
  it('leaves everything else as it came, to the letter', () => {
    const source = `\uFEFF\r\n{ "id" : "A\\u00e9\\"}" , "big": 12345678901234567890,"price":1.10,
      "quantity": 5, "deep": { "quantity": 1, "list": [ "}", {"a":"]"} ] }, "none": null, "exp":1E+2 }\r\n`
    expect(withMembers(source, { quantity: 7, friendlyName: 'ä"', none: undefined })).toBe(
      '{"id":"A\\u00e9\\"}","big":12345678901234567890,"price":1.10,"quantity":7,' +
        '"deep":{ "quantity": 1, "list": [ "}", {"a":"]"} ] },"exp":1E+2,"friendlyName":"ä\\""}',
    )
  })

  it.each([
    ['{}', {}, '{}'],
    ['{ }', { a: 1 }, '{"a":1}'],
    ['{"a":{}}', { a: null }, '{"a":null}'],
    ['{"":[],"b":true}', { '': 2 }, '{"":2,"b":true}'],
  ])('of %s with %j is %s', (source, fields, result) => {
    expect(withMembers(source, fields)).toBe(result)
  })

  it('is the edit that parsing, setting and writing would make, for every object', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.jsonValue(),
        fc.boolean(),
        (value, set, isPretty) => {
          const fields = Object.fromEntries(
            [...Object.keys(value).slice(0, 1), 'added'].map(name => [name, set]),
          )
          const source = JSON.stringify(value, null, isPretty ? 2 : 0)
          expect(JSON.parse(withMembers(source, fields))).toEqual(
            JSON.parse(JSON.stringify({ ...value, ...fields })),
          )
        },
      ),
    )
  })
})
