/*
 * Each change is one script, so that it happens wholly or not at all, and again without harm: after a loss of the
 * connection nobody knows whether it happened. An entry is `attempts <n> meta <json> body <bytes> …`.
 */

const HELPERS = `
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function fields(entry)
  local map = {}
  for i = 1, #entry[2], 2 do map[entry[2][i]] = entry[2][i + 1] end
  return map
end
local function read(stream, id)
  local entry = redis.call('XRANGE', stream, id, id)[1]
  return entry and fields(entry)
end
-- The entry, where it is still to be settled; then it is.
local function take(queue, id)
  local entry = read(queue, id)
  if redis.call('XACK', queue, 'tessera', id) == 0 then return nil end
  redis.call('XDEL', queue, id)
  return entry
end
local function add(stream, entry, attempts, ...)
  return redis.call('XADD', stream, '*', 'attempts', attempts, 'meta', entry.meta, 'body', entry.body, ...)
end
`

export interface Script {
  readonly numberOfKeys: number
  readonly lua: string
}

function script(numberOfKeys: number, lua: string): Script {
  return { numberOfKeys, lua: HELPERS + lua }
}

/** By the name of the command that each becomes. */
export const SCRIPTS = {
  // groups queue · group expiresMs
  tesseraDeclare: script(
    2,
    `
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
if redis.call('EXISTS', KEYS[2]) == 0 then redis.call('XGROUP', 'CREATE', KEYS[2], 'tessera', '0', 'MKSTREAM') end
if ARGV[2] ~= '' then redis.call('PEXPIRE', KEYS[2], ARGV[2]) end
`,
  ),
  // groups seen · prefix windowMs meta body
  tesseraPublish: script(
    2,
    `
if not redis.call('SET', KEYS[2], '', 'NX', 'PX', ARGV[2]) then return 0 end
local groups = redis.call('HGETALL', KEYS[1])
for i = 1, #groups, 2 do
  local queue = ARGV[1] .. ':queue:' .. groups[i]
  -- One that expired is gone; any other whose stream somebody deleted is made again by its next subscriber.
  if groups[i + 1] == '' or redis.call('EXISTS', queue) == 1 then
    add(queue, { meta = ARGV[3], body = ARGV[4] }, 0)
  else
    redis.call('HDEL', KEYS[1], groups[i])
  end
end
return 1
`,
  ),
  // queue · id…
  tesseraAck: script(
    1,
    `
for _, id in ipairs(ARGV) do
  if redis.call('XACK', KEYS[1], 'tessera', id) == 1 then redis.call('XDEL', KEYS[1], id) end
end
`,
  ),
  // queue delayed due · id attempts delayMs
  tesseraRetry: script(
    3,
    `
local entry = take(KEYS[1], ARGV[1])
if not entry then return end
if ARGV[3] == '0' then return add(KEYS[1], entry, ARGV[2]) end
redis.call('ZADD', KEYS[3], now() + ARGV[3], add(KEYS[2], entry, ARGV[2]))
`,
  ),
  // queue dead · id attempts code message
  tesseraReject: script(
    2,
    `
local entry = take(KEYS[1], ARGV[1])
if entry then add(KEYS[2], entry, ARGV[2], 'code', ARGV[3], 'message', ARGV[4], 'at', now()) end
`,
  ),
  // queue delayed due · expiresMs; milliseconds until something else is due, -1 where nothing waits
  tesseraTend: script(
    3,
    `
if ARGV[1] ~= '' then for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[1]) end end
local time = now()
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', time, 'LIMIT', 0, 100)) do
  local entry = read(KEYS[2], id)
  if entry then add(KEYS[1], entry, entry.attempts) end
  redis.call('XDEL', KEYS[2], id)
  redis.call('ZREM', KEYS[3], id)
end
local first = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')[2]
return first and math.max(0, first - time) or -1
`,
  ),
  // holder · consumer leaseMs; 1 where the consumer holds it
  tesseraHold: script(
    1,
    `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`,
  ),
  // queue holder · consumer count; what is new and by what id it ends, where the consumer holds the group, else nothing
  tesseraRead: script(
    2,
    `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return false end
local options = { 'GROUP', 'tessera', ARGV[1], 'COUNT', ARGV[2], 'STREAMS', KEYS[1], '>' }
local answer = redis.call('XREADGROUP', unpack(options))
if answer then return { answer[1][2], '' } end
local info = redis.call('XINFO', 'STREAM', KEYS[1])
for i = 1, #info, 2 do
  if info[i] == 'last-generated-id' then return { {}, info[i + 1] } end
end
`,
  ),
  // queue holder · consumer idleMs count all|own seen|unseen held|free open…; entries, with their deliveries including this
  tesseraReclaim: script(
    2,
    `
if ARGV[6] == 'held' and redis.call('GET', KEYS[2]) ~= ARGV[1] then return {} end
local open = {}
for i = 7, #ARGV do open[ARGV[i]] = true end
local most = ARGV[3] + #ARGV - 6
local whose = ARGV[4] == 'all' and {} or { ARGV[1] }
local found = {}
for _, pending in ipairs(redis.call('XPENDING', KEYS[1], 'tessera', 'IDLE', ARGV[2], '-', '+', most, unpack(whose))) do
  if not open[pending[1]] and #found < tonumber(ARGV[3]) then
    local deliveries = pending[4] + (ARGV[5] == 'unseen' and 0 or 1)
    local claimed = redis.call('XCLAIM', KEYS[1], 'tessera', ARGV[1], 0, pending[1], 'RETRYCOUNT', deliveries)[1]
    if claimed then
      found[#found + 1] = { claimed[1], claimed[2], deliveries }
    else
      redis.call('XACK', KEYS[1], 'tessera', pending[1])
    end
  end
end
return found
`,
  ),
  // queue holder · consumer [id attempts]…; gives up what an ordered group has, where it is
  tesseraLeave: script(
    2,
    `
for i = 2, #ARGV, 2 do
  redis.call('XCLAIM', KEYS[1], 'tessera', ARGV[1], 0, ARGV[i], 'RETRYCOUNT', ARGV[i + 1], 'JUSTID')
end
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
if redis.call('EXISTS', KEYS[1]) == 1 and #redis.call('XPENDING', KEYS[1], 'tessera', '-', '+', 1, ARGV[1]) == 0 then
  redis.call('XGROUP', 'DELCONSUMER', KEYS[1], 'tessera', ARGV[1])
end
`,
  ),
  // dead queue · id; 1 where there is still a group for it
  tesseraReplay: script(
    2,
    `
local entry = read(KEYS[1], ARGV[1])
if not entry or redis.call('EXISTS', KEYS[2]) == 0 then return 0 end
redis.call('XDEL', KEYS[1], ARGV[1])
add(KEYS[2], entry, 0)
return 1
`,
  ),
} as const satisfies Readonly<Record<string, Script>>

export type ScriptName = keyof typeof SCRIPTS
