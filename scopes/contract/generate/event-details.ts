import { type Model, partPackage } from './model.ts'
import { literal } from './names.ts'
import { contractType } from './reserved-types.ts'

/** Where events get their details: part of the operations of an HTTP contract, known by its types alone. */
export interface DetailsType {
  /** `Pick<OrdersApi, 'getOrder'>` */
  readonly code: string
  readonly imports: readonly string[]
}

/** Nothing where no event has details. */
export function detailsType({ document, exchanges, name }: Model): DetailsType | undefined {
  const operations = [...new Set(exchanges.flatMap(({ details }) => details ?? []))]
  if (document.detailsOf === undefined || operations.length === 0) return undefined
  const there = contractType(document.detailsOf)
  const here = there === name ? `${there}Operations` : there
  const imported = here === there ? there : `${there} as ${here}`
  const keys = operations.map((operation) => literal(operation)).join(' | ')
  const from = partPackage({ id: document.detailsOf }, 'types')
  return { code: `Pick<${here}, ${keys}>`, imports: [`import type { ${imported} } from '${from}'`] }
}
