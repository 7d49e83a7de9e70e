import type { JsonSchema } from './types.ts'

/* oxlint-disable unicorn/no-thenable */

const DRAFT7 = 'http://json-schema.org/draft-07/schema#'
const DRAFT4 = 'http://json-schema.org/draft-04/schema#'
const ref = (name: string): JsonSchema => ({ $ref: `#/definitions/${name}` })
const string: JsonSchema = { type: 'string' }
const boolean: JsonSchema = { type: 'boolean' }
const strings: JsonSchema = { type: 'array', items: string }
const flag = (value: boolean): JsonSchema => ({ type: 'boolean', default: value })
const extensions = { '^x-': {} }
const orReference = (name: string): JsonSchema => ({ oneOf: [ref(name), ref('Reference')] })
const mapOf = (value: JsonSchema): JsonSchema => ({ type: 'object', additionalProperties: value })
const closed = (properties: Record<string, JsonSchema>, required: string[] = [], more: object = {}): JsonSchema => ({
  type: 'object',
  ...(required.length > 0 ? { required } : {}),
  properties,
  patternProperties: extensions,
  additionalProperties: false,
  ...more,
})

/** OpenAPI 3.0: deep recursion, oneOf with references everywhere, patterns of names. */
const openapi: JsonSchema = {
  $schema: DRAFT4,
  description: 'The description of OpenAPI v3.0.x documents',
  ...(closed(
    {
      openapi: { type: 'string', pattern: '^3\\.0\\.\\d(-.+)?$' },
      info: ref('Info'),
      externalDocs: ref('ExternalDocumentation'),
      servers: { type: 'array', items: ref('Server') },
      security: { type: 'array', items: ref('SecurityRequirement') },
      tags: { type: 'array', items: ref('Tag'), uniqueItems: true },
      paths: ref('Paths'),
      components: ref('Components'),
    },
    ['openapi', 'info', 'paths'],
  ) as object),
  definitions: {
    Reference: {
      type: 'object',
      required: ['$ref'],
      patternProperties: { '^\\$ref$': { type: 'string', format: 'uri-reference' } },
    },
    Info: closed(
      {
        title: string,
        description: string,
        termsOfService: { type: 'string', format: 'uri-reference' },
        contact: closed({
          name: string,
          url: { type: 'string', format: 'uri-reference' },
          email: { type: 'string', format: 'email' },
        }),
        license: closed({ name: string, url: { type: 'string', format: 'uri-reference' } }, ['name']),
        version: string,
      },
      ['title', 'version'],
    ),
    Server: closed({ url: string, description: string, variables: mapOf(ref('ServerVariable')) }, ['url']),
    ServerVariable: closed({ enum: strings, default: string, description: string }, ['default']),
    Components: closed(
      Object.fromEntries(
        ['Schema', 'Response', 'Parameter', 'Example', 'RequestBody', 'Header'].map((name) => [
          `${name.charAt(0).toLowerCase()}${name.slice(1)}${name.endsWith('y') ? '' : 's'}`,
          { type: 'object', patternProperties: { '^[a-zA-Z0-9\\.\\-_]+$': orReference(name) } },
        ]),
      ),
    ),
    Schema: closed({
      title: string,
      multipleOf: { type: 'number', minimum: 0, exclusiveMinimum: true },
      maximum: { type: 'number' },
      exclusiveMaximum: flag(false),
      minimum: { type: 'number' },
      exclusiveMinimum: flag(false),
      maxLength: { type: 'integer', minimum: 0 },
      minLength: { type: 'integer', minimum: 0, default: 0 },
      pattern: { type: 'string', format: 'regex' },
      maxItems: { type: 'integer', minimum: 0 },
      minItems: { type: 'integer', minimum: 0, default: 0 },
      uniqueItems: flag(false),
      required: { type: 'array', items: string, minItems: 1, uniqueItems: true },
      enum: { type: 'array', items: {}, minItems: 1, uniqueItems: false },
      type: { type: 'string', enum: ['array', 'boolean', 'integer', 'number', 'object', 'string'] },
      not: orReference('Schema'),
      allOf: { type: 'array', items: orReference('Schema') },
      oneOf: { type: 'array', items: orReference('Schema') },
      items: orReference('Schema'),
      properties: mapOf(orReference('Schema')),
      additionalProperties: { oneOf: [ref('Schema'), ref('Reference'), boolean], default: true },
      description: string,
      format: string,
      default: {},
      nullable: flag(false),
      discriminator: {
        type: 'object',
        required: ['propertyName'],
        properties: { propertyName: string, mapping: mapOf(string) },
      },
      readOnly: flag(false),
      writeOnly: flag(false),
      example: {},
      externalDocs: ref('ExternalDocumentation'),
      deprecated: flag(false),
    }),
    ExternalDocumentation: closed({ description: string, url: { type: 'string', format: 'uri-reference' } }, ['url']),
    Example: closed({
      summary: string,
      description: string,
      value: {},
      externalValue: { type: 'string', format: 'uri-reference' },
    }),
    MediaType: closed({ schema: orReference('Schema'), example: {}, examples: mapOf(orReference('Example')) }, [], {
      allOf: [{ not: { required: ['example', 'examples'] } }],
    }),
    Header: closed({
      description: string,
      required: flag(false),
      deprecated: flag(false),
      schema: orReference('Schema'),
    }),
    Response: closed({ description: string, headers: mapOf(orReference('Header')), content: mapOf(ref('MediaType')) }, [
      'description',
    ]),
    RequestBody: closed({ description: string, content: mapOf(ref('MediaType')), required: flag(false) }, ['content']),
    Parameter: closed(
      {
        name: string,
        in: string,
        description: string,
        required: flag(false),
        deprecated: flag(false),
        style: string,
        explode: boolean,
        schema: orReference('Schema'),
        content: { type: 'object', additionalProperties: ref('MediaType'), minProperties: 1, maxProperties: 1 },
      },
      ['name', 'in'],
      {
        allOf: [
          {
            oneOf: [
              {
                description: 'Parameter in path',
                required: ['required'],
                properties: {
                  in: { enum: ['path'] },
                  style: { enum: ['matrix', 'label', 'simple'] },
                  required: { enum: [true] },
                },
              },
              { properties: { in: { enum: ['query'] }, style: { enum: ['form', 'pipeDelimited'] } } },
              { properties: { in: { enum: ['header'] }, style: { enum: ['simple'] } } },
            ],
          },
        ],
      },
    ),
    Tag: closed({ name: string, description: string, externalDocs: ref('ExternalDocumentation') }, ['name']),
    SecurityRequirement: mapOf(strings),
    Paths: {
      type: 'object',
      patternProperties: { '^\\/': ref('PathItem'), ...extensions },
      additionalProperties: false,
    },
    PathItem: {
      type: 'object',
      properties: {
        $ref: string,
        summary: string,
        parameters: { type: 'array', items: orReference('Parameter'), uniqueItems: true },
      },
      patternProperties: { '^(get|put|post|delete|options|head|patch|trace)$': ref('Operation'), ...extensions },
      additionalProperties: false,
    },
    Operation: closed(
      {
        tags: strings,
        summary: string,
        description: string,
        externalDocs: ref('ExternalDocumentation'),
        operationId: string,
        parameters: { type: 'array', items: orReference('Parameter'), uniqueItems: true },
        requestBody: orReference('RequestBody'),
        responses: ref('Responses'),
        deprecated: flag(false),
        security: { type: 'array', items: ref('SecurityRequirement') },
      },
      ['responses'],
    ),
    Responses: {
      type: 'object',
      properties: { default: orReference('Response') },
      patternProperties: { '^[1-5](?:\\d{2}|XX)$': orReference('Response'), ...extensions },
      minProperties: 1,
      additionalProperties: false,
    },
  },
}

