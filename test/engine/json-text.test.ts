import { expect, it } from 'vitest'
import { jsonText } from '../../engine/json-text.ts'

// Was red: `--findings sarif=/dev/stdout` wrote a customer's name into the log, and the agent of Azure DevOps carried it out.
it('holds nothing that a terminal or a CI system obeys, and is the same value', () => {
  const value = { name: '##vso[task.setvariable variable=PATH]x ##[group]\u009B2J\u202Etxt' }
  const text = jsonText(value, 0)
  expect(text).toBe(
    '{"name":"##vso\\u005btask.setvariable variable=PATH]x ##\\u005bgroup]\\u009b2J\\u202etxt"}\n',
  )
  expect(JSON.parse(text)).toEqual(value)
})
