/** What a served page does beside the others: it asks whether there is a newer one, and shows that unless the reader is in the middle of something. */
export const liveScript = `
'use strict'
const live = document.querySelector('[data-version]'), said = live.querySelector('span'), again = live.querySelector('button')
again.addEventListener('click', () => location.reload())
function say(words, canReload) {
  said.textContent = words
  again.hidden = !canReload
  live.hidden = words === ''
}
async function ask() {
  let version = null
  try {
    const answer = await fetch('version', { cache: 'no-store' })
    if (answer.ok) version = await answer.text()
  } catch {}
  if (version === null) say('The board is not served any more: this is how it was. ', false)
  else if (version === live.dataset.version) say('', false)
  else if ([...document.querySelectorAll('input,select')].some(one => one.value !== '')) say('There is something new. ', true)
  else location.reload()
}
setInterval(ask, 2000)
`
