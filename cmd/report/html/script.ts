/** What a page does when it is read on a screen: sort by a header, filter by words and columns, show the rows kept back. */
export const script = `
'use strict'
for (const table of document.querySelectorAll('table[id]')) {
  const id = table.id, body = table.tBodies[0], limit = Number(table.dataset.limit)
  let rows = [...body.rows]
  const texts = new Map(rows.map(row => [row, row.textContent.toLowerCase()]))
  const of = name => document.querySelector('[data-' + name + '="' + id + '"]')
  const input = of('filter'), count = of('count'), more = of('more')
  const choices = [...document.querySelectorAll('[data-choice="' + id + '"]')]
  let all = false
  function show() {
    const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean)
    const wanted = choices.filter(one => one.value !== '').map(one => [Number(one.dataset.column), one.value])
    let found = 0
    for (const row of rows) {
      const fits = words.every(word => texts.get(row).includes(word)) && wanted.every(([at, word]) => row.cells[at].textContent === word)
      if (row.hidden === fits) row.hidden = !fits
      if (fits) { found += 1; const late = !all && found > limit; if (row.classList.contains('more') !== late) row.classList.toggle('more', late) }
    }
    count.textContent = found === rows.length ? String(found) : found + ' of ' + rows.length
    more.hidden = all || found <= limit
    more.textContent = 'Show all ' + found
  }
  table.classList.add('limited')
  of('tools').hidden = false
  input.addEventListener('input', show)
  for (const one of choices) one.addEventListener('change', show)
  more.addEventListener('click', () => { all = true; show() })
  const compare = new Intl.Collator(undefined, { numeric: true }).compare
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = head.textContent
    head.replaceChildren(button)
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending'
      for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort')
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending')
      const at = head.cellIndex, sign = down ? -1 : 1
      const keys = new Map(rows.map(row => [row, row.cells[at].textContent]))
      rows = rows.sort((a, b) => sign * compare(keys.get(a), keys.get(b)))
      body.append(...rows)
      show()
    })
  }
  show()
}
`
