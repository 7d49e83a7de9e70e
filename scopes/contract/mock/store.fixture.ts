import type { JsonSchema } from './types.ts'

/* oxlint-disable unicorn/no-thenable */

const DRAFT7 = 'http://json-schema.org/draft-07/schema#'
const strings: JsonSchema = { type: 'array', items: { type: 'string' } }

/** A package.json: deep references, a wide object, patterns with look-ahead, anyOf soups. */
const packageJson: JsonSchema = {
  $schema: DRAFT7,
  definitions: {
    person: {
      description: 'A person who has been involved in creating or maintaining this package.',
      type: ['object', 'string'],
      required: ['name'],
      properties: {
        name: { type: 'string' },
        url: { type: 'string', format: 'uri' },
        email: { type: 'string', format: 'email' },
      },
    },
    dependency: { type: 'object', additionalProperties: { type: 'string' } },
    peerDependencyMeta: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: true,
        properties: { optional: { type: 'boolean' } },
      },
    },
    license: { anyOf: [{ type: 'string' }, { enum: ['MIT', 'Apache-2.0', 'UNLICENSED'] }] },
    packageExportsEntryPath: { type: ['string', 'null'], pattern: '^\\./' },
    packageExportsEntryObject: {
      type: 'object',
      properties: {
        require: { $ref: '#/definitions/packageExportsEntryOrFallback' },
        import: { $ref: '#/definitions/packageExportsEntryOrFallback' },
        default: { $ref: '#/definitions/packageExportsEntryOrFallback' },
        types: { $ref: '#/definitions/packageExportsEntryOrFallback' },
      },
      patternProperties: { '^(?![\\.0-9]).*$': { $ref: '#/definitions/packageExportsEntryOrFallback' } },
      additionalProperties: false,
    },
    packageExportsEntry: {
      oneOf: [{ $ref: '#/definitions/packageExportsEntryPath' }, { $ref: '#/definitions/packageExportsEntryObject' }],
    },
    packageExportsEntryOrFallback: {
      oneOf: [
        { $ref: '#/definitions/packageExportsEntry' },
        { type: 'array', items: { $ref: '#/definitions/packageExportsEntry' } },
      ],
    },
  },
  type: 'object',
  patternProperties: { '^_': { description: 'Any property starting with _ is valid.' } },
  properties: {
    name: {
      type: 'string',
      maxLength: 214,
      minLength: 1,
      pattern: '^(?:(?:@(?:[a-z0-9-*~][a-z0-9-*._~]*)?/[a-z0-9-._~])|[a-z0-9-~])[a-z0-9-._~]*$',
    },
    version: { type: 'string' },
    keywords: strings,
    homepage: { type: 'string' },
    bugs: {
      type: ['object', 'string'],
      properties: { url: { type: 'string', format: 'uri' }, email: { type: 'string', format: 'email' } },
    },
    license: { $ref: '#/definitions/license' },
    author: { $ref: '#/definitions/person' },
    contributors: { type: 'array', items: { $ref: '#/definitions/person' } },
    files: strings,
    main: { type: 'string' },
    exports: {
      oneOf: [
        { $ref: '#/definitions/packageExportsEntryPath' },
        {
          type: 'object',
          properties: { '.': { $ref: '#/definitions/packageExportsEntryOrFallback' } },
          patternProperties: { '^\\./.+': { $ref: '#/definitions/packageExportsEntryOrFallback' } },
          additionalProperties: false,
        },
        { $ref: '#/definitions/packageExportsEntryObject' },
        { type: 'array', items: { $ref: '#/definitions/packageExportsEntry' } },
      ],
    },
    bin: { type: ['string', 'object'], additionalProperties: { type: 'string' } },
    type: { enum: ['commonjs', 'module'], default: 'commonjs' },
    repository: {
      type: ['object', 'string'],
      properties: { type: { type: 'string' }, url: { type: 'string' }, directory: { type: 'string' } },
    },
    funding: {
      oneOf: [
        { type: 'string', format: 'uri' },
        { type: 'object', properties: { url: { type: 'string', format: 'uri' } }, required: ['url'] },
        { type: 'array', items: { type: 'string', format: 'uri' }, minItems: 1, uniqueItems: true },
      ],
    },
    scripts: {
      type: 'object',
      properties: { test: { type: 'string' }, build: { type: 'string' } },
      additionalProperties: { type: 'string', tsType: 'string | undefined' },
    },
    dependencies: { $ref: '#/definitions/dependency' },
    peerDependenciesMeta: { $ref: '#/definitions/peerDependencyMeta' },
    engines: { type: 'object', properties: { node: { type: 'string' } }, additionalProperties: { type: 'string' } },
    os: strings,
    private: { anyOf: [{ type: 'boolean' }, { enum: ['false', 'true'] }] },
    workspaces: {
      anyOf: [strings, { type: 'object', properties: { packages: strings, nohoist: strings } }],
    },
    packageManager: { type: 'string', pattern: '(npm|pnpm|yarn|bun)@\\d+\\.\\d+\\.\\d+(-.+)?' },
  },
  anyOf: [
    { type: 'object', not: { required: ['bundledDependencies', 'bundleDependencies'] } },
    { type: 'object', not: { required: ['bundleDependencies'] }, required: ['bundledDependencies'] },
    { type: 'object', not: { required: ['bundledDependencies'] }, required: ['bundleDependencies'] },
  ],
}

