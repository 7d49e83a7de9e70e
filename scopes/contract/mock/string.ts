import { type Context, empty, found, gaveUp, type Outcome, type Spot } from './context.ts'
import { lengthOf } from './equal.ts'
import { type Facts, highest, lowest, strings } from './facts.ts'
import { base64, makeFormat, makeMoment } from './format-values.ts'
import { checkFormat, isKnownFormat } from './formats.ts'
import { patternLength, solvePattern } from './pattern.ts'
import { compilePattern } from './pattern-syntax.ts'
import { type Chance, describeString } from './semantic-strings.ts'

interface Wanted {
  readonly least: number
  readonly most: number
  readonly formats: readonly string[]
  readonly patterns: readonly string[]
  readonly fits: (text: string) => boolean
}

const FREE_TEXT_LENGTH = 200

/** A text: by format, name and description where they fit, else from its pattern, else words. */
export function makeString(context: Context, facts: Facts, spot: Spot): Outcome {
  const wanted = wantedOf(facts)
  const { least, most, formats, patterns } = wanted
  if (least > most) return empty(spot, 'minLength', `at least ${least} and at most ${most} characters`)
  for (const pattern of patterns) {
    const shortest = patternLength(pattern)
    if (shortest === undefined) return gaveUp(spot, 'pattern', `/${pattern}/ is no pattern`)
    if (shortest > most) return empty(spot, 'pattern', `/${pattern}/ needs ${shortest} characters, ${most} are allowed`)
  }
  const chance: Chance = { faker: context.fake(spot.random), random: spot.random, now: context.now }
  const text =
    (formats.length > 0 ? byFormat(wanted, chance, spot) : byName(wanted, facts, chance, spot)) ??
    (patterns.length > 0 ? byPattern(wanted, chance) : undefined) ??
    (patterns.length === 0 && formats.length === 0 ? byLength(wanted, facts, chance, spot) : undefined)
  if (text !== undefined) return found(text)
  const keyword = patterns.length > 0 ? 'pattern' : 'format'
  return gaveUp(spot, keyword, `no text was found for ${[...formats, ...patterns.map((one) => `/${one}/`)].join(', ')}`)
}

function wantedOf(facts: Facts): Wanted {
  const least = highest(facts, 'minLength') ?? 0
  const most = lowest(facts, 'maxLength') ?? Infinity
  const formats = strings(facts, 'format').filter(isKnownFormat)
  const patterns = [...new Set(strings(facts, 'pattern'))]
  const fits = (text: string): boolean => {
    const length = lengthOf(text)
    return (
      length >= least &&
      length <= most &&
      patterns.every((pattern) => compilePattern(pattern)?.test(text)) &&
      formats.every((format) => checkFormat(format, text))
    )
  }
  return { least, most, formats, patterns, fits }
}

function byFormat(wanted: Wanted, chance: Chance, spot: Spot): string | undefined {
  const [format = ''] = wanted.formats
  const name = spot.names.at(-1) ?? ''
  for (let attempt = 0; attempt < 20; attempt++) {
    for (const text of variants(format, wanted, chance, name)) if (wanted.fits(text)) return text
  }
  return undefined
}

/** The ways to write one value of a format, for patterns and lengths that ask for one of them. */
function variants(format: string, wanted: Wanted, chance: Chance, name: string): string[] {
  if (format === 'date-time') return momentVariants(makeMoment(name, chance))
  if (format === 'date') return [makeMoment(name, chance).slice(0, 10)]
  if (format === 'time') return momentVariants(makeMoment(name, chance)).map((text) => text.slice(11))
  const text = makeFormat(format, chance)
  if (format === 'uuid')
    return [text, ...'12345678'.split('').map((v) => text.slice(0, 14) + v + text.slice(15)), text.toUpperCase()]
  return [text, ...resized(format, text, wanted)]
}

function momentVariants(moment: string): string[] {
  const seconds = moment.slice(0, 19)
  return [
    moment,
    `${seconds}Z`,
    `${moment.slice(0, -1)}+00:00`,
    `${seconds}+00:00`,
    ...[1, 2, 4, 5, 6, 7, 9].map((digits) => `${seconds}.${'123456789'.slice(0, digits)}Z`),
  ]
}

