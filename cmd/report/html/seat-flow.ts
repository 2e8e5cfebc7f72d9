/**
 * Seats from source accounts to where they end up: a band per way, as wide as it has seats. It is drawn twice, for a screen and for a
 * phone, so that its words keep their size; the same numbers follow as a list.
 */
import { plural } from '../../../engine/plural.ts'
import { cutTo } from '../columns.ts'
import { type Markup, markup } from './markup.ts'

export interface SeatFlow {
  readonly from: string
  readonly to: string
  readonly seats: number
  readonly way: Way
}

/** `moves`: they reach an account. `stuck`: they would, and something stops their customer. `stays`: they stay, or end. */
export type Way = 'moves' | 'stuck' | 'stays'

const fills: Readonly<Record<Way, { readonly band: string; readonly node: string }>> = {
  moves: { band: 'fill-accent', node: 'fill-strong' },
  stuck: { band: 'fill-bad', node: 'fill-bad' },
  stays: { band: 'fill-soft', node: 'fill-edge' },
}
/** From top to bottom. */
const ways: readonly Way[] = ['moves', 'stuck', 'stays']

interface Size {
  readonly name: 'wide' | 'narrow'
  readonly width: number
  /** Room for names on each side, in pixels. */
  readonly side: number
  /** The longest name, in characters. */
  readonly longest: number
}

const sizes: readonly Size[] = [
  { name: 'wide', width: 560, side: 140, longest: 19 },
  { name: 'narrow', width: 330, side: 100, longest: 13 },
]
const nodeWidth = 8
const gap = 30
const drawn = 170
/** So many ways are told in words; the rest is summed up. */
const mostWords = 8

/** Nothing where nothing flows. */
export function seatFlowPicture(title: string, flows: readonly SeatFlow[]): readonly Markup[] {
  const some = flows
    .filter(flow => flow.seats > 0)
    .sort((a, b) => ways.indexOf(a.way) - ways.indexOf(b.way) || b.seats - a.seats)
  if (some.length === 0) return []
  const words = some.slice(0, mostWords).map(({ from, to, seats }) => `${from} → ${to}: ${counted(seats)}`)
  const rest = some.slice(mostWords)
  if (rest.length > 0)
    words.push(`${rest.length} other ways: ${counted(rest.reduce((sum, flow) => sum + flow.seats, 0))}`)
  return [
    markup`<figure><figcaption>${title}</figcaption>${sizes.map(size => drawing(some, size, `Seats: ${words.join('; ')}`))}<ul class="key">${words.map(word => markup`<li>${word}</li>`)}</ul></figure>`,
  ]
}

function counted(seats: number): string {
  return `${seats.toLocaleString('en')} ${plural(seats, 'seat')}`
}

function drawing(flows: readonly SeatFlow[], size: Size, label: string): Markup {
  const scale = drawn / flows.reduce((sum, flow) => sum + flow.seats, 0)
  const left = column(flows, 'from', { x: size.side, scale })
  const right = column(flows, 'to', { x: size.width - size.side - nodeWidth, scale })
  const height = round(Math.max(left.height, right.height))
  const leftAt = new Map(left.nodes.map(node => [node.name, node.y]))
  const rightAt = new Map(right.nodes.map(node => [node.name, node.y]))
  const x1 = size.side + nodeWidth
  const x2 = size.width - size.side - nodeWidth
  const middle = (x1 + x2) / 2
  const bands = flows.map(({ from, to, seats, way }) => {
    const thick = Math.max(1, seats * scale)
    const y1 = leftAt.get(from) ?? 0
    const y2 = rightAt.get(to) ?? 0
    leftAt.set(from, y1 + thick)
    rightAt.set(to, y2 + thick)
    const path = `M${x1} ${round(y1)}C${middle} ${round(y1)} ${middle} ${round(y2)} ${x2} ${round(y2)}V${round(y2 + thick)}C${middle} ${round(y2 + thick)} ${middle} ${round(y1 + thick)} ${x1} ${round(y1 + thick)}Z`
    return markup`<path d="${path}" class="${fills[way].band}" fill-opacity=".7"><title>${from} → ${to}: ${counted(seats)}</title></path>`
  })
  const longest = size.longest
  return markup`<svg class="${size.name}" viewBox="0 0 ${size.width} ${height}" width="${size.width}" height="${height}" role="img" aria-label="${label}">${bands}${left.nodes.map(node => nodeMarkup(node, { anchor: 'end', longest }))}${right.nodes.map(node => nodeMarkup(node, { anchor: 'start', longest }))}</svg>`
}

interface Node {
  readonly name: string
  readonly seats: number
  /** The first of what meets here. */
  readonly way: Way
  readonly x: number
  readonly y: number
  readonly height: number
}

function column(
  flows: readonly SeatFlow[],
  side: 'from' | 'to',
  { x, scale }: { readonly x: number; readonly scale: number },
): { readonly nodes: readonly Node[]; readonly height: number } {
  const sums = new Map<string, { seats: number; way: Way; thick: number }>()
  for (const flow of flows) {
    const sum = sums.get(flow[side]) ?? { seats: 0, way: flow.way, thick: 0 }
    sums.set(flow[side], sum)
    sum.seats += flow.seats
    sum.thick += Math.max(1, flow.seats * scale)
  }
  let y = 8
  const nodes = [...sums].map(([name, { seats, way, thick }]) => {
    const node = { name, seats, way, x, y, height: thick }
    y += Math.max(thick, 4) + gap
    return node
  })
  return { nodes, height: y - gap + 22 }
}

function nodeMarkup(
  { name, seats, way, x, y, height }: Node,
  { anchor, longest }: { readonly anchor: 'start' | 'end'; readonly longest: number },
): Markup {
  const textX = anchor === 'end' ? x - 8 : x + nodeWidth + 8
  const middle = y + height / 2
  return markup`<rect class="${fills[way].node}" x="${x}" y="${round(y)}" width="${nodeWidth}" height="${round(Math.max(2, height))}" rx="2"/><text x="${textX}" y="${round(middle + 2)}" text-anchor="${anchor}">${cutTo(name, longest)}<title>${name}</title></text><text class="amount" x="${textX}" y="${round(middle + 17)}" text-anchor="${anchor}">${seats.toLocaleString('en')}</text>`
}

function round(number: number): string {
  return String(Math.round(number * 10) / 10)
}