const prettier: JsonSchema = {
  $schema: DRAFT7,
  definitions: {
    optionsDefinition: {
      type: 'object',
      properties: {
        arrowParens: {
          description: 'Include parentheses around a sole parameter.',
          default: 'always',
          oneOf: [{ enum: ['always'] }, { enum: ['avoid'] }],
        },
        bracketSpacing: flag(true),
        cursorOffset: { type: 'integer', default: -1, minimum: -1 },
        endOfLine: {
          default: 'lf',
          oneOf: [{ enum: ['lf'] }, { enum: ['crlf'] }, { enum: ['cr'] }, { enum: ['auto'] }],
        },
        filepath: string,
        parser: {
          anyOf: [
            { enum: ['flow', 'babel', 'typescript', 'css', 'json', 'graphql', 'markdown', 'vue', 'yaml'] },
            { type: 'string' },
          ],
        },
        plugins: { type: 'array', default: [], items: { anyOf: [{ type: 'string' }, { type: 'object' }] } },
        printWidth: { type: 'integer', default: 80, minimum: 0 },
        proseWrap: { enum: ['always', 'never', 'preserve'], default: 'preserve' },
        rangeEnd: { type: ['integer', 'null'], default: null },
        semi: flag(true),
        singleQuote: flag(false),
        tabWidth: { type: 'integer', default: 2, minimum: 0 },
        trailingComma: { enum: ['none', 'es5', 'all'] },
        useTabs: flag(false),
      },
    },
    overridesDefinition: {
      type: 'object',
      properties: {
        overrides: {
          type: 'array',
          items: {
            type: 'object',
            required: ['files'],
            properties: {
              files: ref('glob'),
              excludeFiles: ref('glob'),
              options: { type: 'object', allOf: [ref('optionsDefinition')] },
            },
            additionalProperties: false,
          },
        },
      },
    },
    glob: { anyOf: [{ type: 'string' }, strings] },
  },
  oneOf: [
    {
      type: 'object',
      allOf: [{ properties: { $schema: string } }, ref('optionsDefinition'), ref('overridesDefinition')],
    },
    { type: 'string' },
  ],
}

