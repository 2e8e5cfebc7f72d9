/** Seats from source accounts to where they end up: a band per way, as wide as it has seats, and the numbers in words. */
import { type Markup, markup } from './markup.ts'

export interface SeatFlow {
  readonly from: string
  readonly to: string
  readonly seats: number
}

const width = 760
const nodeWidth = 12
const gap = 18
const drawn = 220

/** Nothing where nothing flows. */
export function seatFlowPicture(flows: readonly SeatFlow[]): readonly Markup[] {
  const some = flows.filter(flow => flow.seats > 0)
  const total = some.reduce((sum, flow) => sum + flow.seats, 0)
  if (total === 0) return []
  const scale = drawn / total
  const left = column(some, 'from', { x: 150, scale })
  const right = column(some, 'to', { x: width - 150 - nodeWidth, scale })
  const height = Math.max(left.height, right.height)
  const leftAt = new Map(left.nodes.map(node => [node.name, node.y]))
  const rightAt = new Map(right.nodes.map(node => [node.name, node.y]))
  const bands = some.map(({ from, to, seats }) => {
    const thick = Math.max(1, seats * scale)
    const y1 = (leftAt.get(from) ?? 0) + thick / 2
    const y2 = (rightAt.get(to) ?? 0) + thick / 2
    leftAt.set(from, (leftAt.get(from) ?? 0) + thick)
    rightAt.set(to, (rightAt.get(to) ?? 0) + thick)
    const x1 = 150 + nodeWidth
    const x2 = width - 150 - nodeWidth
    const middle = (x1 + x2) / 2
    const path = `M${x1} ${round(y1)}C${middle} ${round(y1)} ${middle} ${round(y2)} ${x2} ${round(y2)}`
    return markup`<path d="${path}" fill="none" stroke="var(--accent)" stroke-opacity=".35" stroke-width="${round(thick)}"><title>${from} to ${to}: ${seats} seats</title></path>`
  })
  const words = some.map(({ from, to, seats }) => `${seats} seats from ${from} to ${to}`).join('; ')
  return [
    markup`<figure><svg viewBox="0 0 ${width} ${round(height)}" width="${width}" height="${round(height)}" role="img" aria-label="Seats: ${words}">${bands}${left.nodes.map(node => nodeMarkup(node, 'end'))}${right.nodes.map(node => nodeMarkup(node, 'start'))}</svg><figcaption class="soft">Seats: ${words}.</figcaption></figure>`,
  ]
}

interface Node {
  readonly name: string
  readonly seats: number
  readonly x: number
  readonly y: number
  readonly height: number
}

function column(
  flows: readonly SeatFlow[],
  side: 'from' | 'to',
  { x, scale }: { readonly x: number; readonly scale: number },
): { readonly nodes: readonly Node[]; readonly height: number } {
  const sums = new Map<string, number>()
  for (const flow of flows) sums.set(flow[side], (sums.get(flow[side]) ?? 0) + flow.seats)
  let y = 10
  const nodes = [...sums].map(([name, seats]) => {
    const height = Math.max(1, seats * scale)
    const node = { name, seats, x, y, height }
    y += height + gap
    return node
  })
  return { nodes, height: y }
}

function nodeMarkup({ name, seats, x, y, height }: Node, anchor: 'start' | 'end'): Markup {
  const textX = anchor === 'end' ? x - 6 : x + nodeWidth + 6
  return markup`<rect x="${x}" y="${round(y)}" width="${nodeWidth}" height="${round(height)}" fill="var(--accent)"/><text x="${textX}" y="${round(y + height / 2 + 4)}" text-anchor="${anchor}">${name} ${seats}</text>`
}

function round(number: number): string {
  return String(Math.round(number * 10) / 10)
}
