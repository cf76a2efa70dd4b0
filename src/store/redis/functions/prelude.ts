/**
 * What the other functions stand on. `p` is the site's prefix (`{site}:`), `a` the arguments, decoded. Records travel
 * and are kept as JSON text that is never taken apart here: Lua has neither empty lists nor exact numbers.
 *
 * Redis takes nothing back when a function fails half-way: so every function looks at all it depends on first, and
 * writes only then.
 */
export const preludeFunctions = `
local function call(...)
  return redis.call(...)
end

local function some(value)
  if value == nil or value == cjson.null then return nil end
  return value
end

local function each(value)
  return ipairs(some(value) or {})
end

-- Counts whatever has an order: 16 digits, so that it sorts as text too.
local function next_no(p)
  return string.format('%016d', call('INCR', p .. 'no'))
end

-- How long the answer to a write is kept for a client that asks again because it never heard it, seconds.
local ANSWER_KEPT = 900

local function write(name, body)
  redis.register_function('@@' .. name, function(keys, args)
    local p = keys[1]
    local answer = p .. 'answer:' .. args[1]
    local known = call('GET', answer)
    if known then return known end
    local result = body(p, cjson.decode(args[2]))
    call('SET', answer, result, 'EX', ANSWER_KEPT)
    return result
  end)
end

local function read(name, body)
  redis.register_function({
    function_name = '@@' .. name,
    callback = function(keys, args) return body(keys[1], cjson.decode(args[1])) end,
    flags = { 'no-writes' },
  })
end

-- Whether the record at a key still has the version that was read; one that was never put has 0.
local function is_at(key, version)
  return tonumber(call('HGET', key, 'version') or 0) == version
end

local function texts(keys, field)
  local found = {}
  for _, key in ipairs(keys) do
    local text = call('HGET', key, field)
    if text then found[#found + 1] = text end
  end
  return found
end
`;
