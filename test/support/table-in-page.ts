/** A table of a page as its reader reads it: a row is its cells by the name of their column, quiet lines after a bar, empty cells left out. */
export function tableIn(page: string, id: string): readonly Readonly<Record<string, string>>[] {
  const [, text = 'null'] =
    new RegExp(`<section id="${id}".*?<script type="application/json">(.*?)</script>`, 's').exec(page) ?? []
  const data = JSON.parse(text) as Data | null // as html/table.ts writes it
  if (data === null) return []
  return data.rows.map(([, ...cells]) =>
    Object.fromEntries(
      cells.flatMap((place, at) => {
        const said = place === null ? undefined : data.texts[place]
        if (said === undefined) return []
        return [[data.columns[at]?.[0] ?? '', typeof said === 'string' ? said : said.join(' | ')]]
      }),
    ),
  )
}

interface Data {
  readonly columns: readonly (readonly [string, string])[]
  readonly texts: readonly (string | readonly [string, string])[]
  readonly rows: readonly (readonly (number | null)[])[]
}
