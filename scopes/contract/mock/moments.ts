import { draw, hashText, placeAt, type Place } from './chance.ts'
import { wordsOf } from './names.ts'

const DAY = 86_400_000

/** When something happens in the course of things, by the end of its name; what comes later has a greater number. */
const COURSE: readonly (readonly [RegExp, number])[] = [
  [/\b(?:creat\w*|placed|ordered|registered|opened|issued|received|submitted|joined|signed|since)\b/, 0],
  [/\b(?:paid|confirmed|accepted|approved|authori[sz]ed|published)\b/, 1],
  [/\b(?:start\w*|begin\w*|began|from|departure|departs|departed|check in|scheduled)\b/, 2],
  [/\b(?:shipped|sent|dispatched|picked)\b/, 3],
  [/\b(?:updat\w*|modified|changed|edited|last \w+)\b/, 4],
  [/\b(?:deliver\w*|arriv\w*)\b/, 5],
  [/\b(?:end|ends|ended|ending|finish\w*|complet\w*|closed|resolved|to|check out|stop\w*)\b/, 6],
  [/\b(?:cancel\w*|delet\w*|archived|removed|revoked|returned|refunded)\b/, 7],
]
const BIRTH = /\b(?:birth|birthday|dob|born)\b/
const FUTURE = /\b(?:expir\w*|until|due|deadline|next|deliver\w* by|sunset|renew\w*)\b/
const NEUTRAL = 4

/** What the name of a moment says about it. */
type Kind = 'birth' | 'future' | number

const COURSES = hashText('moments')
const kinds = new Map<string, Kind>()

/**
 * A moment in UTC of the kind that the name suggests: of birth, in the future, else within the last year. The moments
 * of one object follow each other as their names say, and each is drawn without a look at the others.
 * Computed from milliseconds: no clock, no time zone.
 */
export function makeMoment(name: string, place: Place, object: Place, now: number): string {
  const kind = kindOf(name)
  const within = draw(place, 11)
  const [from, days] =
    kind === 'birth' ? [-80 * 365, 62 * 365] : kind === 'future' ? [1, 89] : [startOf(object) + kind * 10, 9.5]
  return new Date(Math.floor(now + from * DAY + within * days * DAY)).toISOString()
}

/** Days before now on which the course of an object starts. */
function startOf(object: Place): number {
  return -90 - Math.floor(draw(placeAt(object, COURSES), 1) * 270)
}

function kindOf(name: string): Kind {
  let kind = kinds.get(name)
  if (kind === undefined) kinds.set(name, (kind = findKind(wordsOf(name))))
  return kind
}

function findKind(words: string): Kind {
  if (BIRTH.test(words)) return 'birth'
  if (FUTURE.test(words)) return 'future'
  return COURSE.find(([pattern]) => pattern.test(words))?.[1] ?? NEUTRAL
}