const babel: JsonSchema = {
  $schema: DRAFT7,
  title: 'Babel configuration',
  type: 'object',
  additionalProperties: false,
  definitions: {
    plugins: { type: 'array', items: { type: ['string', 'array'] }, uniqueItems: true },
    test: { anyOf: [{ type: 'string' }, strings] },
  },
  properties: {
    $schema: string,
    presets: ref('plugins'),
    plugins: ref('plugins'),
    env: { type: 'object', additionalProperties: { $ref: '#' } },
    extends: { anyOf: [string, { type: 'object' }] },
    ignore: strings,
    only: strings,
    overrides: { type: 'array', items: { $ref: '#' } },
    test: ref('test'),
    include: ref('test'),
    comments: flag(true),
    compact: { anyOf: [boolean, { enum: ['auto'] }], default: 'auto' },
    minified: flag(false),
    retainLines: flag(false),
    sourceMaps: { anyOf: [boolean, { enum: ['inline', 'both'] }] },
    sourceType: { enum: ['script', 'module', 'unambiguous'], default: 'module' },
    parserOpts: { type: 'object' },
    targets: { anyOf: [string, mapOf({ anyOf: [string, { type: 'number' }] })] },
  },
}

const composer: JsonSchema = {
  $schema: DRAFT4,
  type: 'object',
  required: ['name', 'description'],
  properties: {
    name: { type: 'string', pattern: '^[a-z0-9]([_.-]?[a-z0-9]+)*/[a-z0-9](([_.]?|-{0,2})[a-z0-9]+)*$' },
    type: { type: 'string', pattern: '^[a-z0-9-]+$' },
    description: string,
    keywords: { type: 'array', items: { type: 'string' } },
    homepage: { type: 'string', format: 'uri' },
    version: { type: 'string', pattern: '^v?\\d+(\\.\\d+){0,3}' },
    time: string,
    license: { type: ['string', 'array'], items: string },
    authors: ref('authors'),
    require: mapOf(string),
    'require-dev': mapOf(string),
    suggest: mapOf(string),
    config: {
      type: 'object',
      properties: {
        'process-timeout': { type: 'integer' },
        'allow-plugins': { type: ['object', 'boolean'], additionalProperties: boolean },
        'use-include-path': boolean,
        'preferred-install': { type: ['string', 'object'], additionalProperties: string },
        'github-oauth': mapOf(string),
        'cache-ttl': { type: 'integer' },
        'sort-packages': boolean,
      },
    },
    autoload: {
      type: 'object',
      properties: {
        'psr-0': mapOf({ type: ['string', 'array'], items: string }),
        'psr-4': mapOf({ type: ['string', 'array'], items: string }),
        classmap: strings,
        files: strings,
      },
    },
    repositories: {
      type: ['object', 'array'],
      additionalProperties: { anyOf: [ref('repository'), { type: 'boolean', enum: [false] }] },
      items: {
        anyOf: [
          ref('repository'),
          {
            type: 'object',
            additionalProperties: { type: 'boolean', enum: [false] },
            minProperties: 1,
            maxProperties: 1,
          },
        ],
      },
    },
    'minimum-stability': { type: ['string'], pattern: '^(?:dev|alpha|beta|rc|RC|stable)$' },
    'prefer-stable': boolean,
    bin: { type: ['string', 'array'], items: string },
    scripts: {
      type: 'object',
      patternProperties: { '^(pre|post)-install-cmd$': { type: ['array', 'string'], items: string } },
      additionalProperties: { type: ['array', 'string'], items: string },
    },
    support: {
      type: 'object',
      properties: {
        email: { type: 'string', format: 'email' },
        issues: { type: 'string', format: 'uri' },
        source: { type: 'string', format: 'uri' },
      },
    },
    abandoned: { type: ['boolean', 'string'] },
  },
  definitions: {
    authors: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: string,
          email: { type: 'string', format: 'email' },
          homepage: { type: 'string', format: 'uri' },
          role: string,
        },
      },
    },
    repository: {
      type: 'object',
      anyOf: [
        {
          type: 'object',
          required: ['type', 'url'],
          properties: {
            type: { type: 'string', enum: ['composer'] },
            url: string,
            options: { type: 'object', additionalProperties: true },
          },
        },
        {
          type: 'object',
          required: ['type', 'url'],
          properties: { type: { type: 'string', enum: ['vcs', 'git', 'svn'] }, url: string, 'no-api': boolean },
        },
        {
          type: 'object',
          required: ['type', 'package'],
          properties: {
            type: { type: 'string', enum: ['package'] },
            package: { type: 'object', required: ['name', 'version'], properties: { name: string, version: string } },
          },
        },
      ],
    },
  },
}

