import { describe, expect, it } from 'vitest'
import { defaultTemplates, mailOf, templateTrouble } from '../../../engine/invite/templates.ts'

const facts = {
  name: 'Rossi',
  domain: 'rossi.example',
  tenantId: 't',
  contact: 'Giulia',
  sender: 'Nordwind',
  link: 'https://link.example/?a=1&b=2',
  date: '2026-12-07',
}

describe('the built-in invitations', () => {
  it('can be used, name the customer and the sender, and carry the link as it is', () => {
    expect(Object.keys(defaultTemplates)).toEqual(['de', 'en', 'es', 'fr', 'it'])
    for (const [language, template] of Object.entries(defaultTemplates)) {
      expect(templateTrouble(language, template)).toBeNull()
      const { subject, text } = mailOf(template, facts)
      expect({
        language,
        subject: subject.includes('Nordwind'),
        mark: `${subject}${text}`.includes('<%'),
      }).toEqual({
        language,
        subject: true,
        mark: false,
      })
      for (const word of ['Rossi', 'rossi.example', 'Giulia', 'Nordwind'])
        expect({ language, says: text.includes(word) ? word : null }).toEqual({ language, says: word })
      expect(text.split('\n')).toContain(facts.link)
    }
  })
})

describe('a template', () => {
  const ok = 'Subject: <%= it.sender %>\n\n<%= it.link %>\n'

  it('takes names with markup, marks and line breaks as text', () => {
    const name = 'A\r\nBcc: x@y <b>&</b> <%= it.link %>'
    const { subject, text } = mailOf('Subject: <%= it.name %>\r\n\r\n<%= it.name %>: <%= it.link %>\r\n', {
      ...facts,
      name,
    })
    expect(subject).toBe('A Bcc: x@y <b>&</b> <%= it.link %>')
    expect(text).toBe('A Bcc: x@y <b>&</b> <%= it.link %>: https://link.example/?a=1&b=2\n')
  })

  it('is refused where it would run code, name what there is not, or forget the link', () => {
    const said = (template: string) => templateTrouble('x.txt', template)?.detail ?? null
    expect(
      [
        ok,
        `${ok}<% process.exit() %>`,
        `${ok}<%= it.name.constructor %>`,
        `${ok}<%~ it.name %>`,
        `${ok}<%= it.nam %>`,
        `${ok}<% never closed`,
        'Hello\n\n<%= it.link %>\n',
        'Subject: x\n\nno link\n',
      ].map(said),
    ).toEqual([
      null,
      'x.txt: `<% process.exit() %>` is not of the form `<%= it.name %>`.',
      'x.txt: `<%= it.name.constructor %>` is not of the form `<%= it.name %>`.',
      'x.txt: `<%~ it.name %>` is not of the form `<%= it.name %>`.',
      'x.txt: there is no `nam`; did you mean `name`?',
      'x.txt: `<% never closed` is not of the form `<%= it.name %>`.',
      'x.txt: it does not begin with a line `Subject: …` and an empty line.',
      'x.txt: it does not say `<%= it.link %>`, so nobody could accept.',
    ])
  })
})
