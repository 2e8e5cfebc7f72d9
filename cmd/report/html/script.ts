/** What a page does when it is read on a screen: sort by a header, filter by words and columns, show more rows; on paper all of them. */
export const script = `
'use strict'
const step = 100
const compare = new Intl.Collator('en', { numeric: true }).compare
const fold = text => text.normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase()
const counted = number => number.toLocaleString('en')
const wholeTables = []
for (const section of document.querySelectorAll('section[data-rows]')) {
  const { columns, tones, texts, rows } = JSON.parse(section.querySelector('script').textContent)
  const one = selector => section.querySelector(selector)
  const [box, table, tools, input, clear, count] = ['.box', 'table', '.tools', 'input', '.clear', '.count'].map(one)
  const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells], choices = [...section.querySelectorAll('select')]
  const more = one('.more'), some = one('[data-more=some]'), all = one('[data-more=all]')
  const toned = Number(section.dataset.tone)
  const flat = texts.map(text => typeof text === 'string' ? text : text.join(' '))
  const folded = flat.map(fold)
  const main = at => at === null ? '' : typeof texts[at] === 'string' ? texts[at] : texts[at][0]
  let found = rows, shown = 0

  function cell(at, value) {
    const made = document.createElement(at === 0 ? 'th' : 'td')
    const [name, kind] = columns[at]
    if (at === 0) made.scope = 'row'
    made.setAttribute('role', at === 0 ? 'rowheader' : 'cell')
    made.dir = 'auto'
    made.className = kind
    made.dataset.label = name
    if (value === null) return made
    const inner = at === toned ? made.appendChild(document.createElement('span')) : made
    if (at === toned) inner.className = 'pill'
    inner.textContent = main(value)
    if (typeof texts[value] !== 'string') inner.appendChild(document.createElement('small')).textContent = texts[value][1]
    return made
  }
  function line([tone, ...cells]) {
    const made = document.createElement('tr')
    made.setAttribute('role', 'row')
    made.className = tone === null ? '' : tones[tone]
    made.append(...cells.map((value, at) => cell(at, value)))
    return made
  }
  function nothing() {
    const made = document.createElement('tr'), only = made.insertCell()
    only.colSpan = columns.length
    only.className = 'none'
    only.textContent = 'Nothing here fits the filter.'
    return made
  }
  function grow(to) {
    const next = found.slice(shown, to).map(line)
    shown += next.length
    body.append(...next)
    const left = found.length - shown
    more.hidden = left === 0
    more.firstChild.textContent = counted(shown) + ' of ' + counted(found.length) + ' shown'
    some.textContent = 'Show ' + Math.min(step, left) + ' more'
    all.textContent = 'Show all ' + counted(found.length)
  }
  function draw() {
    body.replaceChildren(...(found.length === 0 ? [nothing()] : []))
    shown = 0
    box.scrollTop = 0
    grow(step)
  }
  function search() {
    const words = fold(input.value).split(/\\s+/).filter(Boolean)
    const wanted = choices.filter(choice => choice.value !== '').map(choice => [Number(choice.dataset.column) + 1, choice.value])
    const hits = words.map(word => folded.map(text => text.includes(word)))
    found = rows.filter(row =>
      wanted.every(([at, word]) => main(row[at]) === word) &&
      hits.every(hit => row.some((value, at) => at > 0 && value !== null && hit[value])))
    const isWhole = words.length + wanted.length === 0
    count.textContent = isWhole ? counted(rows.length) : counted(found.length) + ' of ' + counted(rows.length)
    clear.hidden = isWhole
    draw()
  }
  const written = rows.slice()
  const keyOf = (at, kind) => row => {
    const text = row[at + 1] === null ? '' : flat[row[at + 1]]
    if (kind !== 'number' && kind !== 'money') return text
    const number = /-?[0-9][0-9,.]*/.exec(text)
    return number === null ? -Infinity : Number(number[0].replaceAll(',', ''))
  }
  function sort(head, at) {
    const before = head.getAttribute('aria-sort')
    const now = before === null ? 'ascending' : before === 'ascending' ? 'descending' : null
    for (const other of heads) other.removeAttribute('aria-sort')
    if (now !== null) head.setAttribute('aria-sort', now)
    const key = keyOf(at, columns[at][1]), sign = now === 'descending' ? -1 : 1
    const ordered = now === null ? written : written.map(row => [key(row), row])
      .sort(([a], [b]) => sign * (typeof a === 'string' ? compare(a, b) : a === b ? 0 : a < b ? -1 : 1)).map(([, row]) => row)
    rows.splice(0, rows.length, ...ordered)
    search()
  }
  for (const [at, head] of heads.entries()) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = head.textContent
    button.addEventListener('click', () => sort(head, at))
    head.replaceChildren(button)
  }
  input.addEventListener('input', search)
  for (const choice of choices) choice.addEventListener('change', search)
  clear.addEventListener('click', () => {
    input.value = ''
    for (const choice of choices) choice.value = ''
    search()
    input.focus()
  })
  some.addEventListener('click', () => grow(shown + step))
  all.addEventListener('click', () => grow(found.length))
  box.addEventListener('scroll', () => {
    if (shown < found.length && box.scrollTop > 0 && box.scrollTop + box.clientHeight > box.scrollHeight - 300) grow(shown + step)
  })
  tools.hidden = false
  shown = body.rows.length
  grow(shown)
  wholeTables.push(() => grow(found.length))
}
addEventListener('beforeprint', () => wholeTables.forEach(whole => whole()))
`
