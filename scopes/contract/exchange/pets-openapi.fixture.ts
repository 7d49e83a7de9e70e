/** OpenAPI 3.0 with what people write in it: every construct that has to be mended, moved or left out. */
export const petsOpenApi = `openapi: 3.0.3
info:
  title: Pet Store
  version: 1.2.0
  description: Pets, and who keeps them.
servers:
  - url: https://pets.example/v1
tags: [{ name: pets }]
security:
  - token: []
paths:
  /pets:
    parameters:
      - { name: X-Tenant, in: header, required: true, schema: { type: string }, description: Whose store. }
    get:
      operationId: list-pets
      summary: All pets
      parameters:
        - { name: limit, in: query, schema: { type: integer, format: int32, default: 20, maximum: 100 } }
        - { name: tags, in: query, style: pipeDelimited, explode: false, schema: { type: array, items: { type: string } } }
        - { name: filter, in: query, style: deepObject, schema: { type: object, properties: { name: { type: string } } } }
        - { name: session, in: cookie, schema: { type: string } }
        - { name: Accept, in: header, schema: { type: string } }
      responses:
        '200':
          description: OK
          headers:
            X-Next: { description: The next page., schema: { type: string } }
          content:
            application/xml: { schema: { type: string } }
            application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } }
        default:
          description: Something else
          content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } }
    post:
      operationId: createPet
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/New-Pet' }
            example: { name: Rex }
      responses:
        '201': { description: The new pet., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        4XX: { $ref: '#/components/responses/Refused' }
      callbacks:
        adopted: { '{$request.body#/url}': { post: { responses: { '200': { description: OK } } } } }
      security: []
  /pets/{pet-id}:
    get:
      operationId: createPet
      deprecated: true
      parameters:
        - { name: pet-id, in: path, required: true, schema: { type: string, format: uuid } }
      responses:
        '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        '204': { description: None, content: { application/json: { schema: {} } } }
    head: { responses: { '200': { description: OK } } }
    delete:
      requestBody: { content: { application/json: { schema: {} } } }
      parameters:
        - { name: pet-id, in: path, required: true, schema: { type: string } }
      responses: { '204': { description: Gone } }
  /pets/{other}:
    get: { responses: { '200': { description: OK } } }
  /notes/{id}:
    put:
      operationId: delete
      requestBody: { required: true, content: { text/plain: { schema: { type: object } } } }
      responses: { '200': { description: OK, content: { application/octet-stream: {} } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
  responses:
    Refused: { description: Not like this., content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }
  schemas:
    Pet:
      type: object
      required: [id, kind, owner]
      discriminator: { propertyName: kind }
      properties:
        id: { type: string, format: uuid, readOnly: true }
        kind: { type: string }
        owner: { $ref: '#/components/schemas/Owner' }
        nick: { type: string, nullable: true, maxLength: 20 }
        born: { type: string, format: date, example: '2020-02-29' }
        weight: { type: number, format: double, minimum: 0, exclusiveMinimum: true }
        parent: { allOf: [{ $ref: '#/components/schemas/Pet' }], nullable: true, description: Where it comes from. }
        code: { type: string, pattern: '^[A-Z]{2}\\-\\d+$' }
        odd: { type: string, pattern: '(?i)odd' }
        shape: { $ref: '#/components/schemas/Shape' }
        size: { type: string, enum: [small, large, null], nullable: true }
        meta: { type: object }
        level: { type: integer, default: high }
        secret: { type: string, format: password }
        x-old: { type: string, x-internal: true, xml: { attribute: true } }
    New-Pet:
      allOf:
        - { required: [name], properties: { name: { type: string, minLength: 1 } } }
        - { properties: { tag: { type: string } } }
    Owner:
      type: object
      additionalProperties: false
      properties:
        name: { type: string }
        pets: { type: array, items: { $ref: '#/components/schemas/Pet' } }
    Shape:
      oneOf: [{ $ref: '#/components/schemas/Round' }, { $ref: '#/components/schemas/Square' }]
      discriminator: { propertyName: form, mapping: { round: '#/components/schemas/Round' } }
    Round: { type: object, required: [form], properties: { form: { type: string }, radius: { type: number } } }
    Square: { type: object, required: [form], properties: { form: { type: string, enum: [Square] }, side: { type: number } } }
    Error: { type: object, properties: { message: { type: string } }, required: [message, code] }
    Unused: { type: string }
`
