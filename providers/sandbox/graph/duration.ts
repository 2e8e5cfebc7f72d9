/** How long a relationship lasts: P1D to P2Y. Years and months beside days are taken at their usual length. */

const form =
  /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

const longestMonths = 24
const longestDays = 730
const monthDays = longestDays / longestMonths

export function isRelationshipDuration(text: string): boolean {
  const parts = form.exec(text)
  if (parts === null) return false
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map(part => Number(part ?? 0))
  const allMonths = years * 12 + months
  const allDays = weeks * 7 + days + (hours + minutes / 60 + seconds / 3600) / 24
  if (allDays === 0) return allMonths >= 1 && allMonths <= longestMonths
  const total = allMonths * monthDays + allDays
  return total >= 1 && total <= longestDays
}

/** `PT0S` for off, however it is written, `P180D` for on; null: neither. */
export function autoExtendOf(text: string): string | null {
  if (text === 'PT0S' || text === 'P0D') return 'PT0S'
  return text === 'P180D' ? text : null
}
