import type { ContractDocument, SecurityScheme } from './document.ts'
import type { Finder } from './finder.ts'
import { escapePointer } from './shape.ts'

/** What each type of scheme needs to be of any use. */
const NEEDED: Readonly<Record<SecurityScheme['type'], readonly (keyof SecurityScheme)[]>> = {
  http: ['scheme'],
  apiKey: ['name', 'in'],
  mutualTLS: [],
  oauth2: ['flows'],
  openIdConnect: ['openIdConnectUrl'],
}

/** Security schemes that do not say how a credential travels. */
export function checkSecuritySchemes({ securitySchemes = {} }: ContractDocument, found: Finder): void {
  for (const [name, scheme] of Object.entries(securitySchemes)) {
    const needed = Object.hasOwn(NEEDED, scheme.type) ? NEEDED[scheme.type] : []
    for (const field of needed.filter((key) => scheme[key] === undefined)) {
      const message = `the security scheme "${name}" of type ${scheme.type} has no "${field}"`
      const hint = 'say it as a Security Scheme Object of OpenAPI does'
      found.error('INVALID_SECURITY_SCHEME', `/securitySchemes/${escapePointer(name)}`, message, hint)
    }
  }
}
