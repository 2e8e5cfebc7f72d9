/** The colours of every page, by theme. A test computes the contrast of whatever stands on something. */

/** `tint` is behind words of the tone; `fill` is for bars and bands, where words stand beside. */
export const light = {
  page: '#ffffff',
  panel: '#f7f8fa',
  line: '#dfe3e8',
  edge: '#868e99',
  text: '#1c2128',
  soft: '#59626e',
  accent: '#2257a8',
  'accent-fill': '#9db9e0',
  good: '#1a6b3c',
  'good-tint': '#e6f4ea',
  'good-fill': '#6fb58a',
  busy: '#825500',
  'busy-tint': '#fdf2d8',
  'busy-fill': '#dfae4b',
  bad: '#a8202b',
  'bad-tint': '#fdeaea',
  'bad-fill': '#dc7f80',
  'soft-tint': '#eceff3',
  'soft-fill': '#b9c1cb',
}

export const dark: typeof light = {
  page: '#12161c',
  panel: '#1a1f27',
  line: '#303741',
  edge: '#79838f',
  text: '#e6eaef',
  soft: '#a3adb9',
  accent: '#8ab8f5',
  'accent-fill': '#3d618f',
  good: '#7fcf9b',
  'good-tint': '#183024',
  'good-fill': '#3f8a5c',
  busy: '#e5b95c',
  'busy-tint': '#352a12',
  'busy-fill': '#9a7527',
  bad: '#f79a97',
  'bad-tint': '#3b1d20',
  'bad-fill': '#a9504f',
  'soft-tint': '#272e37',
  'soft-fill': '#4d5763',
}

const paper: Partial<typeof light> = { page: '#ffffff', panel: '#ffffff' }

const written = (colours: Partial<typeof light>) =>
  Object.entries(colours)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';')

/** Paper is always light. */
export const colours = `:root{color-scheme:light dark;${written(light)}}
@media screen and (prefers-color-scheme:dark){:root{${written(dark)}}}
@media print{:root{color-scheme:light;${written(paper)}}}`