/** A GitHub workflow: a reference under each key, patternProperties, dependencies, conditions. */
const workflow: JsonSchema = {
  $schema: DRAFT7,
  definitions: {
    expression: { type: 'string', pattern: '^\\$\\{\\{(.|[\r\n])*\\}\\}$' },
    name: { type: 'string', pattern: '^[_a-zA-Z][a-zA-Z0-9_-]*$' },
    env: {
      oneOf: [
        {
          type: 'object',
          additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] },
        },
        { $ref: '#/definitions/expression' },
      ],
    },
    branch: { $ref: '#/definitions/globs' },
    globs: { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 },
    ref: {
      type: 'object',
      properties: {
        branches: { $ref: '#/definitions/branch' },
        'branches-ignore': { $ref: '#/definitions/branch' },
        tags: { $ref: '#/definitions/branch' },
        paths: { $ref: '#/definitions/globs' },
        'paths-ignore': { $ref: '#/definitions/globs' },
      },
      oneOf: [
        {
          type: 'object',
          allOf: [
            { not: { required: ['branches', 'branches-ignore'] } },
            { not: { required: ['paths', 'paths-ignore'] } },
          ],
        },
      ],
    },
    step: {
      type: 'object',
      additionalProperties: false,
      dependencies: { 'working-directory': ['run'], shell: ['run'] },
      oneOf: [{ required: ['uses'] }, { required: ['run'] }],
      properties: {
        id: { type: 'string' },
        if: { type: ['boolean', 'number', 'string'] },
        name: { type: 'string' },
        uses: { type: 'string' },
        run: { type: 'string' },
        'working-directory': { type: 'string' },
        shell: { anyOf: [{ type: 'string' }, { enum: ['bash', 'pwsh', 'python'] }] },
        with: { $ref: '#/definitions/env' },
        env: { $ref: '#/definitions/env' },
        'timeout-minutes': { anyOf: [{ type: 'number' }, { $ref: '#/definitions/expression' }] },
      },
    },
    needs: {
      oneOf: [{ type: 'array', items: { $ref: '#/definitions/name' }, minItems: 1 }, { $ref: '#/definitions/name' }],
    },
    job: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        needs: { $ref: '#/definitions/needs' },
        'runs-on': {
          anyOf: [
            { type: 'string' },
            {
              type: 'array',
              anyOf: [{ items: [{ type: 'string' }], minItems: 1, additionalItems: { type: 'string' } }],
            },
            { type: 'object', properties: { group: { type: 'string' }, labels: strings } },
            { $ref: '#/definitions/expression' },
          ],
        },
        env: { $ref: '#/definitions/env' },
        steps: { type: 'array', items: { $ref: '#/definitions/step' }, minItems: 1 },
        strategy: {
          type: 'object',
          properties: {
            matrix: {
              oneOf: [
                {
                  type: 'object',
                  patternProperties: {
                    '^(in|ex)clude$': {
                      oneOf: [
                        { $ref: '#/definitions/expression' },
                        { type: 'array', items: { type: 'object' }, minItems: 1 },
                      ],
                    },
                  },
                  additionalProperties: {
                    oneOf: [{ type: 'array', minItems: 1 }, { $ref: '#/definitions/expression' }],
                  },
                  minProperties: 1,
                },
                { $ref: '#/definitions/expression' },
              ],
            },
            'fail-fast': { type: ['boolean', 'string'], default: true },
            'max-parallel': { type: ['number', 'string'] },
          },
          required: ['matrix'],
          additionalProperties: false,
        },
      },
      required: ['runs-on'],
      additionalProperties: false,
    },
  },
  type: 'object',
  properties: {
    name: { type: 'string' },
    on: {
      oneOf: [
        { enum: ['push', 'pull_request', 'release'] },
        { type: 'array', items: { enum: ['push', 'pull_request', 'release'] }, minItems: 1 },
        {
          type: 'object',
          properties: {
            push: { $ref: '#/definitions/ref' },
            schedule: {
              type: 'array',
              items: {
                type: 'object',
                properties: {
                  cron: {
                    type: 'string',
                    pattern: '^(((\\d+,)+\\d+|((\\d+|\\*)\\/\\d+|JAN|FEB|MON|TUE)|(\\d+-\\d+)|\\d+|\\*) ?){5,7}$',
                  },
                },
                additionalProperties: false,
              },
              minItems: 1,
            },
          },
          additionalProperties: false,
        },
      ],
    },
    env: { $ref: '#/definitions/env' },
    jobs: {
      type: 'object',
      patternProperties: { '^[_a-zA-Z][a-zA-Z0-9_-]*$': { oneOf: [{ $ref: '#/definitions/job' }] } },
      minProperties: 1,
      additionalProperties: false,
    },
  },
  required: ['on', 'jobs'],
  additionalProperties: false,
}

