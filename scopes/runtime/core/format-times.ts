/** RFC 3339 full-date, days of the month counted. */
export function isDate(value: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value)
  if (!match) return false
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

/** RFC 3339 full-time; the offset may be written `+01`, `+0100` or `+01:00`. A leap second only at 23:59 UTC. */
export function isTime(value: string): boolean {
  const match = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:z|([+-])(\d\d)(?::?(\d\d))?)$/i.exec(value)
  if (!match) return false
  const [, hours, minutes, seconds, sign, offsetHours = 0, offsetMinutes = 0] = match
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return false
  if (Number(seconds) < 60) return true
  const offset = (sign === '-' ? -1 : 1) * (Number(offsetHours) * 60 + Number(offsetMinutes))
  return Number(seconds) === 60 && (DAY + Number(hours) * 60 + Number(minutes) - offset) % DAY === DAY - 1
}

/** RFC 3339 date-time with an offset; between date and time a `T` or white space. */
export function isDateTime(value: string): boolean {
  if (PLAIN.test(value)) return true
  const [date = '', time = '', ...rest] = value.split(/[t\s]/i)
  return rest.length === 0 && isDate(date) && isTime(time)
}

/** What nearly all of them are, so that these cost little. */
const PLAIN = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/

/** ISO 8601 duration in whole units, weeks by themselves. */
export function isDuration(value: string): boolean {
  return /^P(?:\d+W|(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$/.test(value)
}

/** Minutes. */
const DAY = 24 * 60

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
