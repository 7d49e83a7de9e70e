/** A directed graph by names: an edge leads from a node to what it depends on. */
export class Graph {
  private readonly dependencies = new Map<string, Set<string>>()
  private readonly dependents = new Map<string, Set<string>>()

  addNode(node: string): this {
    if (!this.dependencies.has(node)) {
      this.dependencies.set(node, new Set())
      this.dependents.set(node, new Set())
    }
    return this
  }

  /** Adds both nodes where they are new. */
  addEdge(from: string, to: string): this {
    this.addNode(from).addNode(to)
    this.dependencies.get(from)?.add(to)
    this.dependents.get(to)?.add(from)
    return this
  }

  has(node: string): boolean {
    return this.dependencies.has(node)
  }

  nodes(): readonly string[] {
    return [...this.dependencies.keys()]
  }

  dependenciesOf(node: string): ReadonlySet<string> {
    return this.dependencies.get(node) ?? NONE
  }

  dependentsOf(node: string): ReadonlySet<string> {
    return this.dependents.get(node) ?? NONE
  }

  /** Everything that reaches one of `starts`, without the starts themselves unless a cycle leads back. */
  transitiveDependents(starts: Iterable<string>): Set<string> {
    return reach(starts, (node) => this.dependentsOf(node))
  }

  /** Everything one of `starts` reaches, without the starts themselves unless a cycle leads back. */
  transitiveDependencies(starts: Iterable<string>): Set<string> {
    return reach(starts, (node) => this.dependenciesOf(node))
  }
}

const NONE: ReadonlySet<string> = new Set()

function reach(starts: Iterable<string>, next: (node: string) => ReadonlySet<string>): Set<string> {
  const found = new Set<string>()
  const stack = [...starts]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const other of next(node)) {
      if (found.has(other)) continue
      found.add(other)
      stack.push(other)
    }
  }
  return found
}