/** An eslintrc: rules of [severity, options…] tuples, overrides that recurse. */
const eslintrc: JsonSchema = {
  $schema: DRAFT7,
  definitions: {
    rule: {
      oneOf: [
        { type: 'integer', minimum: 0, maximum: 2 },
        { enum: ['off', 'warn', 'error'] },
        { $ref: '#/definitions/ruleArray' },
      ],
    },
    ruleArray: {
      type: 'array',
      items: [{ oneOf: [{ enum: [0, 1, 2] }, { enum: ['off', 'warn', 'error'] }] }],
      additionalItems: true,
      minItems: 1,
    },
    rules: {
      type: 'object',
      properties: { semi: { $ref: '#/definitions/rule' } },
      additionalProperties: { $ref: '#/definitions/rule' },
    },
    stringOrStrings: { oneOf: [{ type: 'string' }, strings] },
    overrideConfig: {
      type: 'object',
      properties: {
        files: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }] },
        excludedFiles: { $ref: '#/definitions/stringOrStrings' },
        rules: { $ref: '#/definitions/rules' },
        overrides: { type: 'array', items: { $ref: '#/definitions/overrideConfig' } },
      },
      additionalProperties: false,
      required: ['files'],
    },
  },
  type: 'object',
  properties: {
    $schema: { type: 'string' },
    root: { type: 'boolean' },
    extends: { $ref: '#/definitions/stringOrStrings' },
    env: { type: 'object', properties: { node: { type: 'boolean' } }, additionalProperties: { type: 'boolean' } },
    globals: {
      type: 'object',
      additionalProperties: { oneOf: [{ enum: ['readonly', 'writable', 'off'] }, { type: 'boolean' }] },
    },
    rules: { $ref: '#/definitions/rules' },
    overrides: { type: 'array', items: { $ref: '#/definitions/overrideConfig' } },
  },
}

