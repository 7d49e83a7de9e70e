import type { ContractDocument, SecurityRequirement, SecurityScheme } from '@tessera/contract.define/document'

/** Postman's auth object for the first way in that it knows; its values are variables of the collection. */
export function authOf(
  security: readonly SecurityRequirement[] | undefined,
  { securitySchemes = {} }: ContractDocument,
): object | undefined {
  if (security === undefined) return undefined
  if (security.length === 0) return { type: 'noauth' }
  const names = security.flatMap((requirement) => Object.keys(requirement))
  const known = names.flatMap((name) => {
    const scheme = securitySchemes[name]
    const auth = scheme && schemeAuth(name, scheme)
    return auth === undefined ? [] : [auth]
  })
  return known[0]
}

/** The variables that hold secrets, empty: whoever calls fills them in. */
export function authVariables({ securitySchemes = {} }: ContractDocument): readonly object[] {
  return Object.entries(securitySchemes).flatMap(([name, scheme]) => {
    if (schemeAuth(name, scheme) === undefined) return []
    const keys = scheme.type === 'http' && scheme.scheme === 'basic' ? [`${name}User`, `${name}Password`] : [name]
    return keys.map((key) => ({ key, value: '', type: 'string' }))
  })
}

function schemeAuth(name: string, { type, scheme, in: where, name: field }: SecurityScheme): object | undefined {
  const held = (values: Readonly<Record<string, string>>): object[] =>
    Object.entries(values).map(([key, value]) => ({ key, value, type: 'string' }))
  if (type === 'http' && scheme === 'basic') {
    return { type: 'basic', basic: held({ username: `{{${name}User}}`, password: `{{${name}Password}}` }) }
  }
  if (type === 'apiKey' && where !== 'cookie') {
    return { type: 'apikey', apikey: held({ key: field ?? name, value: `{{${name}}}`, in: where ?? 'header' }) }
  }
  // A token is a token, however it was got.
  return type === 'http' || type === 'oauth2' || type === 'openIdConnect'
    ? { type: 'bearer', bearer: held({ token: `{{${name}}}` }) }
    : undefined
}
