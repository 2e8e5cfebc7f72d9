/** Aligned columns by display width, so that wide Unicode names do not push the rest out of line. */
import stringWidth from 'string-width'

/** Pads every column but the last to its widest cell; cells beyond `widest` are cut with an ellipsis. The last one is never cut: it holds the money. */
export function alignColumns(
  rows: readonly (readonly string[])[],
  indent: string,
  widest = 44,
): readonly string[] {
  const widths: number[] = []
  const cut = rows.map(row =>
    row.map((cell, column) => (column === row.length - 1 ? cell : cutTo(cell, widest))),
  )
  for (const row of cut)
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, stringWidth(cell))
  return cut.map(row =>
    `${indent}${row.map((cell, column) => (column === row.length - 1 ? cell : pad(cell, widths[column] ?? 0))).join('  ')}`.trimEnd(),
  )
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - stringWidth(cell)))
}

/** By display width: wide characters count twice. */
export function cutTo(cell: string, width: number): string {
  if (stringWidth(cell) <= width) return cell
  let kept = ''
  for (const character of cell) {
    if (stringWidth(kept + character) > width - 1) break
    kept += character
  }
  return `${kept}…`
}
