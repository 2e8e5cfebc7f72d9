/** In which world something was made, for people (T29). What is of the accounts needs no mark; what is not stands out on every page. */
import type { MadeIn } from '../../engine/model/made-in.ts'

/** Enough of an id to tell worlds apart by eye; data has all of it. */
export const shortWorld = (world: string) => world.slice(0, 8)

/** One line above everything else; null for the accounts. */
export function bannerOf(made: MadeIn): string | null {
  switch (made.kind) {
    case 'accounts':
      return null
    case 'sandbox':
      return rehearsalIn(made.world)
    case 'snapshot':
      return made.sandbox === undefined
        ? `FROM A SNAPSHOT of ${made.takenAt}: to look at; it is carried out nowhere`
        : `${rehearsalIn(made.sandbox)}; FROM A SNAPSHOT of ${made.takenAt}`
  }
}

function rehearsalIn(world: string): string {
  return `REHEARSAL in a sandbox (world ${shortWorld(world)}): nothing here is about your accounts`
}

/** In a table or a list of facts: `global, api.partnercenter.microsoft.com`. */
export function placeWords(made: MadeIn): string {
  switch (made.kind) {
    case 'accounts':
      return [...new Set(made.partners.map(({ cloud, api }) => `${cloud}, ${api}`))].sort().join('; ')
    case 'sandbox':
      return `sandbox, world ${made.world}`
    case 'snapshot':
      return `snapshot of ${made.takenAt}${made.sandbox === undefined ? '' : `, of a sandbox, world ${made.sandbox}`}`
  }
}
