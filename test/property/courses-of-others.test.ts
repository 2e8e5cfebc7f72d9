/** Laws that hold whatever happens while a plan of the worlds of others is carried out (test/support/others/courses.ts), and how often it did. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { carriedOn, course, courseIn } from '../support/others/courses.ts'
import { type CourseLaw, lawsOfApplying } from '../support/others/laws-of-applying.ts'

const isFull = process.env['TENANTFORM_FULL'] === '1'
/** Fixed in the ordinary run, so that it is the same everywhere. */
const seed = isFull ? {} : { seed: 20261207 }
const runs = isFull ? 20_000 : 1_200

const wanted = [
  'a purchase by hand',
  'a purchase by hand, as planned',
  'a stop',
  'an agreement is withdrawn',
  'it begins late',
  'somebody accepts',
  'sources come on again before a resume',
  'terms end',
  'terms end before a resume',
  'the day ends',
  'the window closes',
  'twins are set to end',
  'twins are set to end before a resume',
  'twins are suspended',
]

test('every law of applying holds, and everything that can happen did', async () => {
  const happened = new Map<string, number>(wanted.map(name => [name, 0]))
  await fc.assert(
    fc.asyncProperty(course, async one => {
      const on = await carriedOn(one)
      if (on === null) return
      if (on.happened !== null) happened.set(one.happening, (happened.get(one.happening) ?? 0) + 1)
      for (const [name, law] of Object.entries<CourseLaw>(lawsOfApplying))
        expect({ name, wrong: law(on, one) }).toEqual({ name, wrong: [] })
    }),
    { numRuns: runs, ...seed },
  )
  if (isFull)
    process.stdout.write(`courses, of ${runs}, in which it happened: ${JSON.stringify([...happened])}\n`)
  for (const name of wanted) expect(happened.get(name), name).toBeGreaterThan(0)
})

test('a second plan that undoes the first is seen', async () => {
  const law = lawsOfApplying['no second plan undoes the first']
  let seen = 0
  await fc.assert(
    fc.asyncProperty(courseIn(fc.constant('it begins late')), async one => {
      const on = await carriedOn(one)
      const [off] = (on?.plan.actions ?? []).flatMap(action =>
        action.kind === 'subscription.suspend' && on?.sent.some(sent => sent.action === action.id)
          ? [action]
          : [],
      )
      if (on === null || off === undefined) return
      const again = { ...off, kind: 'subscription.reactivate' } as unknown as Plan['actions'][number] // what the law reads of one
      const second = { ...on.second, actions: [again] }
      expect(law({ ...on, second })).toEqual([`${off.id} after ${off.id}`])
      seen += 1
    }),
    { numRuns: 60, seed: 20261207 },
  )
  expect(seen).toBeGreaterThan(0)
})
