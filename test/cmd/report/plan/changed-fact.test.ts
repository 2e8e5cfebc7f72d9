import { expect, it } from 'vitest'
import { changedWords } from '../../../../cmd/report/plan/changed-fact.ts'

it.each([
  {
    what: 'only the fields that differ, old before new',
    planned: { seats: 5, status: 'active', term: { ends: '2027-03-14' } },
    now: { seats: 6, status: 'active', term: { ends: '2027-04-14' } },
    words: 'seats: 5 → 6 · term.ends: 2027-03-14 → 2027-04-14',
  },
  { what: 'a field that is gone', planned: { seats: 5 }, now: {}, words: 'seats: 5 → nothing' },
  { what: 'what is not there any more', planned: { seats: 5 }, now: null, words: '{"seats":5} → nothing' },
  {
    what: 'a read without an answer as unknown',
    planned: { seats: 5 },
    now: { unknown: true },
    words: '{"seats":5} → unknown',
  },
  {
    what: 'what came into a list and what left it',
    planned: { active: ['a', 'b'] },
    now: { active: ['b', 'c'] },
    words: 'active: gone a · active: new c',
  },
  { what: 'a word', planned: 'active', now: 'suspended', words: 'active → suspended' },
])('says $what', ({ planned, now, words }) => {
  expect(changedWords({ planned, now })).toBe(words)
})