/** A compose file: lists or maps, values of several formats, names by pattern. */
const compose: JsonSchema = {
  $schema: DRAFT7,
  type: 'object',
  properties: {
    version: { type: 'string' },
    services: {
      type: 'object',
      patternProperties: { '^[a-zA-Z0-9._-]+$': { $ref: '#/definitions/service' } },
      additionalProperties: false,
    },
    volumes: {
      type: 'object',
      patternProperties: {
        '^[a-zA-Z0-9._-]+$': {
          type: ['object', 'null'],
          properties: { driver: { type: 'string' } },
          additionalProperties: false,
          patternProperties: { '^x-': {} },
        },
      },
    },
  },
  patternProperties: { '^x-': {} },
  additionalProperties: false,
  definitions: {
    listOrDict: {
      oneOf: [
        {
          type: 'object',
          patternProperties: { '.+': { type: ['string', 'number', 'boolean', 'null'] } },
          additionalProperties: false,
        },
        { type: 'array', items: { type: 'string' }, uniqueItems: true },
      ],
    },
    service: {
      type: 'object',
      properties: {
        image: { type: 'string' },
        environment: { $ref: '#/definitions/listOrDict' },
        ports: {
          type: 'array',
          uniqueItems: true,
          items: {
            anyOf: [
              { type: 'number', format: 'ports' },
              { type: 'string', format: 'ports' },
              { type: 'object', properties: { target: { type: 'integer' } }, additionalProperties: false },
            ],
          },
        },
        cpus: { type: ['number', 'string'], minimum: 0, maximum: 16 },
        healthcheck: {
          type: 'object',
          properties: {
            disable: { type: 'boolean' },
            interval: { type: 'string', format: 'duration' },
            test: { anyOf: [{ type: 'string' }, strings] },
          },
        },
        depends_on: {
          oneOf: [
            { type: 'array', items: { type: 'string' }, uniqueItems: true },
            {
              type: 'object',
              patternProperties: {
                '^[a-zA-Z0-9._-]+$': {
                  type: 'object',
                  properties: { condition: { enum: ['service_started', 'service_healthy'] } },
                  required: ['condition'],
                },
              },
              additionalProperties: false,
            },
          ],
        },
      },
      patternProperties: { '^x-': {} },
      additionalProperties: false,
    },
  },
}

/** A tsconfig: everything optional, enums beside patterns that ignore case, allOf of anyOf. */
const tsconfig: JsonSchema = {
  $schema: DRAFT7,
  allOf: [
    { $ref: '#/definitions/compilerOptionsDefinition' },
    { anyOf: [{ $ref: '#/definitions/files' }, { $ref: '#/definitions/exclude' }, { $ref: '#/definitions/include' }] },
  ],
  definitions: {
    files: { properties: { files: { type: 'array', items: { type: 'string' }, uniqueItems: true } } },
    include: { properties: { include: { type: 'array', items: { type: 'string' }, uniqueItems: true } } },
    exclude: { properties: { exclude: { type: 'array', items: { type: 'string' }, uniqueItems: true } } },
    compilerOptionsDefinition: {
      properties: {
        compilerOptions: {
          type: 'object',
          properties: {
            target: {
              type: 'string',
              default: 'ES3',
              anyOf: [
                { enum: ['ES5', 'ES2022', 'ESNext'] },
                { pattern: '^([Ee][Ss]([356]|(20(1[56789]|2[0123]))|[Nn][Ee][Xx][Tt]))$' },
              ],
            },
            lib: {
              type: 'array',
              uniqueItems: true,
              items: {
                type: 'string',
                anyOf: [{ enum: ['DOM', 'ES5', 'ES2022'] }, { pattern: '^[Dd][Oo][Mm](\\.[Ii]terable)?$' }],
              },
            },
            paths: {
              type: 'object',
              additionalProperties: { type: 'array', uniqueItems: true, items: { type: 'string' } },
            },
            strict: { type: 'boolean', default: false },
            maxNodeModuleJsDepth: { type: 'number', default: 0 },
          },
        },
      },
    },
  },
  type: 'object',
}

