import ts from 'typescript6'

/** What became of a type, or of a property of one, between two versions of generated types. */
export interface MemberChange {
  /** `OrderR.total`, `OrdersApi.createOrder`, `OrderStatus` */
  readonly name: string
  /** `described`: only what its comment says, a bound most often, is another. */
  readonly kind: 'gone' | 'changed' | 'described' | 'added'
  /** How it was declared: `readonly total: MoneyR`. */
  readonly before?: string
  readonly after?: string
}

/** A change with the place where the old text declares the thing. */
export interface LocatedChange extends MemberChange {
  /** Offset of its name; absent of what was added. */
  readonly offset?: number
}

/** What differs between two texts of generated types: exported types, and the properties of those that are objects. */
export function changedMembers(before: string, after: string): readonly LocatedChange[] {
  const old = membersOf(before)
  const now = membersOf(after)
  const changes = [...old].flatMap(([name, member]) => compare(name, member, now.get(name)))
  const added = [...now]
    .filter(([name]) => !old.has(name))
    .map(([name, { declared }]): LocatedChange => ({ name, kind: 'added', after: declared }))
  return withoutParts([...changes, ...added])
}

interface Member {
  readonly offset: number
  /** Without comments, in one line. */
  readonly declared: string
  readonly comment: string
}

function compare(name: string, old: Member, now: Member | undefined): readonly LocatedChange[] {
  const head = { name, before: old.declared, offset: old.offset }
  if (now === undefined) return [{ ...head, kind: 'gone' }]
  if (now.declared !== old.declared) return [{ ...head, kind: 'changed', after: now.declared }]
  return now.comment === old.comment ? [] : [{ ...head, kind: 'described', after: now.declared }]
}

/** Properties of a type that came or went as a whole say no more than that. */
function withoutParts(changes: readonly LocatedChange[]): readonly LocatedChange[] {
  const whole = new Set(changes.filter(({ kind }) => kind === 'gone' || kind === 'added').map(({ name }) => name))
  const isPart = (name: string): boolean =>
    name.split('.').some((_, index, parts) => index > 0 && whole.has(parts.slice(0, index).join('.')))
  return changes.filter(({ name }) => !isPart(name))
}

function membersOf(text: string): ReadonlyMap<string, Member> {
  const source = ts.createSourceFile('index.ts', text, ts.ScriptTarget.Latest, true)
  const found = new Map<string, Member>()
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement)) {
      found.set(statement.name.text, memberOf(statement, statement.name, `interface ${statement.name.text}`))
      addProperties(found, statement.name.text, statement.members)
    }
    if (ts.isTypeAliasDeclaration(statement)) {
      const properties = ts.isTypeLiteralNode(statement.type) ? statement.type.members : undefined
      const declared = properties === undefined ? statement.type : undefined
      found.set(
        statement.name.text,
        memberOf(statement, statement.name, declared ? flat(declared) : `type ${statement.name.text}`),
      )
      if (properties !== undefined) addProperties(found, statement.name.text, properties)
    }
  }
  return found
}

/** Objects that stand in one are walked too; all other types are compared as they are written. */
function addProperties(found: Map<string, Member>, owner: string, members: readonly ts.TypeElement[]): void {
  for (const member of members) {
    if (!ts.isPropertySignature(member) || member.type === undefined) continue
    const name = `${owner}.${nameOf(member.name)}`
    const inner = ts.isTypeLiteralNode(member.type) ? member.type : undefined
    const declared = inner ? flat(member).replace(flat(inner), '{…}') : flat(member)
    found.set(name, memberOf(member, member.name, declared))
    if (inner) addProperties(found, name, inner.members)
  }
}

function memberOf(node: ts.Node, name: ts.Node, declared: string): Member {
  const comments = ts.getLeadingCommentRanges(node.getSourceFile().text, node.getFullStart()) ?? []
  const comment = comments.map(({ pos, end }) => node.getSourceFile().text.slice(pos, end)).join('\n')
  return { offset: name.getStart(), declared, comment }
}

function nameOf(name: ts.PropertyName): string {
  return ts.isStringLiteral(name) || ts.isIdentifier(name) ? name.text : name.getText()
}

const printer = ts.createPrinter({ removeComments: true })

function flat(node: ts.Node): string {
  return printer
    .printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
    .replaceAll(/\s+/g, ' ')
    .replace(/;$/, '')
}
