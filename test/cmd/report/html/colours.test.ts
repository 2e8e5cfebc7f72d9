import { expect, it } from 'vitest'
import { dark, light } from '../../../../cmd/report/html/colours.ts'

type Theme = typeof light
type Name = keyof Theme

/** WCAG 2.2, 1.4.3 and 1.4.11: text 4.5, what surrounds a control or marks a point 3. */
const words: readonly (readonly [Name, readonly Name[]])[] = [
  ['text', ['page', 'panel', 'soft-tint']],
  ['soft', ['page', 'panel', 'soft-tint']],
  ['accent', ['page', 'panel']],
  ['good', ['page', 'panel', 'good-tint']],
  ['busy', ['page', 'panel', 'busy-tint']],
  ['bad', ['page', 'panel', 'bad-tint']],
]
const edges: readonly (readonly [Name, readonly Name[]])[] = [['edge', ['page', 'panel']]]

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

const tooClose = (theme: Theme, pairs: typeof words, least: number) =>
  pairs.flatMap(([front, backs]) =>
    backs
      .filter(back => contrast(theme[front], theme[back]) < least)
      .map(back => `${front} on ${back}: ${contrast(theme[front], theme[back]).toFixed(2)}`),
  )

it.each([
  ['light', light],
  ['dark', dark],
] as const)('words and edges stand out enough in the %s theme', (_, theme) => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect({ words: tooClose(theme, words, 4.5), edges: tooClose(theme, edges, 3) }).toEqual({
    words: [],
    edges: [],
  })
})
