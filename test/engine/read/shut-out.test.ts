import { expect, it } from 'vitest'
import { diagnose } from '../../../engine/diagnostic.ts'
import { instant, partnerName } from '../../../engine/model/ids.ts'
import type { Actual, CustomerRow, Read } from '../../../engine/model/live.ts'
import { notSignedIn } from '../../../engine/read/not-signed-in.ts'

const because = (code: string) => diagnose({ code, severity: 'error', summary: code, remedies: [] })
const actual = (lists: Readonly<Record<string, Read<readonly CustomerRow[]>>>): Actual => ({
  readAt: instant('2026-12-07T06:00:00Z'),
  partners: Object.entries(lists).map(([name, customers]) => ({ partner: partnerName(name), customers })),
  customers: [],
  catalogue: [],
})

it('names each partner that refused the sign-in, and no other trouble', () => {
  const wrong = because('AUTH.WRONG_SECRET')
  const missing = because('AUTH.SECRET_MISSING')
  expect(
    notSignedIn(
      actual({
        central: { kind: 'unknown', because: wrong },
        germany: { kind: 'unknown', because: because('PARTNER_CENTER.NO_ANSWER') },
        italy: { kind: 'unknown', because: missing },
        north: { kind: 'present', value: [] },
      }),
    ),
  ).toEqual([wrong, missing])
})