const dependabot: JsonSchema = {
  $schema: DRAFT7,
  type: 'object',
  additionalProperties: false,
  required: ['version', 'updates'],
  properties: {
    version: { enum: [2] },
    'enable-beta-ecosystems': boolean,
    registries: { type: 'object', minProperties: 1, additionalProperties: ref('registry') },
    updates: { type: 'array', items: ref('update'), uniqueItems: true, minItems: 1 },
  },
  definitions: {
    ecosystem: {
      type: 'string',
      enum: ['bundler', 'cargo', 'composer', 'docker', 'gomod', 'maven', 'npm', 'nuget', 'pip', 'terraform'],
    },
    timezone: { type: 'string', enum: ['Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Tokyo', 'UTC'] },
    schedule: {
      type: 'object',
      properties: {
        interval: { enum: ['daily', 'weekly', 'monthly'] },
        day: { enum: ['monday', 'friday'] },
        time: { type: 'string', pattern: '^([01]?[0-9]|2[0-3]):[0-5][0-9]$' },
        timezone: ref('timezone'),
      },
      allOf: [
        {
          if: { properties: { interval: { const: 'weekly' } } },
          then: { properties: { day: { enum: ['monday', 'friday'] } } },
          else: { properties: { day: false } },
        },
      ],
      required: ['interval'],
    },
    update: {
      type: 'object',
      properties: {
        allow: {
          type: 'array',
          items: {
            type: 'object',
            properties: { 'dependency-name': string, 'dependency-type': { enum: ['direct', 'indirect', 'all'] } },
            anyOf: [{ required: ['dependency-name'] }, { required: ['dependency-type'] }],
            additionalProperties: false,
          },
        },
        assignees: { type: 'array', items: string, minItems: 1, uniqueItems: true },
        'commit-message': {
          type: 'object',
          properties: { prefix: { type: 'string', maxLength: 50 }, include: { enum: ['scope'] } },
          anyOf: [{ required: ['prefix'] }, { required: ['include'] }],
          additionalProperties: false,
        },
        directory: string,
        groups: {
          type: 'object',
          minProperties: 1,
          additionalProperties: {
            type: 'object',
            properties: {
              patterns: {
                type: 'array',
                items: { type: 'string', pattern: '^[^;?]+$' },
                minItems: 1,
                uniqueItems: true,
              },
            },
            minProperties: 1,
            additionalProperties: false,
          },
        },
        labels: { type: 'array', items: string, minItems: 0, uniqueItems: true },
        milestone: { type: 'integer', minimum: 1 },
        'open-pull-requests-limit': { type: 'integer', default: 5, minimum: 0 },
        'package-ecosystem': ref('ecosystem'),
        reviewers: { type: 'array', items: string, minItems: 1, uniqueItems: true },
        schedule: ref('schedule'),
        vendor: boolean,
      },
      required: ['package-ecosystem', 'schedule', 'directory'],
      additionalProperties: false,
    },
    registry: {
      type: 'object',
      properties: {
        type: { enum: ['composer-repository', 'docker-registry', 'npm-registry', 'python-index'] },
        url: { type: 'string', format: 'uri' },
        username: string,
        password: string,
        token: string,
        'replaces-base': boolean,
      },
      required: ['type'],
      allOf: [
        { if: { properties: { type: { const: 'npm-registry' } } }, then: { required: ['url', 'token'] } },
        {
          if: { properties: { type: { const: 'docker-registry' } } },
          then: { required: ['url', 'username', 'password'] },
        },
      ],
    },
  },
}