/** Shorter or longer values of formats whose length is free. */
function resized(format: string, text: string, { least, most }: Wanted): string[] {
  const filler = 'x'.repeat(Math.min(least, FREE_TEXT_LENGTH * 10))
  switch (format) {
    case 'email':
    case 'idn-email':
      return least > lengthOf(text)
        ? [longMail(least)]
        : ['anna@example.com', 'a@b.example', 'a@b.co', 'a@b.c'].filter((mail) => mail.length <= most)
    case 'uri':
    case 'iri':
    case 'url':
      return least > lengthOf(text)
        ? [`${text}/${filler}`.slice(0, Math.max(least, text.length + 2))]
        : ['https://example.com', 'https://a.co', 'a:b']
    case 'hostname':
    case 'idn-hostname':
      return least > lengthOf(text) ? [longHost(least)] : ['example.com', 'a.co', 'a']
    case 'uri-reference':
    case 'iri-reference':
    case 'uri-template':
    case 'json-pointer':
      return [`/${filler.slice(0, Math.max(0, least - 1))}`, '/a', '/', '']
    case 'ipv4':
      return ['198.51.100.100', '192.0.2.1', '1.1.1.1']
    case 'ipv6':
      return ['2001:db8:0:0:0:0:0:1', '2001:0db8:0000:0000:0000:0000:0000:0001', '::1', '::']
    case 'duration':
      return ['PT5M', 'P1D', `P${'1'.repeat(Math.max(1, Math.min(least, 300) - 2))}D`]
    case 'byte':
      return [base64('x'.repeat(Math.ceil((Math.min(least, 3000) / 4) * 3))), 'aGk=', '']
    case 'regex':
      return ['a'.repeat(Math.min(least, 3000)), '.']
    default:
      return []
  }
}

function longMail(length: number): string {
  return `${'a'.repeat(Math.max(1, Math.min(60, length - 12)))}@${longHost(Math.max(11, length - 1 - Math.max(1, Math.min(60, length - 12))))}`
}

/** A host of exactly this many characters, in labels of at most 60. */
function longHost(length: number): string {
  let host = 'example.com'
  while (host.length < length) host = `${'a'.repeat(Math.max(1, Math.min(60, length - host.length - 1)))}.${host}`
  return host
}

function byName(wanted: Wanted, facts: Facts, chance: Chance, spot: Spot): string | undefined {
  const produce = encoded(facts) ?? describeString(spot.names, strings(facts, 'description').join(' '))
  if (produce === undefined) return undefined
  for (let attempt = 0; attempt < 8; attempt++) {
    const text = produce(chance)
    if (wanted.fits(text)) return text
  }
  return undefined
}

/** Bytes as text: of all that the pattern admits, some lengths stand for no bytes. */
function encoded(facts: Facts): ((chance: Chance) => string) | undefined {
  const encodings = strings(facts, 'contentEncoding')
  if (encodings.includes('base64')) return ({ faker }) => base64(faker.lorem.words(2))
  if (!encodings.includes('base64url')) return undefined
  return ({ faker }) => base64(faker.lorem.words(2)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function byPattern(wanted: Wanted, { random }: Chance): string | undefined {
  const { least, most, patterns } = wanted
  for (let attempt = 0; attempt < 60; attempt++) {
    const pattern = patterns[attempt % patterns.length] as string
    const text = solvePattern(pattern, { least, most }, random)
    if (text !== undefined && wanted.fits(text)) return text
  }
  return undefined
}

/** Words, cut or filled up to the length asked for. */
function byLength({ least, most }: Wanted, facts: Facts, chance: Chance, spot: Spot): string {
  const produce = describeString(spot.names, strings(facts, 'description').join(' '))
  let text = produce?.(chance) ?? chance.faker.lorem.words({ min: 1, max: 3 })
  while (lengthOf(text) < least)
    text = text === '' ? chance.faker.lorem.word() : `${text} ${chance.faker.lorem.words(2)}`
  if (lengthOf(text) <= most) return text
  const cut = [...text].slice(0, most).join('')
  // A blank at the end looks like a mistake, and is one to those who trim.
  return cut.replace(/\s$/, 'e')
}