/** An OpenAPI discriminator as 3.1 documents write it, with nullable left over from 3.0. */
const payment: JsonSchema = {
  $ref: '#/$defs/PaymentRequest',
  $defs: {
    Amount: {
      type: 'object',
      properties: {
        currency: { type: 'string', maxLength: 3, minLength: 3, description: 'The three-character ISO 4217 code.' },
        value: { type: 'integer', format: 'int64' },
      },
      required: ['currency', 'value'],
    },
    Method: {
      oneOf: [{ $ref: '#/$defs/CardDetails' }, { $ref: '#/$defs/SepaDetails' }, { $ref: '#/$defs/WalletDetails' }],
      discriminator: { propertyName: 'type', mapping: { scheme: '#/$defs/CardDetails' } },
    },
    CardDetails: {
      type: 'object',
      additionalProperties: false,
      properties: {
        type: { type: 'string', enum: ['scheme', 'bcmc'], default: 'scheme' },
        number: { type: 'string', pattern: '^[0-9]{12,19}$' },
        expiryMonth: { type: 'string', pattern: '^(0[1-9]|1[0-2])$' },
        cvc: { type: 'string', minLength: 3, maxLength: 4, pattern: '^\\d+$' },
      },
      required: ['type', 'number'],
    },
    SepaDetails: {
      type: 'object',
      additionalProperties: false,
      properties: { type: { type: 'string', enum: ['sepadirectdebit'] }, iban: { type: 'string' } },
      required: ['iban', 'type'],
    },
    WalletDetails: {
      type: 'object',
      properties: {
        type: { type: 'string', enum: ['applepay', 'googlepay'] },
        token: { type: 'string', maxLength: 10000 },
      },
      required: ['type', 'token'],
    },
    PaymentRequest: {
      type: 'object',
      properties: {
        amount: { $ref: '#/$defs/Amount' },
        paymentMethod: { $ref: '#/$defs/Method', description: 'How it is paid.' },
        reference: { type: 'string', maxLength: 80 },
        shopperEmail: { type: 'string', format: 'email' },
        billingAddress: {
          type: ['object', 'null'],
          properties: { city: { type: 'string', maxLength: 3000 }, country: { type: 'string', pattern: '^[A-Z]{2}$' } },
          required: ['city', 'country'],
        },
        metadata: {
          type: 'object',
          additionalProperties: { type: 'string', maxLength: 80 },
          maxProperties: 20,
          propertyNames: { maxLength: 20 },
        },
        deliverAt: { type: 'string', format: 'date-time' },
        fraudOffset: { type: 'integer', format: 'int32' },
        splits: {
          type: 'array',
          items: {
            allOf: [
              { $ref: '#/$defs/Amount' },
              { type: 'object', properties: { account: { type: 'string' } }, required: ['account'] },
            ],
          },
        },
      },
      required: ['amount', 'paymentMethod', 'reference'],
    },
  },
}

/** A rule tree: recursion through anyOf, allOf and not. */
const rules: JsonSchema = {
  $schema: DRAFT7,
  $ref: '#/definitions/rule',
  definitions: {
    rule: {
      anyOf: [
        { $ref: '#/definitions/all' },
        { $ref: '#/definitions/any' },
        { $ref: '#/definitions/no' },
        { $ref: '#/definitions/leaf' },
      ],
    },
    all: {
      type: 'object',
      properties: { all: { type: 'array', items: { $ref: '#/definitions/rule' }, minItems: 1 } },
      required: ['all'],
      additionalProperties: false,
    },
    any: {
      type: 'object',
      properties: { any: { type: 'array', items: { $ref: '#/definitions/rule' }, minItems: 2 } },
      required: ['any'],
      additionalProperties: false,
    },
    no: {
      type: 'object',
      properties: { not: { $ref: '#/definitions/rule' } },
      required: ['not'],
      additionalProperties: false,
    },
    leaf: {
      type: 'object',
      properties: { field: { type: 'string', minLength: 1 }, op: { enum: ['eq', 'in', 'between'] }, value: true },
      required: ['field', 'op', 'value'],
      allOf: [
        {
          if: { properties: { op: { const: 'in' } } },
          then: { properties: { value: { type: 'array', minItems: 1 } } },
        },
        {
          if: { properties: { op: { const: 'between' } } },
          then: { properties: { value: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 } } },
        },
        {
          if: { properties: { op: { const: 'eq' } } },
          then: { properties: { value: { type: ['string', 'number', 'boolean'] } } },
        },
      ],
    },
  },
}

/** Schemas in the manner of what the field keeps in SchemaStore and in OpenAPI documents. */
export const store: Readonly<Record<string, JsonSchema>> = {
  'package.json': packageJson,
  'GitHub workflow': workflow,
  eslintrc,
  compose,
  tsconfig,
  payment,
  rules,
}
