/** The files of a new contract component, to start from. @param id `acme.orders/orders-api` */
export function starter(pattern: 'http', id: string): Readonly<Record<string, string>> {
  throw new Error(`not built yet: ${pattern} ${id}`)
}
