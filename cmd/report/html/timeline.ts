/** A cutover as lanes: one per wave, its steps from left to right, each as wide as its share of the work. */
import { type Markup, markup } from './markup.ts'
import type { Tone } from './table.ts'

export interface Lane {
  readonly name: string
  readonly steps: readonly { readonly name: string; readonly count: number; readonly tone: Tone | 'soft' }[]
}

const width = 760
const label = 150
const laneHeight = 34

export function timelinePicture(title: string, lanes: readonly Lane[]): readonly Markup[] {
  const some = lanes.filter(lane => lane.steps.some(step => step.count > 0))
  if (some.length === 0) return []
  const most = Math.max(...some.map(lane => lane.steps.reduce((sum, step) => sum + step.count, 0)))
  const scale = (width - label - 10) / most
  const rows = some.map((lane, at) => {
    let x = label
    const y = at * laneHeight + 6
    const steps = lane.steps
      .filter(step => step.count > 0)
      .map(step => {
        const wide = step.count * scale
        const box = markup`<rect x="${round(x)}" y="${y}" width="${round(Math.max(1, wide - 2))}" height="22" rx="3" fill="var(--${step.tone})" fill-opacity=".45"><title>${lane.name}: ${step.count} ${step.name}</title></rect>${wide > 70 ? markup`<text x="${round(x + 6)}" y="${y + 16}">${step.count} ${step.name}</text>` : { html: '' }}`
        x += wide
        return box
      })
    return markup`<text x="${label - 8}" y="${y + 16}" text-anchor="end">${lane.name}</text>${steps}`
  })
  const words = some
    .map(lane => {
      const steps = lane.steps.filter(step => step.count > 0).map(step => `${step.count} ${step.name}`)
      return `${lane.name}: ${steps.join(', ')}`
    })
    .join('; ')
  const height = some.length * laneHeight + 8
  return [
    markup`<figure><svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}. ${words}">${rows}</svg><figcaption class="soft">${title}. ${words}.</figcaption></figure>`,
  ]
}

function round(number: number): string {
  return String(Math.round(number * 10) / 10)
}
