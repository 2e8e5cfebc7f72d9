/** Lanes: a name, what there is of it in words, and the same as one bar whose parts are as long as their share. */
import { type Markup, markup } from './markup.ts'
import type { Tone } from './table.ts'

export interface Lane {
  readonly name: string
  /** A few quiet words behind the name. */
  readonly note: string | null
  readonly parts: readonly { readonly name: string; readonly count: number; readonly tone: Tone }[]
  /** What joins the parts in words: an arrow where one follows the other. */
  readonly between: ' → ' | ' · '
}

/** More lanes than this say no more than their sum. */
const mostLanes = 16

/** Bars are as long as their lane's share of the longest one. Lanes of nothing are left out. */
export function lanesMarkup(lanes: readonly Lane[]): Markup {
  const some = lanes.filter(lane => countOf(lane) > 0)
  const most = Math.max(1, ...some.map(countOf))
  const left = some.slice(mostLanes)
  return markup`<div class="lanes">${some.slice(0, mostLanes).map(lane => laneMarkup(lane, most))}${
    left.length > 0
      ? markup`<p class="soft">and ${left.length} more, ${left.reduce((sum, lane) => sum + countOf(lane), 0)} in all</p>`
      : null
  }</div>`
}

function countOf({ parts }: Lane): number {
  return parts.reduce((sum, part) => sum + part.count, 0)
}

function laneMarkup({ name, note, parts, between }: Lane, most: number): Markup {
  const some = parts.filter(part => part.count > 0)
  const words = some.map(part => `${part.count.toLocaleString('en')} ${part.name}`).join(between)
  let x = 0
  const boxes = some.map(part => {
    const wide = (part.count / most) * 1000
    const box = markup`<rect class="fill-${part.tone}" x="${Math.round(x)}" width="${Math.max(2, Math.round(wide) - 3)}" height="10"><title>${part.count} ${part.name}</title></rect>`
    x += wide
    return box
  })
  return markup`<div class="lane"><p><span><b dir="auto">${name}</b>${note === null ? null : markup` <small>${note}</small>`}</span><span>${words}</span></p><svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${boxes}</svg></div>`
}

/** Lanes as a picture of their own. */
export function lanesPicture(title: string, lanes: readonly Lane[]): readonly Markup[] {
  if (lanes.every(lane => countOf(lane) === 0)) return []
  return [markup`<figure><figcaption>${title}</figcaption>${lanesMarkup(lanes)}</figure>`]
}