const renovate: JsonSchema = {
  $schema: DRAFT4,
  type: 'object',
  definitions: {
    manager: {
      type: 'object',
      properties: {
        enabled: boolean,
        fileMatch: strings,
        additionalBranchPrefix: string,
        schedule: { oneOf: [strings, string] },
      },
    },
  },
  properties: {
    $schema: string,
    extends: strings,
    ignorePresets: strings,
    automerge: flag(false),
    automergeType: { type: 'string', enum: ['branch', 'pr', 'pr-comment'], default: 'pr' },
    baseBranches: strings,
    branchConcurrentLimit: { type: ['integer', 'null'], default: null },
    commitMessagePrefix: { type: ['string', 'null'] },
    confidential: boolean,
    dependencyDashboard: flag(false),
    docker: ref('manager'),
    npm: ref('manager'),
    'github-actions': ref('manager'),
    enabledManagers: strings,
    hostRules: {
      type: 'array',
      items: {
        type: 'object',
        properties: { hostType: string, matchHost: string, timeout: { type: 'integer' }, token: string },
      },
    },
    ignoreDeps: strings,
    labels: strings,
    lockFileMaintenance: {
      type: 'object',
      default: { enabled: false },
      properties: { enabled: boolean, automerge: boolean },
    },
    packageRules: {
      type: 'array',
      items: {
        allOf: [
          {
            type: 'object',
            properties: {
              description: { oneOf: [strings, string] },
              matchPackageNames: strings,
              matchUpdateTypes: {
                type: 'array',
                items: { type: 'string', enum: ['major', 'minor', 'patch', 'pin', 'digest'] },
              },
              matchCurrentVersion: string,
              enabled: boolean,
              groupName: { type: ['string', 'null'] },
              automerge: boolean,
              labels: strings,
            },
          },
          { $ref: '#' },
        ],
      },
    },
    prConcurrentLimit: { type: 'integer', default: 10 },
    prHourlyLimit: { type: 'integer', default: 2 },
    rangeStrategy: { type: 'string', enum: ['auto', 'pin', 'bump', 'replace', 'widen'], default: 'auto' },
    reviewers: strings,
    schedule: { oneOf: [strings, { type: 'string' }], default: ['at any time'] },
    semanticCommits: { type: 'string', enum: ['auto', 'enabled', 'disabled'], default: 'auto' },
    timezone: string,
    vulnerabilityAlerts: { oneOf: [{ type: 'object' }, boolean] },
  },
}

/** Schemas in the manner of public ones that people know by name: large, recursive, of old drafts. */
export const catalog: Readonly<Record<string, JsonSchema>> = {
  openapi,
  prettier,
  babel,
  composer,
  dependabot,
  renovate,
}
