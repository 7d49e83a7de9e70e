import type ts from 'typescript6'
import type { ImportKind, RawImport } from './imports.ts'
import { typescript } from './load-typescript.ts'

type TypeScript = typeof ts

/** By TypeScript's parser. Tolerates syntax errors. */
export function thoroughImports(source: string, path: string): readonly RawImport[] {
  const loaded = typescript()
  const file = loaded.createSourceFile(path, source, {
    languageVersion: loaded.ScriptTarget.Latest,
    jsDocParsingMode: loaded.JSDocParsingMode.ParseNone,
  })
  const found = [...references(file)]
  const stack: ts.Node[] = [file]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const [specifier, kind] = named(loaded, node, file) ?? []
    if (specifier !== undefined && kind !== undefined) {
      found.push({ specifier: specifier.text, kind, offset: specifier.getStart(file) })
    }
    loaded.forEachChild(node, (child) => void stack.push(child))
  }
  return found.toSorted((a, b) => a.offset - b.offset)
}

function references(file: ts.SourceFile): readonly RawImport[] {
  const paths = file.referencedFiles.map(({ fileName, pos }) => {
    const specifier = /^[./]/.test(fileName) ? fileName : `./${fileName}`
    return { specifier, kind: 'reference' as const, offset: pos }
  })
  const types = file.typeReferenceDirectives.map(({ fileName, pos }) => {
    return { specifier: fileName, kind: 'reference' as const, offset: pos }
  })
  return [...paths, ...types]
}

type Named = readonly [specifier: ts.StringLiteralLike, kind: ImportKind]

/** The module that a node names by itself, its children aside. */
function named(t: TypeScript, node: ts.Node, file: ts.SourceFile): Named | undefined {
  if (t.isImportDeclaration(node)) return literal(t, node.moduleSpecifier, importKind(t, node))
  if (t.isExportDeclaration(node)) return literal(t, node.moduleSpecifier, node.isTypeOnly ? 'type' : 're-export')
  if (t.isImportEqualsDeclaration(node) && t.isExternalModuleReference(node.moduleReference)) {
    return literal(t, node.moduleReference.expression, node.isTypeOnly ? 'type' : 'require')
  }
  if (t.isImportTypeNode(node)) {
    return t.isLiteralTypeNode(node.argument) ? literal(t, node.argument.literal, 'type') : undefined
  }
  if (t.isModuleDeclaration(node) && t.isStringLiteral(node.name)) {
    return t.isExternalModule(file) && !node.name.text.includes('*') ? [node.name, 'augment'] : undefined
  }
  return t.isCallExpression(node) ? called(t, node) : undefined
}

function called(t: TypeScript, { expression, arguments: [argument] }: ts.CallExpression): Named | undefined {
  if (expression.kind === t.SyntaxKind.ImportKeyword) return literal(t, argument, 'dynamic')
  const callee =
    t.isPropertyAccessExpression(expression) && expression.name.text === 'resolve' ? expression.expression : expression
  return t.isIdentifier(callee) && callee.text === 'require' ? literal(t, argument, 'require') : undefined
}

function importKind(t: TypeScript, { importClause }: ts.ImportDeclaration): ImportKind {
  return importClause?.phaseModifier === t.SyntaxKind.TypeKeyword ? 'type' : 'static'
}

function literal(t: TypeScript, node: ts.Node | undefined, kind: ImportKind): Named | undefined {
  return node !== undefined && t.isStringLiteralLike(node) ? [node, kind] : undefined
}
